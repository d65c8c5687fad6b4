import type { Samples } from '@knotwork/plugin';
import { booleanIn, kindOf } from './column-kind.js';
import { levelFinder, levelsOf } from './levels.js';
import { isMissing } from './missing.js';
import type { CategoriesPolicy, MissingPolicy } from './policies.js';
import { inputTwice, nothingKnown, notANumber, unknownColumn } from '../errors.js';
import { numberIn, textIn } from '../readers/cell.js';
import { type Cell, columnOf, type Table } from '../readers/table.js';

/** How one column becomes inputs of a network. */
export interface EncodedColumn {
  readonly column: string;
  readonly as: 'number' | 'boolean' | 'levels';
  /** Of levels: an input for each. */
  readonly levels?: readonly string[];
  /** Of numbers and booleans: what stands for a missing cell. */
  readonly fill?: number;
  /** Whether an input says where the cell is missing: where one of the training rows was. */
  readonly indicator?: boolean;
}

/** How inputs are made of columns: plain data. Statistics in it are those of training rows alone. */
export interface InputEncoding {
  readonly missing: MissingPolicy;
  readonly columns: readonly EncodedColumn[];
}

/** What is done about cells that are no numbers. */
export interface Policies { readonly missing: MissingPolicy; readonly categories: CategoriesPolicy }

/** What columns are read as. */
export type ReadColumn = Pick<EncodedColumn, 'column' | 'as'>;

/**
 * Decides what columns are read as, which all rows are asked.
 *
 * @param names of the columns
 * @throws KnotworkError `input` at the first cell that no policy is for
 */
export function readColumns(table: Table, names: readonly string[], policies: Policies): readonly ReadColumn[] {
  const { missing, categories } = policies;
  if (typeof categories === 'object') for (const name of categories) if (!names.includes(name)) throw unknownColumn(table.file, name, names, 'categories');
  return names.map((column) => {
    const cells = columnOf(table, column, 'inputs');
    const kind = kindOf(Array.from(cells).filter((cell) => !isMissing(cell, missing)), table.decimal);
    const isCategory = categories === 'one-hot' ? kind === 'texts' : typeof categories === 'object' && categories.includes(column);
    const as = isCategory ? 'levels' : kind === 'booleans' ? 'boolean' : 'number';
    for (let row = 0; row < cells.length; row++) {
      const isGood = isMissing(cells[row]!, missing) ? missing === 'mean' : as !== 'number' || Number.isFinite(numberIn(cells[row]!, table.decimal));
      if (!isGood) throw notANumber(table, row, column, 'inputs', policies);
    }
    return { column, as };
  });
}

/**
 * Decides how columns become inputs: levels and means are those of training rows alone.
 *
 * @param train which rows are for training
 * @throws KnotworkError `input` for a column with nothing in any training row, and for two inputs of one name
 */
export function inputEncoding(table: Table, read: readonly ReadColumn[], missing: MissingPolicy, train: ArrayLike<number>): InputEncoding {
  const columns = read.map(({ column, as }): EncodedColumn => {
    const cells = columnOf(table, column, 'inputs');
    const known = Array.from(train, (row) => cells[row]!).filter((cell) => !isMissing(cell, missing));
    if (known.length === 0) throw nothingKnown(table.file, column);
    const indicator = known.length < train.length ? { indicator: true } : {};
    if (as === 'levels') return { column, as, levels: levelsOf(known, table.decimal), ...indicator };
    const fill = missing === 'mean' ? { fill: known.reduce((sum: number, cell) => sum + numberOf(cell, as, table.decimal), 0) / known.length } : {};
    return { column, as, ...fill, ...indicator };
  });
  const encoding = { missing, columns };
  const inputs = encodedNames(encoding);
  const twice = inputs.find((name, i) => inputs.indexOf(name) !== i);
  if (twice !== undefined) throw inputTwice(table.file, twice);
  return encoding;
}

const numberOf = (cell: Cell, as: EncodedColumn['as'], decimal: Table['decimal']): number => (as === 'boolean' ? booleanIn(cell) : numberIn(cell, decimal));

/** Names of the inputs: of a column of numbers its own, of levels `column=level`; behind them `column missing`, where there is an indicator. */
export function encodedNames({ columns }: InputEncoding): readonly string[] {
  return columns.flatMap(({ column, levels, indicator }) => [...(levels === undefined ? [column] : levels.map((level) => `${column}=${level}`)), ...(indicator === true ? [`${column} missing`] : [])]);
}

/** Inputs of all rows of a table, and what was unusual about them. */
export interface EncodedRows { readonly inputs: Samples; readonly notes: readonly string[] }

/**
 * Makes inputs of the rows of a table, such as rows that were not there when the encoding was made. A value of a category that the training rows
 * did not have gives 0 in all inputs of its column, and a note.
 *
 * @throws KnotworkError `input` for a column that is not there, and at the first cell that the encoding has nothing for
 */
export function encodedRows(table: Table, encoding: InputEncoding): EncodedRows {
  const width = encodedNames(encoding).length;
  const values = new Float64Array(table.count * width);
  const notes: string[] = [];
  let at = 0;
  for (const { column, as, levels = [], fill, indicator = false } of encoding.columns) {
    const cells = columnOf(table, column, 'inputs');
    const levelOf = levelFinder(levels, table.decimal);
    const strange = new Set<string>();
    let strangers = 0;
    for (let row = 0; row < table.count; row++) {
      const cell = cells[row]!;
      const first = row * width + at;
      if (isMissing(cell, encoding.missing)) {
        if (as !== 'levels' && fill === undefined) throw notANumber(table, row, column, 'inputs', { missing: encoding.missing, categories: 'refuse' });
        if (as !== 'levels') values[first] = fill!;
        if (indicator) values[first + (as === 'levels' ? levels.length : 1)] = 1;
      } else if (as === 'levels') {
        const k = levelOf(cell);
        if (k !== undefined) values[first + k] = 1;
        else { strange.add(textIn(cell)); strangers++; }
      } else {
        const value = numberOf(cell, as, table.decimal);
        if (!Number.isFinite(value)) throw notANumber(table, row, column, 'inputs', { missing: encoding.missing, categories: 'refuse' });
        values[first] = value;
      }
    }
    if (strangers > 0) notes.push(unseen(table.file, column, strangers, [...strange]));
    at += (as === 'levels' ? levels.length : 1) + Number(indicator);
  }
  return { inputs: { count: table.count, width, values }, notes };
}

function unseen(file: string, column: string, rows: number, values: readonly string[]): string {
  const some = values.slice(0, 3).map((value) => JSON.stringify(value)).join(', ');
  return `${rows} ${rows === 1 ? 'row' : 'rows'} of ${file} ${rows === 1 ? 'has' : 'have'} in column "${column}" what no training row has, ${some}${values.length > 3 ? ', ...' : ''}: all inputs of the column are 0 there`;
}
