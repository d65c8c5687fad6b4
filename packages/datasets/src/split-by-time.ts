import { NUMBER } from './readers/cell.js';
import { dateIn } from './readers/date-in.js';
import type { Table } from './readers/table.js';
import { splitColumn } from './split-column.js';
import type { Split } from './split-options.js';
import type { SplitRows } from './split-rows.js';
import { assembled, rowsIn, takeUnits, type Unit, unitsOf } from './split-units.js';
import { fewMoments, notATime } from './time-errors.js';

/**
 * Sorts rows by a column of times: the latest are the test, those before them validation. Rows of the same time stay together.
 *
 * @param isTest 1 for rows that are named as test rows, @param share of the test: of all rows, where it is a number
 * @returns rows in the order of time, and notes on shares that are not met because rows stay together
 * @throws KnotworkError `input` where a row has no time, and where there are fewer times than parts
 */
export function byTime(table: Table, column: string, isTest: Uint8Array, share: { readonly validation: number; readonly test: Split['test'] }): SplitRows & { readonly notes: readonly string[] } {
  const times = timeColumn(table, column, 'split.time');
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b);
  const rest = order.filter((row) => isTest[row] === 0);
  const moments = unitsOf(rest, times);
  const wanted = { test: typeof share.test === 'number' ? share.test * order.length : 0, validation: share.validation * rest.length };
  const parts = 1 + Number(wanted.test > 0) + Number(wanted.validation > 0);
  if (moments.size < parts && rest.length >= parts) throw fewMoments(table, column, parts, { moments: moments.size, rows: rest.length, isNamed: rest.length < order.length });
  const test = takeUnits([...moments.values()].reverse(), wanted.test, false);
  const validation = takeUnits(test.left, wanted.validation, false);
  const notes = [...notMet('test', test.taken, wanted.test), ...notMet('validation', validation.taken, wanted.validation)];
  return { ...assembled(order, { test: [...test.taken, [...order].filter((row) => isTest[row] === 1)], validation: validation.taken }), notes: notes.map((text) => `${text}: rows of one "${column}" stay together`) };
}

/** Shares that are nearly met are no matter. */
const NEARLY = 0.1;

function notMet(part: 'test' | 'validation', taken: readonly Unit[], wanted: number): readonly string[] {
  const rows = rowsIn(taken);
  return Math.abs(rows - wanted) <= Math.max(1, NEARLY * wanted) ? [] : [`split.${part} is ${rows} rows, where its share would be ${Math.round(wanted)}`];
}

/**
 * Times of all rows, as numbers that grow with them: numbers as they are, dates as milliseconds; a time of day without an offset is that of UTC,
 * wherever the program runs.
 *
 * @throws KnotworkError `input` at the first cell that is neither, and where some are numbers and others dates
 */
export function timeColumn(table: Table, name: string, option: string): Float64Array {
  const texts = splitColumn(table, name, option);
  const areNumbers = NUMBER.test(texts[0]!);
  const times = Float64Array.from(texts, (text) => (!areNumbers ? dateIn(text) : NUMBER.test(text) ? Number(text) : NaN));
  const first = times.findIndex((time) => !Number.isFinite(time));
  if (first >= 0) throw notATime(table, { first, count: times.filter((time) => !Number.isFinite(time)).length, text: texts[first]!, areNumbers }, name, option);
  return times;
}
