import type { Samples } from '@knotwork/plugin';
import { booleanIn, kindOf } from './column-kind.js';
import { firstNotFinite } from './column-numbers.js';
import { levelFinder, levelsOf } from './levels.js';
import { isMissing } from './missing.js';
import type { CategoriesPolicy, MissingPolicy } from './policies.js';
import { samplesOf } from './samples-of.js';
import { UnlikeCells } from './unlike-cells.js';
import { inputTwice, nothingKnown, notANumber, readOtherwise, unknownColumn, unlikeTraining } from '../errors.js';
import { numberIn, textIn } from '../readers/cell.js';
import { type Cell, columnOf, repeatedName, type Table, writtenColumnOf } from '../readers/table.js';

/** How one column becomes inputs of a network. */
export interface EncodedColumn {
  readonly column: string;
  readonly as: 'number' | 'boolean' | 'levels';
  /** Of levels: an input for each. */
  readonly levels?: readonly string[];
  /** Of numbers and booleans: what stands for a missing cell. */
  readonly fill?: number;
  /** Whether an input says where the cell is missing: where one of the training rows was, or, where all rows are asked, any. */
  readonly indicator?: boolean;
}

/** How inputs are made of columns: plain data. Statistics in it are those of training rows alone, and so are levels and gaps, unless all rows are asked. */
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
    const kind = kindOf(cells, table.decimal, missing);
    const isCategory = categories === 'one-hot' ? kind === 'texts' : typeof categories === 'object' && categories.includes(column);
    const as = isCategory ? 'levels' : kind === 'booleans' ? 'boolean' : 'number';
    const isPlain = cells instanceof Float64Array && firstNotFinite(cells) === cells.length;
    for (let row = 0; row < cells.length && !isPlain; row++) {
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
 * @param whole whose levels and gaps get inputs instead; means are those of training rows all the same
 * @throws KnotworkError `input` for a column with nothing in any training row, and for two inputs of one name
 */
export function inputEncoding(table: Table, read: readonly ReadColumn[], missing: MissingPolicy, train: Uint32Array, whole: Table | null = null): InputEncoding {
  const columns = read.map(({ column, as }): EncodedColumn => {
    const cells = columnOf(table, column, 'inputs');
    const known = missing === 'refuse' ? train : train.filter((row) => !isMissing(cells[row]!, missing));
    if (known.length === 0) throw nothingKnown(table.file, column);
    const all = whole === null ? null : Array.from(columnOf(whole, column, 'inputs'));
    const there = all === null ? Array.from(known, (row) => cells[row]!) : missing === 'refuse' ? all : all.filter((cell) => !isMissing(cell, missing));
    const indicator = there.length < (all?.length ?? train.length) ? { indicator: true } : {};
    if (as === 'levels') return { column, as, levels: levelsOf(there, table.decimal), ...indicator };
    const fill = missing === 'mean' ? { fill: known.reduce((sum, row) => sum + numberOf(cells[row]!, as, table.decimal), 0) / known.length } : {};
    return { column, as, ...fill, ...indicator };
  });
  const encoding = { missing, columns };
  const inputs = encodedNames(encoding);
  const twice = repeatedName(inputs);
  if (twice !== undefined) throw inputTwice(table.file, twice);
  return encoding;
}

/**
 * How columns become inputs of a network that was trained before: levels and means are those of its own training rows, and columns are in its order. What it does
 * not know is made of these rows: whoever has the network tells.
 *
 * @param known of the network
 * @throws KnotworkError `input` for a column that was something else then, and as {@link inputEncoding}
 */
export function knownEncoding(table: Table, read: readonly ReadColumn[], missing: MissingPolicy, train: Uint32Array, known: InputEncoding, whole: Table | null = null): InputEncoding {
  const before = new Map(known.columns.map((encoded, place) => [encoded.column, { encoded, place }]));
  const other = read.find(({ column, as }) => before.has(column) && (before.get(column)!.encoded.as === 'levels') !== (as === 'levels'));
  if (other !== undefined) throw readOtherwise(table.file, other.column, other.as !== 'levels');
  const own = inputEncoding(table, read.filter(({ column }) => !before.has(column)), missing, train, whole).columns;
  const taken = read.flatMap(({ column, as }) => (before.has(column) ? [{ ...before.get(column)!, as }] : [])).sort((a, b) => a.place - b.place)
    // True and false, and 1 and 0, are the same numbers.
    .map(({ encoded, as }) => ({ ...encoded, as }));
  return { missing, columns: [...taken, ...own] };
}

const numberOf = (cell: Cell, as: EncodedColumn['as'], decimal: Table['decimal']): number => (as === 'boolean' ? booleanIn(cell) : numberIn(cell, decimal));

/** Names of the inputs: of a column of numbers its own, of levels `column=level`; behind them `column missing`, where there is an indicator. */
export function encodedNames({ columns }: InputEncoding): readonly string[] {
  return columns.flatMap(({ column, levels, indicator }) => [...(levels === undefined ? [column] : levels.map((level) => `${column}=${level}`)), ...(indicator === true ? [`${column} missing`] : [])]);
}

/** Inputs of all rows of a table, and what was unusual about them. */
export interface EncodedRows { readonly inputs: Samples; readonly notes: readonly string[] }

/** The same, an array for each input. */
export interface EncodedColumns { readonly columns: readonly Float64Array[]; readonly notes: readonly string[] }

/** {@link encodedColumns} of all rows, side by side. */
export function encodedRows(table: Table, encoding: InputEncoding): EncodedRows {
  const { columns, notes } = encodedColumns(table, encoding);
  return { inputs: samplesOf(columns, table.count), notes };
}

/**
 * Makes inputs of the rows of a table, such as rows that were not there when the encoding was made. A value of a category that the training rows
 * did not have gives 0 in all inputs of its column, and a note.
 *
 * @param policies that were declared, and can be declared otherwise; null where a network stands already
 * @returns arrays, which are those of the table where nothing is to be done to them: nobody may write to them
 * @throws KnotworkError `input` for a column that is not there, and for cells that the encoding has nothing for: at the first one, or of a network that stands already with all of them
 */
export function encodedColumns(table: Table, encoding: InputEncoding, policies: Policies | null = null): EncodedColumns {
  const notes: string[] = [];
  const unlike = new UnlikeCells();
  const columns = encoding.columns.flatMap((column) => (column.as === 'levels' ? levelColumns(table, column, encoding.missing, notes) : numberColumns(table, column, encoding.missing, policies, unlike)));
  if (unlike.count > 0) throw unlikeTraining(table, unlike.first, unlike.count);
  return { columns, notes };
}

/** An input for numbers or booleans, and the indicator where there is one. @param unlike gets cells that are none, where nothing can be declared about them any more */
function numberColumns(table: Table, { column, as, fill, indicator = false }: EncodedColumn, missing: MissingPolicy, policies: Policies | null, unlike: UnlikeCells): Float64Array[] {
  const cells = columnOf(table, column, 'inputs');
  const isPlain = as === 'number' && cells instanceof Float64Array && firstNotFinite(cells) === cells.length;
  const gaps = new Float64Array(indicator ? table.count : 0);
  const values = isPlain ? cells : Float64Array.from(cells, (cell, row) => {
    const isGap = isMissing(cell, missing);
    if (isGap && indicator) gaps[row] = 1;
    const value = isGap ? fill ?? NaN : numberOf(cell, as, table.decimal);
    if (!Number.isFinite(value) && policies !== null) throw notANumber(table, row, column, 'inputs', policies);
    if (!Number.isFinite(value)) unlike.add({ row, column, as });
    return value;
  });
  return indicator ? [values, gaps] : [values];
}

/** An input for each level, and the indicator where there is one. @param notes are added to */
function levelColumns(table: Table, { column, levels = [], indicator = false }: EncodedColumn, missing: MissingPolicy, notes: string[]): Float64Array[] {
  const cells = writtenColumnOf(table, column, 'inputs');
  const levelOf = levelFinder(levels, table.decimal);
  const columns = Array.from({ length: levels.length + Number(indicator) }, () => new Float64Array(table.count));
  const strange = new Set<string>();
  let strangers = 0;
  for (let row = 0; row < table.count; row++) {
    const cell = cells[row]!;
    const isGap = isMissing(cell, missing);
    const k = isGap ? levels.length : levelOf(cell);
    if (k === undefined) { strange.add(textIn(cell)); strangers++; }
    else if (!isGap || indicator) columns[k]![row] = 1;
  }
  if (strangers > 0) notes.push(unseen(table.file, column, strangers, [...strange]));
  return columns;
}

function unseen(file: string, column: string, rows: number, values: readonly string[]): string {
  const some = values.slice(0, 3).map((value) => JSON.stringify(value)).join(', ');
  return `${rows} ${rows === 1 ? 'row' : 'rows'} of ${file} ${rows === 1 ? 'has' : 'have'} in column "${column}" what no training row has, ${some}${values.length > 3 ? ', ...' : ''}: all inputs of the column are 0 there`;
}
