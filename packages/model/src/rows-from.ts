import { encodedNames, encodedRows, type InputEncoding, rowsOf, type Table, type TableSource, wholeRows } from '@knotwork/datasets';
import type { ResolvedExperiment } from '@knotwork/experiment';
import type { Samples } from '@knotwork/plugin';
import { noInputs } from './errors.js';

/** What the data set of a run says about tables: how they are written, what is done about cells, and which columns are what. */
export interface TableOptions extends Pick<TableSource, 'delimiter' | 'decimal'> {
  readonly target?: string | readonly string[];
  readonly weight?: string;
  readonly missing?: InputEncoding['missing'];
}

/** The options of the run's first data set, as far as they are about tables; none of another sort of data set. */
export function tableOptions(experiment: ResolvedExperiment | null): TableOptions {
  return (experiment?.dataset ?? Object.values(experiment?.datasets ?? {})[0] ?? {}) as TableOptions;
}

/**
 * Inputs of the rows of a table, as the run made them of its own.
 *
 * @param inputs names of the network's inputs, @param encoding how they were made of columns, as `run.json` keeps it by data set; null where columns are numbers
 * @param uses of each input, whether predictions depend on it; left out for all. Columns of others are not looked at: they may be absent, and their inputs are 0
 * @throws KnotworkError `input` for a column that is not there, and for a cell that is no number
 */
export function rowsFrom(table: Table, inputs: readonly string[], encoding: Readonly<Record<string, unknown>> | null, uses?: readonly boolean[]): { readonly inputs: Samples; readonly notes: readonly string[] } {
  const { places, ...needed } = neededOf(inputs, encoding, uses);
  const names = needed.columns.map(({ column }) => column);
  const absent = names.filter((name) => !table.header.includes(name));
  if (absent.length > 0) throw noInputs(absent, names, table.header, table.file);
  const read = encodedRows(table, needed);
  const [from, width] = [places.length, inputs.length];
  if (from === width) return read;
  const values = new Float64Array(table.count * width);
  read.inputs.values.forEach((v, k) => { values[Math.floor(k / from) * width + places[k % from]!] = v; });
  return { ...read, inputs: { count: table.count, width, values } };
}

/** Rows of a table in which nothing is missing, and their numbers in the whole table. */
export interface CompleteRows { readonly table: Table; readonly rows: Uint32Array }

/**
 * The rows that a run would have taken: where its data set leaves out rows with gaps (`missing: drop`), those that have something in all of some columns, and else all.
 *
 * @param columns that count; names that the table does not have are passed over
 */
export function completeRows(table: Table, columns: readonly string[], { missing }: TableOptions): CompleteRows {
  const rows = wholeRows(table, missing === 'drop' ? columns.filter((name) => table.header.includes(name)) : []);
  return { table: rows.length === table.count ? table : rowsOf(table, rows), rows };
}

/** Columns that a table of rows must have, with the parameters of {@link rowsFrom}. */
export function neededColumns(...request: Parameters<typeof neededOf>): string[] { return neededOf(...request).columns.map(({ column }) => column); }

/** How inputs are made of the columns that predictions depend on, and the places of these inputs among all. */
function neededOf(inputs: readonly string[], encoding: Readonly<Record<string, unknown>> | null, uses?: readonly boolean[]): InputEncoding & { readonly places: readonly number[] } {
  const { missing, columns } = encodingIn(encoding) ?? { missing: 'refuse' as const, columns: inputs.map((column) => ({ column, as: 'number' as const })) };
  const places: number[] = [];
  let next = 0;
  const needed = columns.filter((column) => {
    const own = encodedNames({ missing, columns: [column] }).map(() => next++);
    const isNeeded = own.some((i) => uses?.[i] ?? true);
    if (isNeeded) places.push(...own);
    return isNeeded;
  });
  return { missing, columns: needed, places };
}

/** Columns of categories, and the places among the inputs that say something of them: those of the levels, and the one of a missing cell. */
export function categoriesOf(inputs: readonly string[], encoding: Readonly<Record<string, unknown>> | null): readonly { readonly column: string; readonly places: readonly number[] }[] {
  const known = encodingIn(encoding);
  return (known?.columns ?? []).flatMap((encoded) => (encoded.as !== 'levels' ? []
    : [{ column: encoded.column, places: encodedNames({ missing: known!.missing, columns: [encoded] }).map((name) => inputs.indexOf(name)).filter((i) => i >= 0) }]));
}

/** Inputs that are 0 or 1, and nothing between: levels of categories, booleans, and whether a cell is missing. */
export function switchesOf(encoding: Readonly<Record<string, unknown>> | null): readonly string[] {
  const known = encodingIn(encoding);
  return (known?.columns ?? []).flatMap((encoded) => encodedNames({ missing: known!.missing, columns: [encoded] }).slice(encoded.as === 'number' ? 1 : 0));
}

/** That of the first data set. @param encoding by data set, as `run.json` keeps it */
const encodingIn = (encoding: Readonly<Record<string, unknown>> | null): InputEncoding | undefined => Object.values(encoding ?? {})[0] as InputEncoding | undefined;
