import type { AffineMap, RankMap, Samples } from '@knotwork/plugin';
import { columnOf, columnStatistics } from '../standardize.js';

/** Most knots of a map. */
const MOST = 100;
/** Values nearer to each other than this share of their size are one: rounding must not become signal. */
const NEAR = 1e-12;

/**
 * The map of one column to ranks: knots at quantiles of its rows, or at all values where there are few, and their values the shares of rows below, half of
 * those that are equal included, brought to mean 0 and standard deviation 1 of an even distribution. A constant column keeps an affine map.
 */
export function rankMap(samples: Samples, column: number): RankMap | AffineMap {
  const sorted = columnOf(samples, column).sort();
  const distinct = distinctOf(sorted);
  if (distinct.length < 2) return columnStatistics(samples, column);
  const chosen = distinct.length <= MOST ? Array.from(distinct, (from, k) => tied(sorted, from, distinct[k + 1])) : quantilesAmong(distinct, sorted);
  return { kind: 'rank', knots: chosen.map(({ value }) => value), values: chosen.map(({ from, to }) => Math.sqrt(12) * ((from + to) / 2 / sorted.length - 0.5)) };
}

/** Rows of one value: places `from` to `to` - 1 of the sorted column. */
interface Tied { readonly value: number; readonly from: number; readonly to: number }

function tied(sorted: Float64Array, from: number, to = sorted.length): Tied { return { value: sorted[from]!, from, to }; }

/** The first place of every value. */
function distinctOf(sorted: Float64Array): Uint32Array {
  let value = NaN;
  return new Uint32Array(sorted.length).map((_, k) => k).filter((k) => {
    const isSame = sorted[k]! - value <= NEAR * Math.max(Math.abs(sorted[k]!), Math.abs(value));
    if (!isSame) value = sorted[k]!;
    return !isSame;
  });
}

/** Those that hold evenly spaced places, the first and the last among them; each once. */
function quantilesAmong(distinct: Uint32Array, sorted: Float64Array): Tied[] {
  const places = Array.from({ length: MOST }, (_, k) => Math.round((k * (sorted.length - 1)) / (MOST - 1)));
  const found: Tied[] = [];
  let next = 0;
  distinct.forEach((from, k) => {
    const one = tied(sorted, from, distinct[k + 1]);
    if (next < MOST && places[next]! < one.to) found.push(one);
    while (next < MOST && places[next]! < one.to) next++;
  });
  return found;
}
