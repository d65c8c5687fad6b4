import type { Samples } from '@knotwork/plugin';
import type { Box } from './points.js';

/** Places over all coordinates but one, about, and values of that one. */
const [MOST_PLACES, VALUES] = [1000, 21];
/** Places within a cell of length 2 about its middle: a cubic is integrated exactly. */
const GAUSS = [-1 / Math.sqrt(3), 1 / Math.sqrt(3)] as const;

/**
 * Places for integrals over all coordinates of a box but one, at even values of that one, one value after the other: products of two points of Gauss in each of so many cells.
 *
 * @param coordinate that is not integrated over
 * @returns points `[values * places]`, and weights `[places]`; of a box of one coordinate one place of weight 1
 */
export function slices(box: Box, coordinate: number): { readonly points: Samples; readonly weights: Float64Array } {
  const across = box.flatMap((_, i) => (i === coordinate ? [] : [i]));
  const cells = Math.max(1, Math.floor(MOST_PLACES ** (1 / Math.max(1, across.length)) / GAUSS.length));
  const lines = across.map((i) => {
    const [low, high] = box[i]!;
    const half = (high - low) / (2 * cells);
    return Array.from({ length: cells * GAUSS.length }, (_, k) => ({ place: low + half * (2 * Math.floor(k / GAUSS.length) + 1 + GAUSS[k % GAUSS.length]!), weight: half }));
  });
  const places = lines.reduce<readonly { readonly at: readonly number[]; readonly weight: number }[]>((all, line) => all.flatMap(({ at, weight }) => line.map((next) => ({ at: [...at, next.place], weight: weight * next.weight }))), [{ at: [], weight: 1 }]);
  const [low, high] = box[coordinate]!;
  const values = Array.from({ length: VALUES }, (_, k) => low + (k / (VALUES - 1)) * (high - low));
  const rows = values.flatMap((value) => places.map(({ at }) => box.map((_, i) => (i === coordinate ? value : at[across.indexOf(i)]!))));
  return { points: { count: rows.length, width: box.length, values: Float64Array.from(rows.flat()) }, weights: Float64Array.from(places, ({ weight }) => weight) };
}
