import { missingSplitValue, notATime } from './errors.js';
import { NUMBER, numberIn, textIn } from './readers/cell.js';
import { dateIn } from './readers/date-in.js';
import { columnOf, type Table } from './readers/table.js';

/** What a column says of every row, as text; numbers in one way of writing, so that 1 and 1.0 are the same. @throws KnotworkError `input` for a missing one */
export function splitColumn(table: Table, name: string, option: string): readonly string[] {
  return Array.from(columnOf(table, name, option), (cell, row) => {
    const [text, number] = [textIn(cell), numberIn(cell, table.decimal)];
    if (text === '') throw missingSplitValue(table, row, name, option);
    return Number.isNaN(number) ? text : String(number);
  });
}

/** One way of writing every number; other text as it is. */
export function canonical(text: string): string { return NUMBER.test(text) ? String(Number(text)) : text; }

/**
 * Times of all rows, as numbers that grow with them: numbers as they are, dates as milliseconds; a time of day without an offset is that of UTC,
 * wherever the program runs.
 *
 * @throws KnotworkError `input` at the first cell that is neither, and where some are numbers and others dates
 */
export function timeColumn(table: Table, name: string, option: string): Float64Array {
  const texts = splitColumn(table, name, option);
  const areNumbers = NUMBER.test(texts[0]!);
  return Float64Array.from(texts, (text, row) => {
    const time = areNumbers ? (NUMBER.test(text) ? Number(text) : NaN) : dateIn(text);
    if (!Number.isFinite(time)) throw notATime(table, row, name, text, areNumbers, option);
    return time;
  });
}
