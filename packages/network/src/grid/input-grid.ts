import { GRID_KNOTS, type Tables } from '@knotwork/algebra';
import type { TermStructure } from '@knotwork/plugin/engine';

/** The grid of one input of a term. */
export interface InputGrid {
  /** [a, b] in network units. */
  readonly domain: readonly [number, number];
  /** Knots of their own in grid units, from 0 to `intervals`; null for even ones. */
  readonly knots: Float64Array | null;
}

/** What formulas of features on the grid look up in. */
export function gridTables({ knots }: Pick<InputGrid, 'knots'>): Tables { return knots === null ? {} : { [GRID_KNOTS]: knots }; }

/** Grid of one input of a term, which some edge leaves. The knots are a view of `parameters`. */
export function gridOf(term: TermStructure, parameters: Float64Array, input: number): InputGrid {
  const at = term.segments.domain.offset + 2 * liveInput(term, input);
  return { domain: [parameters[at]!, parameters[at + 1]!], knots: knotsOf(term, parameters, input) };
}

/** Writes the grid of one input, which some edge leaves; no knots mean even ones, whatever kind the term has. Changes `parameters`. */
export function writeGrid(term: TermStructure, parameters: Float64Array, input: number, { domain, knots }: InputGrid): void {
  const live = liveInput(term, input);
  parameters.set(domain, term.segments.domain.offset + 2 * live);
  const { knots: segment } = term.segments;
  if (segment !== null) parameters.set(knots ?? evenKnots(term.intervals!), segment.offset + live * (term.intervals! + 1));
}

/** Number of an input among those that have a grid. @throws RangeError where no edge of the term leaves it */
function liveInput({ edges: { inputAt } }: TermStructure, input: number): number {
  const live = inputAt[input] ?? -1;
  if (live < 0) throw new RangeError(`no edge of the term leaves input ${input}, so it has no grid`);
  return live;
}

/** Knots in grid units as a view of `parameters`; null for even ones. */
function knotsOf(term: TermStructure, parameters: Float64Array, input: number): Float64Array | null {
  const { knots } = term.segments;
  if (knots === null) return null;
  const from = knots.offset + liveInput(term, input) * (term.intervals! + 1);
  return parameters.subarray(from, from + term.intervals! + 1);
}

/** Positions of all knots in network units: `[intervals + 1]`; null for a basis without intervals. */
export function knotPositions(term: TermStructure, { domain: [a, b], knots }: InputGrid): Float64Array | null {
  const n = term.intervals;
  if (n === null) return null;
  // Written so that the ends are the ends of the domain exactly.
  return Float64Array.from(knots ?? evenKnots(n), (u) => (u < n ? a + ((b - a) * u) / n : b));
}

/** 0, 1, ..., intervals. */
export function evenKnots(intervals: number): Float64Array {
  return Float64Array.from({ length: intervals + 1 }, (_, j) => j);
}

/** Least distance of neighbouring knots, as a share of the mean distance. */
const LEAST_GAP = 1e-3;

/**
 * Makes knots of wishes: sorted, within the domain, the outer two on its ends, no two closer than 1e-3 of the mean distance. Gaps
 * that are wide enough give way in proportion to what they have to spare; wishes that keep their distance are granted exactly.
 *
 * @param wanted positions in network units, `[intervals + 1]`, finite, in any order
 * @returns positions in grid units, strictly ascending from 0 to `intervals`
 * @throws RangeError for a wrong number of positions or one that is not finite
 */
export function spacedKnots(wanted: Float64Array, [a, b]: readonly [number, number], intervals: number): Float64Array {
  if (wanted.length !== intervals + 1) throw new RangeError(`it returned ${wanted.length} knots for ${intervals} intervals, which have ${intervals + 1}`);
  if (!wanted.every(Number.isFinite)) throw new RangeError('it returned a knot that is not finite');
  const knots = wanted.map((t) => Math.min(Math.max((intervals * (t - a)) / (b - a), 0), intervals)).sort();
  knots[0] = 0;
  knots[intervals] = intervals;
  const gaps = Float64Array.from({ length: intervals }, (_, j) => knots[j + 1]! - knots[j]!);
  if (gaps.every((gap) => gap >= LEAST_GAP)) return knots;
  const spare = gaps.reduce((sum, gap) => sum + Math.max(gap - LEAST_GAP, 0), 0);
  const share = (intervals * (1 - LEAST_GAP)) / spare;
  for (let j = 1; j < intervals; j++) knots[j] = knots[j - 1]! + LEAST_GAP + share * Math.max(gaps[j - 1]! - LEAST_GAP, 0);
  return knots;
}

/**
 * Knots for another number of intervals: the old ones as a piecewise linear function of the share of intervals passed. Where the
 * new number is a multiple of the old, every old knot is also a new one.
 *
 * @param knots in grid units, or null for even ones, which stay even
 */
export function resampledKnots(knots: Float64Array | null, intervals: number): Float64Array | null {
  if (knots === null) return null;
  const from = knots.length - 1;
  if (from === intervals) return knots.slice();
  return Float64Array.from({ length: intervals + 1 }, (_, j) => {
    if (j === intervals) return intervals;
    const index = Math.floor((j * from) / intervals);
    const fraction = ((j * from) % intervals) / intervals;
    return ((knots[index]! + fraction * (knots[index + 1]! - knots[index]!)) * intervals) / from;
  });
}
