import { type BasisDefinition, callPlugin } from '@knotwork/plugin';
import type { TermStructure } from '@knotwork/plugin/engine';
import { brokenBasis } from '../errors.js';
import { claimsOf } from './claims.js';

type Options = Readonly<Record<string, unknown>>;

/**
 * Asks a basis once what it says of itself with some options. What single answers must be is looked at where they are asked for; here they are compared.
 *
 * @param options after defaults
 * @throws KnotworkError `plugin` for what fails or cannot be
 */
export function soundBasis(basis: BasisDefinition, options: Options): Pick<TermStructure, 'size' | 'intervals' | 'shape' | 'claims'> {
  const size = callPlugin(basis, 'size', () => basis.size(options));
  const intervals = callPlugin(basis, 'intervals', () => basis.intervals?.(options) ?? null);
  const shape = Object.freeze({ ...callPlugin(basis, 'shape', () => basis.shape?.(options) ?? {}) });
  if (basis.capabilities.onDomainMove === 'transport') {
    if (basis.transport === undefined) throw brokenBasis(basis.name, 'it declares onDomainMove "transport" and has no function "transport"');
    const isShared = Object.values(shape).some(({ scope }) => scope === 'layer');
    if (isShared) throw brokenBasis(basis.name, 'its shape parameters are shared by a whole layer, so they cannot follow the domain of one input');
  }
  return { size, intervals, shape, claims: claimsOf(basis, options) };
}

/** Number of live features: as many as the basis declares and returns. @throws KnotworkError `plugin` where the two differ, or cannot be */
export function soundWindow(basis: BasisDefinition, options: Options, size: number, { start, values }: TermStructure['features']): number {
  const form = basis.capabilities.support;
  const window = form === 'window' ? callPlugin(basis, 'window', () => basis.window?.(options) ?? values.length) : size;
  if (!(window >= 1 && window <= size)) throw brokenBasis(basis.name, `it declares ${window} live features of ${size}`);
  if (values.length !== window) throw brokenBasis(basis.name, `its ${form === 'window' ? 'window' : 'size'} is ${window}, and "features" returns ${values.length} values`);
  if ((form === 'window') !== (start !== null)) throw brokenBasis(basis.name, `it declares ${form} support and returns ${start === null ? 'no' : 'a'} start`);
  return window;
}
