import { type BasisDefinition, callPlugin, type Catalog, type FeatureReading, type PluginUse } from '@knotwork/plugin';
import type { ReadFeature, TermStructure } from '@knotwork/plugin/engine';
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
  const isPlace = (place: string | number): boolean => Number.isFinite(place) || shape[place]?.scope === 'edge';
  const isSound = (reading: FeatureReading): boolean => ('power' in reading ? Number.isInteger(reading.power) && reading.power > 0 : functions[reading.f] !== undefined && isPlace(reading.a) && isPlace(reading.b));
  // Also what is no list fails inside.
  const readings = callPlugin(basis, 'reads', () => {
    const returned = basis.reads!(options);
    const wrong = returned.find((reading) => !isSound(reading));
    if (wrong !== undefined) throw new TypeError(`${JSON.stringify(wrong)} is not { f, a, b }, a function asked for with numbers or shape parameters of scope edge, or { power }, a whole one from 1`);
    if (returned.length !== size || basis.capabilities.support === 'window') throw new TypeError(`there must be ${size} readings, one of each global feature; got ${returned.length}`);
    return returned;
  });
  return Object.freeze(readings.map((reading): ReadFeature => {
    if ('power' in reading) return Object.freeze({ power: reading.power, text: reading.power === 1 ? 'x' : `x^${reading.power}` });
    const f = functions[reading.f]!;
    return Object.freeze({ ...reading, f, text: claimsOfFunction(f, catalog).expression ?? `${f.kind}(x)` });
  }));
}
