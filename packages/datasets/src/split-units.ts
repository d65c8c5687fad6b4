import { byPart, type SplitRows } from './split-rows.js';

/** Rows that must stay together. */
export type Unit = readonly number[];

/**
 * Takes whole units for one part, so that it comes close to a share of the rows: each in turn that brings it closer, and one at least where the
 * share is above 0.
 *
 * @param units in the order in which they are taken
 * @param rows how many the part should have
 * @param mayPass whether a unit that is too large is passed over; units that follow each other in time are not
 * @returns the units that were taken, and those that are left, both in order
 */
export function takeUnits(units: readonly Unit[], rows: number, mayPass: boolean): { readonly taken: readonly Unit[]; readonly left: readonly Unit[] } {
  if (rows === 0) return { taken: [], left: units };
  const taken = new Set<Unit>();
  let size = 0;
  for (const unit of units) {
    // Closer with it than without: size + n - rows < rows - size.
    if (size + unit.length / 2 < rows) {
      taken.add(unit);
      size += unit.length;
    } else if (!mayPass) break;
  }
  if (taken.size === 0 && units.length > 0) taken.add(mayPass ? units.reduce((a, b) => (b.length < a.length ? b : a)) : units[0]!);
  return { taken: units.filter((unit) => taken.has(unit)), left: units.filter((unit) => !taken.has(unit)) };
}

/** How many rows there are in units. */
export const rowsIn = (units: readonly Unit[]): number => units.reduce((n, unit) => n + unit.length, 0);

/** Rows with the same key, by the first of each. @param keys of every row */
export function unitsOf<T>(rows: Iterable<number>, keys: ArrayLike<T>): Map<T, number[]> {
  const units = new Map<T, number[]>();
  for (const row of rows) {
    const key = keys[row]!;
    const unit = units.get(key);
    if (unit === undefined) units.set(key, [row]); else unit.push(row);
  }
  return units;
}

/** What is in neither part is for training. */
export function assembled(order: Uint32Array, { test, validation }: { readonly test: readonly Unit[]; readonly validation: readonly Unit[] }): SplitRows {
  const parts = new Map<number, keyof SplitRows>([...test.flat().map((row) => [row, 'test'] as const), ...validation.flat().map((row) => [row, 'validation'] as const)]);
  return byPart(order, (row) => parts.get(row) ?? 'train');
}
