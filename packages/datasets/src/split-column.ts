import { type KnotworkError, optionError } from '@knotwork/plugin';
import { numberIn, textIn } from './readers/cell.js';
import { columnOf, placeOf, type Table } from './readers/table.js';

/** What a column says of every row, as text; numbers in one way of writing, so that 1 and 1.0 are the same. @throws KnotworkError `input` for a missing one */
export function splitColumn(table: Table, name: string, option: string): readonly string[] {
  return Array.from(columnOf(table, name, option), (cell, row) => {
    const [text, number] = [textIn(cell), numberIn(cell, table.decimal)];
    if (text === '') throw missingSplitValue(table, row, name, option);
    return Number.isNaN(number) ? text : String(number);
  });
}

function missingSplitValue(table: Table, row: number, column: string, option: string): KnotworkError {
  const { words, ...place } = placeOf(table, row);
  return optionError(option, (at) =>
    `${at(option)} must name a column that says something of every row; ${words} has nothing in column "${column}". Correct or remove the row, or set ${at('missing')}=drop.`, place);
}
