import { encodedNames, encodedRows, type InputEncoding, type Table, type TableSource } from '@knotwork/datasets';
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
 * @throws KnotworkError `input` for a column that is not there, and for a cell that is no number
 */
export function rowsFrom(table: Table, inputs: readonly string[], encoding: Readonly<Record<string, unknown>> | null): { readonly inputs: Samples; readonly notes: readonly string[] } {
  const known = encodingIn(encoding);
  const needed = known?.columns.map(({ column }) => column) ?? inputs;
  const missing = needed.filter((name) => !table.header.includes(name));
  if (missing.length > 0) throw noInputs(missing, needed, table.header, table.file);
  return encodedRows(table, known ?? { missing: 'refuse', columns: inputs.map((column) => ({ column, as: 'number' })) });
}

/** Columns of categories, and the places among the inputs that say something of them: those of the levels, and the one of a missing cell. */
export function categoriesOf(inputs: readonly string[], encoding: Readonly<Record<string, unknown>> | null): readonly { readonly column: string; readonly places: readonly number[] }[] {
  const known = encodingIn(encoding);
  return (known?.columns ?? []).flatMap((encoded) => (encoded.as !== 'levels' ? []
    : [{ column: encoded.column, places: encodedNames({ missing: known!.missing, columns: [encoded] }).map((name) => inputs.indexOf(name)).filter((i) => i >= 0) }]));
}

/** How inputs are made of columns, in sentences, where they are not the columns themselves: for whoever calls the network without its tables. */
export function encodingInWords(encoding: Readonly<Record<string, unknown>> | null): readonly string[] {
  const known = encodingIn(encoding);
  return (known?.columns ?? []).flatMap(({ column, as, levels = [], fill, indicator = false }) => [
    ...(as === 'levels' ? levels.map((level) => `${JSON.stringify(`${column}=${level}`)} is 1 where ${column} is ${JSON.stringify(level)}, else 0.`) : []),
    ...(as === 'boolean' ? [`${JSON.stringify(column)} is 1 for true and 0 for false.`] : []),
    ...(fill === undefined ? [] : [`Where ${column} is missing, ${JSON.stringify(column)} is ${fill}.`]),
    ...(indicator ? [`${JSON.stringify(`${column} missing`)} is 1 where ${column} is missing, else 0.`] : []),
  ]);
}

/** Inputs that are 0 or 1, and nothing between: levels of categories, booleans, and whether a cell is missing. */
export function switchesOf(encoding: Readonly<Record<string, unknown>> | null): readonly string[] {
  const known = encodingIn(encoding);
  return (known?.columns ?? []).flatMap((encoded) => encodedNames({ missing: known!.missing, columns: [encoded] }).slice(encoded.as === 'number' ? 1 : 0));
}

/** That of the first data set. @param encoding by data set, as `run.json` keeps it */
const encodingIn = (encoding: Readonly<Record<string, unknown>> | null): InputEncoding | undefined => Object.values(encoding ?? {})[0] as InputEncoding | undefined;
