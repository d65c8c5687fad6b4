import { type BasisDefinition, callPlugin, type Catalog, type FeatureReading, type PluginUse } from '@knotwork/plugin';
import type { ReadFeature, TermStructure } from '@knotwork/plugin/engine';
import { brokenBasis } from '../errors.js';
import { claimsOfFunction } from './named-function.js';

/** What readings are compared with. */
interface BasisParts extends Pick<TermStructure, 'size' | 'shape'> {
  /** The functions that the basis asked for, by local name. */
  readonly functions: Readonly<Record<string, PluginUse>>;
}

/**
 * Asks a basis once what its features are in an equation. Whether they are that is a check of the conformance kit.
 *
 * @returns one reading per coefficient, or null where the basis has none
 * @throws KnotworkError `plugin` for readings that do not fit the basis
 */
export function readFeatures(basis: BasisDefinition, options: Readonly<Record<string, unknown>>, { size, shape, functions }: BasisParts, catalog: Catalog): readonly ReadFeature[] | null {
  if (basis.reads === undefined) return null;
  if (basis.capabilities.support === 'window') throw brokenBasis(basis.name, 'it declares "reads" and window support; only global features are read');
  const readings = callPlugin(basis, 'reads', () => basis.reads!(options));
  if (readings.length !== size) throw brokenBasis(basis.name, `it has ${size} coefficients per edge and reads ${readings.length} features`);
  return Object.freeze(readings.map((reading): ReadFeature => {
    if ('power' in reading) return Object.freeze({ power: reading.power, text: reading.power === 1 ? 'x' : `x^${reading.power}` });
    const f = functionIn(basis.name, reading, functions);
    return Object.freeze({ f, ...places(basis.name, reading, shape), text: claimsOfFunction(f, catalog).expression ?? `${f.kind}(x)` });
  }));
}

function functionIn(basis: string, { f }: { readonly f: string }, functions: Readonly<Record<string, PluginUse>>): PluginUse {
  const use = Object.hasOwn(functions, f) ? functions[f] : undefined;
  if (use === undefined) throw brokenBasis(basis, `it reads a feature as "${f}", which is none of the functions that it asks for (${Object.keys(functions).join(', ') || 'none'})`);
  return Object.freeze({ ...use });
}

/** a and b where they are sound: finite numbers, or names of shape parameters that every edge has for itself. */
function places(basis: string, { a, b }: Extract<FeatureReading, { readonly f: string }>, shape: TermStructure['shape']): { a: string | number; b: string | number } {
  for (const place of [a, b]) {
    const isKnown = typeof place === 'number' ? Number.isFinite(place) : Object.hasOwn(shape, place) && shape[place]!.scope === 'edge';
    if (!isKnown) throw brokenBasis(basis, `it reads "${place}", which is neither a finite number nor a shape parameter of scope "edge"`);
  }
  return { a, b };
}
