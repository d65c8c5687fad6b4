import { FILES } from '@knotwork/experiment';
import { didYouMean, KnotworkError } from '@knotwork/plugin';
import type { StoredRun } from './stored-run.js';

export function wrongWidth(what: string, expected: readonly string[], got: number): KnotworkError {
  return new KnotworkError('input', `${what} must have ${expected.length} ${expected.length === 1 ? 'column' : 'columns'} (${named(expected)}); got ${got}.`);
}

/** @param encoding of `run.json`, which has the columns that inputs were made of */
export function encodedWidth(inputs: readonly string[], got: number, encoding: Readonly<Record<string, unknown>>): KnotworkError {
  const { columns = [] } = (Object.values(encoding)[0] ?? {}) as { readonly columns?: readonly { readonly column: string }[] };
  return new KnotworkError('input', `rows of numbers must have the ${inputs.length} inputs that ${columns.length} columns were made into; got ${got}. Give columns by name instead: [{ ${columns.slice(0, 3).map(({ column }) => `${JSON.stringify(column)}: ...`).join(', ')}${columns.length > 3 ? ', ...' : ''} }].`);
}

/** A value of any sort for a message. */
export function valueText(value: unknown): string {
  try { return JSON.stringify(value) ?? String(value); } catch { return 'an object'; }
}

/** @param row number from 0 */
export function notARow(row: number, got: unknown): KnotworkError {
  return new KnotworkError('input', `row ${row + 1} must be a list of numbers, one for each input; got ${valueText(got)}. Leave the row out.`);
}

export function notTargets(got: unknown): KnotworkError {
  return new KnotworkError('input', `targets must be a list, one for each row; got ${valueText(got)}. Write [1, 2] for two rows.`);
}

/** @param rows how many there are, @param reason what is wrong, in words */
export function notWeights(rows: number, reason: string): KnotworkError {
  const some = Array.from({ length: Math.min(rows, 3) }, (_, n) => n + 1).join(', ');
  return new KnotworkError('input', `weights must be a list of numbers of 0 or more, one for each row, and not all 0; ${reason}. Write [${some}${rows > 3 ? ', ...' : ''}], or leave them out.`);
}

/** @param row numbers in quotes */
export function textRow(row: ArrayLike<string>): KnotworkError {
  const cells = Array.from(row);
  return new KnotworkError('input', `rows must be lists of numbers, and row 1 has ${cells.length === 1 ? 'a text' : 'texts'}: ${valueText(cells.slice(0, 3)).slice(1, -1)}${cells.length > 3 ? ', ...' : ''}. Write [[${cells.slice(0, 3).map(Number).join(', ')}${cells.length > 3 ? ', ...' : ''}]], without quotes.`);
}

export function noFolder(got: unknown): KnotworkError {
  return new KnotworkError('input', `"save" must be told a folder, such as 'runs/mine'; got ${valueText(got)}.`);
}

export function notRows(): KnotworkError {
  return new KnotworkError('input', 'rows must be lists, one for each row: write [[1, 2]] for a single one.');
}

/** Cells that a message names. */
const NAMED = 3;

/** @param cells by row, numbers from 0: all that have no finite number, one at least */
export function notFinite(cells: readonly { readonly row: number; readonly column: string }[]): KnotworkError {
  const [{ row, column }] = cells as [{ readonly row: number; readonly column: string }];
  if (cells.length === 1) return new KnotworkError('input', `row ${row + 1} has no finite number for "${column}". Leave the row out.`);
  const shown = cells.slice(0, NAMED).map((cell) => `row ${cell.row + 1} for "${cell.column}"`).join(', ');
  return new KnotworkError('input', `${cells.length} numbers are not finite: ${shown}${cells.length > NAMED ? ` and ${cells.length - NAMED} more` : ''}. Leave these rows out.`);
}

export function noFolders(): KnotworkError {
  return new KnotworkError('environment', 'there are no folders here to save a model in. "files()" gives what would be written.');
}

export function noViews(): KnotworkError {
  return new KnotworkError('capability', 'nobody here writes models for people. Load it with "load" of the package knotwork.');
}

export function noRows(): KnotworkError {
  return new KnotworkError('input', 'there are no rows. Give at least one.');
}

export function otherRows(rows: number, targets: number): KnotworkError {
  return new KnotworkError('input', `there must be a target for every row; got ${rows} rows and ${targets} targets.`);
}

export function unknownClass(name: string, classes: readonly string[]): KnotworkError {
  return new KnotworkError('input', `targets must be classes that the network knows (${named(classes)}); got "${name}".`);
}

/** What a model was read from, as far as messages need it. */
type ReadFrom = Pick<StoredRun, 'evaluation' | 'imported'>;

/** @param place what errors call the run */
export function noKeptRows({ evaluation, imported }: ReadFrom, place: string): KnotworkError {
  if (evaluation === null) return missingFiles(place, [FILES.evaluation], 'the rows that were kept');
  return new KnotworkError('input', `${imported === null ? 'the run' : 'the import'} has kept no rows. ${keepThem(imported !== null)}`);
}

/** @param files that are not there, @param what they have, in words */
export function missingFiles(place: string, files: readonly string[], what: string): KnotworkError {
  return new KnotworkError('input', `${place} has no ${filesText(files)}, which ${files.length === 1 ? 'has' : 'have'} ${what}. ${addThem(files)}`);
}

/** Names of files in a sentence. */
export const filesText = (files: readonly string[]): string => (files.length === 1 ? files[0]! : `${files.slice(0, -1).join(', ')} and ${files.at(-1)!}`);
export const addThem = (files: readonly string[]): string => `Put ${files.length === 1 ? 'it' : 'them'} beside the two files of the network: the folder of its run has all files.`;

export function noProbabilities(task: string): KnotworkError {
  return new KnotworkError('input', `probabilities are of classes, and this is a ${task}. Ask for predictions, or for an interval.`);
}

/** @param needed all columns that the network needs: none of those that are there is another one misspelt */
export function noInputs(missing: readonly string[], needed: readonly string[], header: readonly string[], file: string): KnotworkError {
  return new KnotworkError('input', `${file} has no column ${named(missing)}, which the network needs; it has ${named(header)}. Rename or add it.${didYouMean(missing[0]!, header.filter((name) => !needed.includes(name)))}`);
}

export function noTargets(columns: readonly string[], header: readonly string[], file: string): KnotworkError {
  return new KnotworkError('input', `${file} has no column ${named(columns.filter((name) => !header.includes(name)))}, against which predictions are compared; it has ${named(header)}. Rename its column, or use "knotwork predict".`);
}

/** @param place what errors call the run */
export function noEdges({ evaluation, imported }: ReadFrom, place: string): KnotworkError {
  if (evaluation === null) return missingFiles(place, [FILES.evaluation], 'the curves of its edges');
  return new KnotworkError('input', `${imported === null ? 'the run' : 'the import'} has kept no curves of its edges. ${keepThem(imported !== null)}`);
}

const keepThem = (isImported: boolean): string => (isImported ? 'Import the network again with --data ROWS.' : 'Make it again with --again.');

/** Some of the names in quotes. */
export function named(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `"${name}"`).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} others` : shown;
}
