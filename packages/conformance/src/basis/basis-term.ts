import { type FeaturePlace, firstValue, resolve, termFeatures } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type BasisDefinition, type TermSpec } from '@knotwork/plugin';
import type { TermStructure } from '@knotwork/plugin/engine';
import { kitCatalog } from '../kit/kit-catalog.js';
import type { Options } from '../kit/option-values.js';
import type { Subject } from '../kit/plugin-check.js';

export type BasisSubject = Subject<BasisDefinition>;

/** Neither symmetric nor of width one, so that a formula that takes the domain for granted is found out. */
export const DOMAIN = [-0.7, 1.9] as const;
export const WIDTH = DOMAIN[1] - DOMAIN[0];

/** Distance at which two points count as one place, as a share of the domain: far above rounding, far below any interval. */
export const NEAR = 1e-9;
/** What something continuous may change over that distance, as a share of its largest value: a slope of 1e4 domains would give as much. */
export const JOINED = 1e-5;

/** Dense tables of more coefficients tell nothing that fewer do not. */
const MODERATE = 40;

/** One edge with the basis and nothing else, resolved. */
export function termOf(subject: BasisSubject, options: Options, change: Partial<TermSpec> = {}): TermStructure {
  const variable = { name: 'x', map: AS_GIVEN };
  const term: TermSpec = { basis: { ...options, kind: subject.definition.name }, edge: { kind: 'reference-plain' }, inputMap: 'interval', outside: 'linear', ...change };
  const spec = { inputs: [variable], outputs: [variable], layers: [{ layer: { kind: 'reference-layer' }, inputs: 1, outputs: 1, terms: [term] }] };
  return resolve(spec, kitCatalog(subject)).layers[0]!.terms[0]!;
}

/** Terms of all option sets that are not too large for dense tables. */
export function moderateTerms(subject: BasisSubject, change: Partial<TermSpec> = {}): TermStructure[] {
  return subject.sets.map((options) => termOf(subject, options, change)).filter((term) => term.size <= MODERATE);
}

/** Where features are looked at: even knots, with shape parameters as they begin, and elsewhere if there are any. */
export function placesOf(term: TermStructure, domain: readonly [number, number] = DOMAIN): FeaturePlace[] {
  const first = { domain, knots: null, shape: initialShape(term) };
  return Object.keys(term.shape).length === 0 ? [first] : [first, { ...first, shape: scatteredShape(term, 1) }];
}

/** Shape parameters as one edge might begin; not in the middle of an interval, which may be a place like no other. */
export function initialShape(term: TermStructure): Record<string, number> {
  return Object.fromEntries(Object.entries(term.shape).map(([name, parameter]) => [name, firstValue(parameter, 0.8)]));
}

/** Shape parameters as training might leave them. */
export function scatteredShape(term: TermStructure, seed: number): Record<string, number> {
  const stream = randomStream(seed, 'shape');
  return Object.fromEntries(Object.entries(initialShape(term)).map(([name, value]) => {
    const shift = 0.4 * stream.normal();
    return [name, term.shape[name]!.constraint === 'positive' ? value * Math.exp(shift) : value + shift];
  }));
}

/** All features, or their derivatives, zero where they are not live: `[points][size]`. */
export function denseFeatures(term: TermStructure, points: Float64Array, place: FeaturePlace, order = 0): Float64Array {
  const { starts, values } = termFeatures(term, order)(points, place);
  const dense = new Float64Array(points.length * term.size);
  points.forEach((_, n) => { for (let j = 0; j < term.window; j++) dense[n * term.size + starts[n]! + j] = values[order]![n * term.window + j]!; });
  return dense;
}

/** Points strictly inside the domain at shares that no even knot has. */
export function innerPoints(count: number, [a, b]: readonly [number, number] = DOMAIN): Float64Array {
  // The golden ratio's multiples fill the interval evenly and never come back.
  return Float64Array.from({ length: count }, (_, n) => a + (b - a) * (((n + 1) * 0.6180339887498949) % 1)).sort();
}

/** Even points from one end of a domain to the other. */
export function evenPoints(count: number, [a, b]: readonly [number, number] = DOMAIN): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => (n === count - 1 ? b : a + ((b - a) * n) / (count - 1)));
}

/** Inner knots of an even grid; none for a basis without intervals. */
export function innerKnots({ intervals }: TermStructure): number[] {
  return Array.from({ length: (intervals ?? 1) - 1 }, (_, k) => DOMAIN[0] + (WIDTH * (k + 1)) / intervals!);
}

/** Largest absolute value; NaN where a value is not a number. */
export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) { const v = Math.abs(values[k]!); if (!(v <= most)) most = v; }
  return most;
}

/** Largest difference; NaN where a value is not a number. */
export const largestDifference = (a: Float64Array, b: Float64Array): number => largest(a.map((v, k) => v - b[k]!));
