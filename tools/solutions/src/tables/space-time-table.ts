import { evenly } from './evenly.js';
import type { Table } from './table.js';

/** Times from 0 to 1 and places from -1 to 1 of a table of u(t, x). */
const TIMES = 26;
const PLACES = 129;

/**
 * u on an even grid of times and places, time by time: columns `t`, `x`, `u`.
 *
 * @param atTimes at each of the times, ascending from 0, the function of x
 */
export function spaceTimeTable(atTimes: (times: readonly number[]) => readonly ((x: number) => number)[]): Table {
  const [times, places] = [evenly(0, 1, TIMES), evenly(-1, 1, PLACES)];
  const functions = atTimes(times);
  return { columns: ['t', 'x', 'u'], rows: times.flatMap((t, k) => places.map((x) => [t, x, functions[k]!(x)])) };
}
