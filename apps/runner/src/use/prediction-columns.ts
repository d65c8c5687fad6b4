import type { Intervals, Model, Outside } from '@knotwork/model';
import type { Samples } from '@knotwork/plugin';

/** A column of what is predicted: numbers or texts, one for every row. */
export interface Column { readonly name: string; readonly cells: ArrayLike<number | string> }

/** What is said of rows. */
export interface Predicted {
  /** Predictions of a regression, probabilities of a classification. */
  readonly values: Samples;
  readonly intervals: Intervals | null;
  readonly outside: Outside | null;
}

/** How inputs in one cell are kept apart. */
const SEPARATOR = '; ';

/**
 * The columns of a file of predictions: outputs by name, with the ends of their intervals behind each, or the class and the probability of each; then what
 * lies outside of what was learned.
 *
 * @param target what a class is of
 */
export function predictionColumns({ outputs, classes }: Model, target: string, { values, intervals, outside }: Predicted): Column[] {
  const column = ({ width, count, values: all }: Samples, o: number): Float64Array => Float64Array.from({ length: count }, (_, n) => all[n * width + o]!);
  const said = classes.length > 0
    ? [{ name: target, cells: largest(values).map((k) => classes[k]!) }, ...classes.map((name, o) => ({ name: `probability ${name}`, cells: column(values, o) }))]
    : outputs.flatMap((name, o) => [
      { name, cells: column(values, o) },
      ...(intervals === null ? [] : [{ name: `${name} lower`, cells: column(intervals.lower, o) }, { name: `${name} upper`, cells: column(intervals.upper, o) }]),
    ]);
  return [...said, ...(outside === null ? [] : [{ name: 'outside', cells: outside.names.map((of) => of.join(SEPARATOR)) }])];
}

/** The number of the largest value of every row. */
function largest({ count, width, values }: Samples): number[] {
  return Array.from({ length: count }, (_, n) => {
    const row = values.subarray(n * width, (n + 1) * width);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b), -Infinity));
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
