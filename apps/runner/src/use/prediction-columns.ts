import type { Derivatives, Intervals, Model, Outside } from '@knotwork/model';
import { columnOf } from '@knotwork/network';
import type { Samples } from '@knotwork/plugin';
import { columnOfTwo } from '../errors.js';

/** A column of what is predicted: numbers or texts, one for every row. */
export interface Column { readonly name: string; readonly cells: ArrayLike<number | string>; readonly isText?: boolean }

/** What is said of rows. */
export interface Predicted {
  /** Predictions of a regression, probabilities of a classification. */
  readonly values: Samples;
  readonly intervals: Intervals | null;
  readonly derivatives: Derivatives | null;
  readonly outside: Outside | null;
}

/** How inputs in one cell are kept apart. */
const SEPARATOR = '; ';

/**
 * The columns of a file of predictions: outputs by name, with the ends of their intervals and their derivatives behind each, or the class and the probability of each; then what
 * lies outside of what was learned. A target has its name; what else would be called like a column before it is told apart by a number.
 *
 * @param target what a class is of
 * @throws KnotworkError `input` for a derivative that is called like another column: its name says what it is
 */
export function predictionColumns({ outputs, classes }: Model, target: string, { values, intervals, derivatives, outside }: Predicted): Column[] {
  const taken = new Set(classes.length > 0 ? [target] : outputs);
  const besides = (name: string): string => {
    let free = name;
    for (let k = 2; taken.has(free); k++) free = `${name} (${k})`;
    taken.add(free);
    return free;
  };
  const said = classes.length > 0
    ? [{ name: target, cells: largest(values).map((k) => classes[k] ?? ''), isText: true }, ...classes.map((name, o) => ({ name: besides(`probability ${name}`), cells: columnOf(values, o) }))]
    : outputs.flatMap((name, o) => [
      { name, cells: columnOf(values, o) },
      ...(intervals === null ? [] : [{ name: besides(`${name} lower`), cells: columnOf(intervals.lower, o) }, { name: besides(`${name} upper`), cells: columnOf(intervals.upper, o) }]),
      ...(derivatives === null ? [] : ofOutput(derivatives, o, outputs.length).map((k) => ({ name: derivatives.names[k]!, cells: columnOf(derivatives, k) }))),
    ]);
  const twice = said.find(({ name }, k) => said.findIndex((other) => other.name === name) < k);
  if (twice !== undefined && derivatives !== null) throw columnOfTwo(twice.name);
  return [...said, ...(outside === null ? [] : [{ name: besides('outside'), cells: outside.names.map((of) => of.join(SEPARATOR)), isText: true }])];
}

/** Places of the derivatives of an output. */
function ofOutput({ width }: Derivatives, output: number, outputs: number): number[] {
  const each = width / outputs;
  return Array.from({ length: each }, (_, k) => output * each + k);
}

/** The number of the largest value of every row; -1 where there is none. */
function largest({ count, width, values }: Samples): number[] {
  return Array.from({ length: count }, (_, n) => {
    const row = values.subarray(n * width, (n + 1) * width);
    return row.every(Number.isFinite) ? row.indexOf(row.reduce((a, b) => Math.max(a, b), -Infinity)) : -1;
  });
}

/** Columns of some rows among all rows: of the others there is NaN, or an empty text. @param rows their numbers, @param all how many there are */
export function atRows(columns: readonly Column[], rows: Uint32Array, all: number): readonly Column[] {
  if (rows.length === all) return columns;
  return columns.map(({ name, cells, isText = false }) => {
    const spread = new Array<number | string>(all).fill(isText ? '' : NaN);
    rows.forEach((row, k) => { spread[row] = cells[k]!; });
    return { name, cells: spread, isText };
  });
}

/** Columns as text with a line for every row; numbers with all their digits. */
export function delimited(columns: readonly Column[], delimiter: ',' | '\t'): string {
  const cell = (value: number | string): string => {
    const text = String(value);
    return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns.map(({ name }) => cell(name)).join(delimiter)];
  const count = columns[0]?.cells.length ?? 0;
  for (let n = 0; n < count; n++) lines.push(columns.map(({ cells }) => cell(cells[n]!)).join(delimiter));
  return `${lines.join('\n')}\n`;
}

/** The same as an object of lists by name. */
export function asObject(columns: readonly Column[]): Readonly<Record<string, readonly (number | string)[]>> {
  return Object.fromEntries(columns.map(({ name, cells }) => [name, Array.from(cells)]));
}
