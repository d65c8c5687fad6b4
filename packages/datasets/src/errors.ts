import type { ExpressionError } from '@knotwork/expressions';
import { didYouMean, KnotworkError } from '@knotwork/plugin';

export function brokenCsv(file: string, line: number | undefined, cause: Error): KnotworkError {
  return new KnotworkError('input', `${file} must be a table of delimited values; ${cause.message}. Correct the line or set dataset.delimiter.`,
    { path: 'dataset.path', ...(line !== undefined && { line }), cause });
}

export function classNotTrained(file: string, name: string, rows: number): KnotworkError {
  return new KnotworkError('input', `dataset.split must leave at least one row of every class for training; the class "${name}" of ${file} has ${rows} ${rows === 1 ? 'row' : 'rows'}, and none is left. Lower the shares of dataset.split or add rows.`,
    { path: 'dataset.split' });
}

export function columnTwice(name: string, option: 'inputs' | 'target'): KnotworkError {
  return new KnotworkError('input', `dataset.inputs and dataset.target must name each column once; "${name}" stands there twice. Remove one.`,
    { path: `dataset.${option}` });
}

export function duplicateColumn(file: string, name: string): KnotworkError {
  return new KnotworkError('input', `The columns of ${file} must have different names; "${name}" is there twice. Rename one in the first line.`,
    { path: 'dataset.path', line: 1 });
}

export function missingClass(file: string, line: number, column: string): KnotworkError {
  return new KnotworkError('input', `Every row must have a class; line ${line} of ${file} has nothing in column "${column}". Correct or remove the row.`,
    { path: 'dataset.target', line });
}

export function missingHeader(file: string, line: number, first: string): KnotworkError {
  return new KnotworkError('input', `The first line of ${file} must name the columns; got numbers, beginning with ${first}. Put a line of names above it.`,
    { path: 'dataset.path', line });
}

export function namelessColumn(file: string, position: number): KnotworkError {
  return new KnotworkError('input', `Every input must be a column with a name; column ${position} of ${file} has none. Name it, or choose columns with dataset.inputs=[...].`,
    { path: 'dataset.path', line: 1 });
}

export function noInputs(file: string): KnotworkError {
  return new KnotworkError('input', `A data set must have at least one input; ${file} has no column besides the target. Add a column, or set dataset.delimiter if its values are not separated by it.`,
    { path: 'dataset.inputs' });
}

export function noRows(file: string): KnotworkError {
  return new KnotworkError('input', `${file} must have a line of column names and at least three rows; it is empty.`, { path: 'dataset.path' });
}

export function notANumber(file: string, line: number, column: string, text: string, option: 'inputs' | 'target'): KnotworkError {
  const found = text === '' ? 'nothing (a missing value)' : JSON.stringify(text);
  const remedy = /^[+-]?\d+,\d+$/.test(text) ? 'Write decimals with a point'
    : option === 'inputs' ? 'Correct or remove the row, or leave the column out with dataset.inputs=[...]'
    : 'Correct or remove the row';
  return new KnotworkError('input', `Every value that is used must be a number; got ${found} in line ${line} of ${file}, column "${column}". ${remedy}.`,
    { path: `dataset.${option}`, line });
}

export function notFinite(text: string, value: number, point: string, path: string): KnotworkError {
  return new KnotworkError('input', `The expression ${JSON.stringify(text)} must be finite all over its domain; it is ${value} at ${point}. Change dataset.domain or the expression.`,
    { path });
}

export function oneClass(file: string, column: string, name: string): KnotworkError {
  return new KnotworkError('input', `dataset.target must name a column with at least two classes; in column "${column}" of ${file} every row is "${name}". Choose another column.`,
    { path: 'dataset.target' });
}

export function severalTargets(targets: readonly string[]): KnotworkError {
  return new KnotworkError('input', `dataset.target must be one column where the task is classification: its values are the classes; got ${targets.join(', ')}. Name one of them.`,
    { path: 'dataset.target' });
}

export function raggedRow(file: string, line: number, fields: number, columns: number): KnotworkError {
  return new KnotworkError('input', `Every row of ${file} must have ${columns} fields, as many as the first line names; line ${line} has ${fields}. Correct the line, or put a text that contains the delimiter in quotes.`,
    { path: 'dataset.path', line });
}

export function noGridOf(rows: number, inputs: number, nearest: readonly number[], path: string): KnotworkError {
  const rule = inputs === 1 ? 'at least 2 where sampling is even' : `a whole number of at least 2 to the power of ${inputs} where sampling is even, because there are ${inputs} inputs`;
  return new KnotworkError('input', `${path} must be ${rule}; got ${rows}. Set ${nearest.map((n) => `${path}=${n}`).join(' or ')}, or dataset.sampling=random.`, { path });
}

export function tooFewRows(file: string, rows: number, parts: Readonly<Record<'train' | 'validation' | 'test', number>>): KnotworkError {
  return new KnotworkError('input', `dataset.split must leave at least one row for each part; ${rows} rows of ${file} give ${parts.train} for training, ${parts.validation} for validation and ${parts.test} for the test. Change dataset.split or add rows.`,
    { path: 'dataset.split' });
}

export function unknownColumn(file: string, name: string, header: readonly string[], option: 'inputs' | 'target'): KnotworkError {
  const one = header.length === 1 ? ' If that is several columns, set dataset.delimiter.' : '';
  return new KnotworkError('input', `dataset.${option} must name columns of ${file}; got "${name}". Columns: ${header.join(', ')}.${didYouMean(name, header)}${one}`,
    { path: `dataset.${option}` });
}

export function unknownVariables(text: string, names: readonly string[], path: string): KnotworkError {
  return new KnotworkError('input', `The variables of an expression must be x1, x2, ...; got ${names.join(', ')} in ${JSON.stringify(text)}. Rename ${names.length === 1 ? 'it' : 'them'}.`,
    { path });
}

export function unreadable(cause: ExpressionError, path: string): KnotworkError {
  const where = cause.position === undefined ? '' : ` Look at character ${cause.position}.`;
  return new KnotworkError('input', cause.message + where, { path, cause });
}

export function withoutVariables(): KnotworkError {
  return new KnotworkError('input', 'A data set must have at least one input; no expression has a variable. Use x1, x2, ...', { path: 'dataset.expression' });
}

export function wrongDomainCount(got: number, needed: number): KnotworkError {
  return new KnotworkError('input', `dataset.domain must be one interval for all inputs or one for each; got ${got} intervals for ${needed} inputs (x1${needed > 1 ? ` to x${needed}` : ''}). Write dataset.domain=[min,max] or ${needed} of them.`,
    { path: 'dataset.domain' });
}
