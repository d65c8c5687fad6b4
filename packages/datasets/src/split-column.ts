import { missingSplitValue } from './errors.js';
import { NUMBER, numberIn, textIn } from './readers/cell.js';
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
