import type { Engine, LayerStructure, Structure, TermEdges, Value } from '@knotwork/plugin/engine';
import type { ParityGroup } from '../parity/parity-network.js';
import type { ParityTensor } from '../parity/parity-tensors.js';
import { answering, withEngine, withStates } from './engines/change-engine.js';

/** An engine with one defect, and where parity must find it: in one sort of networks, or in one sort of tensors; nowhere else. */
export interface BrokenParity {
  readonly defect: string;
  readonly caughtBy: { readonly about: ParityGroup } | { readonly tensor: ParityTensor };
  break(sound: Engine): Engine;
}

/** Engines that are not what the reference engine is. */
export const brokenParity: readonly BrokenParity[] = [
  { defect: 'a dropped mask', caughtBy: { about: 'mask' }, break: withEngine((sound) => ({ compile: (structure, ...asked) => sound.compile(withoutMasks(structure), ...asked) })) },
  {
    defect: 'a gradient that forgets its last unknown', caughtBy: { tensor: 'gradient' },
    break: answering('gradient', (g) => ({ ...g, gradient: g.gradient.map((v, k) => (k === g.gradient.length - 1 ? 0 : v)) })),
  },
  {
    defect: 'the value of an earlier state', caughtBy: { tensor: 'value' },
    break: withStates((s) => {
      let kept: Value | null = null;
      return { value: async (...asked) => (kept ??= await s.value(...asked)) };
    }),
  },
];

/** A structure whose terms take the n-th of their numbers to be that of the n-th edge of all, whichever are off. */
function withoutMasks(structure: Structure): Structure {
  return {
    ...structure,
    layers: structure.layers.map((layer) => {
      const hasMask = (t: number): boolean => 'except' in (structure.spec.layers[layer.index]!.terms[t]!.edges ?? {});
      return { ...layer, terms: layer.terms.map((term, t) => (hasMask(t) ? { ...term, edges: firstEdges(layer, term.edges.count) } : term)) };
    }),
  };
}

function firstEdges({ inputs: width, sums }: LayerStructure, count: number): TermEdges {
  const edges = Array.from({ length: count }, (_, e) => e);
  const inputs = Uint32Array.from({ length: Math.ceil(count / sums) }, (_, i) => i);
  return {
    count, inputs, from: Uint32Array.from(edges, (e) => Math.floor(e / sums)), to: Uint32Array.from(edges, (e) => e % sums),
    starts: Uint32Array.from([...inputs, inputs.length], (i) => Math.min(count, i * sums)),
    edgeAt: Int32Array.from({ length: width * sums }, (_, e) => (e < count ? e : -1)), inputAt: Int32Array.from({ length: width }, (_, i) => (i < inputs.length ? i : -1)),
  };
}
