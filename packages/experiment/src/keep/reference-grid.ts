import { columnOf } from '@knotwork/network';
import type { Rows } from '@knotwork/plugin';

/** Rows of a reference as a grid over its coordinates. */
export interface ReferenceGrid {
  /** Of each coordinate, ascending. */
  readonly places: readonly Float64Array[];
  /** The row at places of all coordinates, or -1 where there is none. */
  rowAt(indices: readonly number[]): number;
}

/** Share of a grid's places that must have a row: where a domain is no box, some have none. */
const FILLED = 0.5;

/** The grid on which rows lie; null where they lie on none, such as points that were spread. */
export function referenceGrid({ inputs }: Pick<Rows, 'inputs'>): ReferenceGrid | null {
  const columns = Array.from({ length: inputs.width }, (_, i) => columnOf(inputs, i));
  const places = columns.map((column) => Float64Array.from(new Set(column)).sort());
  const size = places.reduce((product, { length }) => product * length, 1);
  if (inputs.count === 0 || inputs.count > size || inputs.count < FILLED * size) return null;
  const numbers = places.map((all) => new Map(Array.from(all, (place, k) => [place, k])));
  const keyOf = (indices: readonly number[]): number => indices.reduce((key, index, i) => key * places[i]!.length + index, 0);
  const rows = new Map<number, number>();
  for (let row = 0; row < inputs.count; row++) rows.set(keyOf(columns.map((column, i) => numbers[i]!.get(column[row]!)!)), row);
  return rows.size === inputs.count ? { places, rowAt: (indices) => rows.get(keyOf(indices)) ?? -1 } : null;
}

/** The number of the place that is nearest. */
export function nearestPlace(places: ArrayLike<number>, value: number): number {
  let best = 0;
  for (let k = 1; k < places.length; k++) if (Math.abs(places[k]! - value) < Math.abs(places[best]! - value)) best = k;
  return best;
}
