import { type MemoryData, memoryTable } from '@knotwork/datasets';
import type { Samples } from '@knotwork/plugin';
import { encodedWidth, noRows, notARow, notFinite, notRows, notTargets, notWeights, textRow, unknownClass, valueText, wrongWidth } from './errors.js';
import { rowsFrom } from './rows-from.js';
import type { StoredRun } from './stored-run.js';
import { type KnownTargets, targetsFrom, weightsFrom } from './targets-from.js';

/** Rows for a model: lists of numbers in the order of its inputs, the same in one array, or a table with a column for every input that predictions depend on. */
export type ModelRows = ArrayLike<ArrayLike<number>> | Samples | MemoryData;

/** A number, the name of a class, or a list of numbers for every row; or all numbers in one array. */
export type ModelTargets = ArrayLike<number | string | ArrayLike<number>> | Samples;

/** How much rows count, one number for each. */
export type ModelWeights = ArrayLike<number>;

const isSamples = (rows: object): rows is Samples => 'values' in rows && 'width' in rows && rows.values instanceof Float64Array;
const isList = (value: unknown): value is ArrayLike<unknown> => Array.isArray(value) || ArrayBuffer.isView(value);

/** Rows as numbers. @param uses of each input, whether predictions depend on it: a table needs no other columns @throws KnotworkError `input` for a column that is not there, and for rows of different lengths */
export function samplesFrom(rows: ModelRows, inputs: readonly string[], encoding: StoredRun['encoding'], uses: readonly boolean[]): Samples {
  if (typeof rows !== 'object' || rows === null) throw notRows();
  if (isSamples(rows)) return rows;
  if (isList(rows) && rows.length > 0 && typeof rows[0] === 'number') throw notRows();
  const texts = numbersAsTexts(rows, inputs);
  if (texts !== null) throw textRow(texts);
  if (!isNumbers(rows)) return rowsFrom(memoryTable(rows as MemoryData, 'the table'), inputs, encoding, uses).inputs;
  if (rows.length === 0) throw noRows();
  const width = inputs.length;
  const values = new Float64Array(rows.length * width);
  Array.from(rows, (row: ArrayLike<number> | null | undefined, n) => {
    if (typeof row !== 'object' || row === null) throw notARow(n, row);
    if (row.length !== width) throw encoding === null ? wrongWidth('rows', inputs, row.length) : encodedWidth(inputs, row.length, encoding);
    values.set(Array.from(row, numberOf), n * width);
  });
  return { count: rows.length, width, values };
}

/** A cell as a number; NaN for what is none, such as a gap, which would otherwise count as 0. */
function numberOf(cell: unknown): number { return typeof cell === 'number' || typeof cell === 'boolean' ? Number(cell) : NaN; }

/** Whether rows are lists of numbers; a table of lists begins with names. */
function isNumbers(rows: object): rows is ArrayLike<ArrayLike<number>> {
  if (!isList(rows)) return false;
  const [first] = Array.from({ length: Math.min(rows.length, 1) }, () => rows[0]);
  return first === undefined || (isList(first) && !(first.length > 0 && Array.from(first).every((cell) => typeof cell === 'string')));
}

/** The first row where that is numbers in quotes, which would be taken for names of columns; null elsewhere. */
function numbersAsTexts(rows: object, inputs: readonly string[]): ArrayLike<string> | null {
  if (isNumbers(rows) || !isList(rows) || !isList(rows[0])) return null;
  const first = rows[0] as ArrayLike<string>;
  return Array.from(first).every((cell) => cell.trim() !== '' && Number.isFinite(Number(cell)) && !inputs.includes(cell)) ? first : null;
}

/** Whether an argument is an object of options, and neither rows nor a list. */
export const isOptions = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !isList(value) && !isSamples(value);

/** What rows of a table weigh, by the column that weighed the run's; undefined of rows that are no table, or have none. */
export function weightsOfTable(rows: ModelRows, { table }: Pick<StoredRun, 'table'>): Float64Array | undefined {
  return table.weight === undefined || isSamples(rows) || isNumbers(rows) ? undefined : weightsFrom(memoryTable(rows as MemoryData, 'the table'), table);
}

/** @param rows how many there are, @param mayBeUnknown whether weights may be NaN, and all 0 @throws KnotworkError `input` for what is no list of numbers of 0 or more, one for each row, or says that none counts */
export function weightsOfList(weights: ModelWeights, rows: number, mayBeUnknown = false): Float64Array {
  if (!isList(weights)) throw notWeights(rows, `got ${valueText(weights)}`);
  if (weights.length !== rows) throw notWeights(rows, `got ${rows} ${rows === 1 ? 'row' : 'rows'} and ${weights.length} ${weights.length === 1 ? 'weight' : 'weights'}`);
  const all = Array.from(weights as ArrayLike<unknown>);
  const wrong = all.findIndex((weight) => typeof weight !== 'number' || !(weight >= 0 && weight < Infinity || mayBeUnknown && Number.isNaN(weight)));
  if (wrong >= 0) throw notWeights(rows, `row ${wrong + 1} has ${typeof all[wrong] === 'number' ? String(all[wrong]) : valueText(all[wrong])}`);
  if (!mayBeUnknown && all.every((weight) => weight === 0)) throw notWeights(rows, 'all are 0, so that no row would count');
  return Float64Array.from(all as number[]);
}

/** @param values `[rows][columns]` @throws KnotworkError `input` with all that are not finite */
export function requireFinite(values: Float64Array, columns: readonly string[]): void {
  if (values.every(Number.isFinite)) return;
  const width = columns.length;
  throw notFinite(Array.from(values.keys()).filter((k) => !Number.isFinite(values[k])).map((k) => ({ row: Math.floor(k / width), column: columns[k % width]! })));
}

type Of = { readonly outputs: readonly string[]; readonly classes: readonly string[]; readonly run: StoredRun };

/** Targets in a table, by the columns that the run learned them from. */
export function targetsOfTable(rows: ModelRows, { outputs, classes, run }: Of): KnownTargets {
  return targetsFrom(memoryTable(rows as MemoryData, 'the table'), outputs, classes, run.table);
}

/** @throws KnotworkError `input` for a class that the network does not know, and for lists of another length */
export function targetsOfList(targets: ModelTargets, { outputs, classes }: Of): Samples {
  if (typeof targets !== 'object' || targets === null) throw notTargets(targets);
  if (isSamples(targets)) return targets;
  const width = outputs.length;
  const values = new Float64Array(targets.length * width);
  Array.from(targets, (target, n) => {
    if (classes.length > 0 && typeof target !== 'object') {
      const k = classes.indexOf(String(target));
      if (k < 0) throw unknownClass(String(target), classes);
      values[n * width + k] = 1;
      return;
    }
    const row = typeof target === 'object' && target !== null ? Array.from(target, numberOf) : [target === null ? NaN : Number(target)];
    if (row.length !== width) throw wrongWidth('targets', outputs, row.length);
    values.set(row, n * width);
  });
  requireFinite(values, outputs);
  return { count: targets.length, width, values };
}
