import { input } from '@knotwork/algebra';
import type { InputMap } from '@knotwork/plugin';
import type { TermStructure } from '@knotwork/plugin/engine';

/** What an input map does to x, and the domain it reaches. */
export const inputMaps: Readonly<Record<InputMap, Pick<TermStructure, 'map' | 'fixedDomain'>>> = Object.freeze({
  interval: { map: null, fixedDomain: null },
  tanh: { map: input('x').tanh(), fixedDomain: [-1, 1] },
  sigmoid: { map: input('x').sigmoid(), fixedDomain: [0, 1] },
  raw: { map: null, fixedDomain: [-1, 1] },
});
