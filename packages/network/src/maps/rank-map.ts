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
  const chosen = distinct.length <= MOST ? distinct : quantilesAmong(distinct, sorted.length);
  return { kind: 'rank', knots: chosen.map(({ value }) => value), values: chosen.map(({ from, to }) => Math.sqrt(12) * ((from + to) / 2 / sorted.length - 0.5)) };
}

/** Rows of one value: places `from` to `to` - 1 of the sorted column. */
interface Tied { readonly value: number; readonly from: number; readonly to: number }

function distinctOf(sorted: Float64Array): Tied[] {
  const found: Tied[] = [];
  sorted.forEach((value, k) => {
    const last = found.at(-1);
    if (last !== undefined && value - last.value <= NEAR * Math.max(Math.abs(value), Math.abs(last.value))) found[found.length - 1] = { ...last, to: k + 1 };
    else found.push({ value, from: k, to: k + 1 });
  });
  return found;
}

/** Those that hold evenly spaced places, the first and the last among them; each once. */
function quantilesAmong(distinct: readonly Tied[], rows: number): Tied[] {
  const places = Array.from({ length: MOST }, (_, k) => Math.round((k * (rows - 1)) / (MOST - 1)));
  let next = 0;
  return distinct.filter(({ from, to }) => {
    const isHit = next < MOST && places[next]! < to && places[next]! >= from;
    while (next < MOST && places[next]! < to) next++;
    return isHit;
  });
}
