import type { ExpressionError } from '@knotwork/expressions';
import { didYouMean, type KnotworkError, optionError } from '@knotwork/plugin';

export function brokenCsv(file: string, line: number | undefined, cause: Error): KnotworkError {
  return optionError('path', (at) =>
    `${file} must be a table of delimited values; ${cause.message}. Correct the line or set ${at('delimiter')}.`, { ...(line !== undefined && { line }), cause });
}

export function classNotTrained(file: string, name: string, rows: number): KnotworkError {
  return optionError('split', (at) =>
    `${at('split')} must leave at least one row of every class for training; the class "${name}" of ${file} has ${rows} ${rows === 1 ? 'row' : 'rows'}, and none is left. Lower the shares of ${at('split')} or add rows.`);
}

export function columnTwice(name: string, option: 'inputs' | 'target'): KnotworkError {
  return optionError(option, (at) => `${at('inputs')} and ${at('target')} must name each column once; "${name}" stands there twice. Remove one.`);
}

export function duplicateColumn(file: string, name: string): KnotworkError {
  return optionError('path', () => `The columns of ${file} must have different names; "${name}" is there twice. Rename one in the first line.`, { line: 1 });
}

export function groupInTwoParts(column: string, group: string): KnotworkError {
  return optionError('split.groups', (at) =>
    `The rows of a group must be in one part; "${group}" of column "${column}" has rows that ${at('split.test')} names and others. Name all or none of them, or leave ${at('split.groups')} out.`);
}

export function missingClass(file: string, line: number, column: string): KnotworkError {
  return optionError('target', () =>
    `Every row must have a class; line ${line} of ${file} has nothing in column "${column}". Correct or remove the row.`, { line });
}

export function missingHeader(file: string, line: number, first: string): KnotworkError {
  return optionError('path', () =>
    `The first line of ${file} must name the columns; got numbers, beginning with ${first}. Put a line of names above it.`, { line });
}

export function missingSplitValue(file: string, line: number, column: string, option: string): KnotworkError {
  return optionError(option, (at) =>
    `${at(option)} must name a column that says something of every row; line ${line} of ${file} has nothing in column "${column}". Correct or remove the row.`, { line });
}

export function namelessColumn(file: string, position: number): KnotworkError {
  return optionError('path', (at) =>
    `Every input must be a column with a name; column ${position} of ${file} has none. Name it, or choose columns with ${at('inputs')}=[...].`, { line: 1 });
}

export function noInputs(file: string): KnotworkError {
  return optionError('inputs', (at) =>
    `A data set must have at least one input; ${file} has no column besides the target. Add a column, or set ${at('delimiter')} if its values are not separated by it.`);
}

export function noRows(file: string): KnotworkError {
  return optionError('path', () => `${file} must have a line of column names and at least three rows; it is empty.`);
}

export function notANumber(file: string, line: number, column: string, text: string, option: 'inputs' | 'target'): KnotworkError {
  const found = text === '' ? 'nothing (a missing value)' : JSON.stringify(text);
  const remedy = (at: (option: string) => string): string => (/^[+-]?\d+,\d+$/.test(text) ? 'Write decimals with a point'
    : option === 'inputs' ? `Correct or remove the row, or leave the column out with ${at('inputs')}=[...]`
    : 'Correct or remove the row');
  return optionError(option, (at) =>
    `Every value that is used must be a number; got ${found} in line ${line} of ${file}, column "${column}". ${remedy(at)}.`, { line });
}

export function notATime(file: string, line: number, column: string, text: string, areNumbers: boolean, option: string): KnotworkError {
  const rule = areNumbers ? 'numbers alone, as it begins with one' : 'numbers, or dates as in 2024-05-31 or 2024-05-31T12:00:00Z';
  return optionError(option, (at) =>
    `${at(option)} must name a column of ${rule}; got ${JSON.stringify(text)} in line ${line} of ${file}, column "${column}". Correct or remove the row.`, { line });
}

export function notFinite(text: string, value: number, point: string, option: string): KnotworkError {
  return optionError(option, (at) =>
    `The expression ${JSON.stringify(text)} must be finite all over its domain; it is ${value} at ${point}. Change ${at('domain')} or the expression.`);
}

/** @param there what stands in the column instead */
export function noTestValues(file: string, column: string, value: string, there: readonly string[]): KnotworkError {
  const shown = `${there.slice(0, 10).join(', ')}${there.length > 10 ? ', ...' : ''}`;
  return optionError('split.test.values', (at) =>
    `${at('split.test.values')} must be values of column "${column}" of ${file}; no row has "${value}". There are: ${shown}.${didYouMean(value, there)}`);
}

export function oneClass(file: string, column: string, name: string): KnotworkError {
  return optionError('target', (at) =>
    `${at('target')} must name a column with at least two classes; in column "${column}" of ${file} every row is "${name}". Choose another column.`);
}

export function severalTargets(targets: readonly string[]): KnotworkError {
  return optionError('target', (at) =>
    `${at('target')} must be one column where the task is classification: its values are the classes; got ${targets.join(', ')}. Name one of them.`);
}

export function raggedRow(file: string, line: number, fields: number, columns: number): KnotworkError {
  return optionError('path', () =>
    `Every row of ${file} must have ${columns} fields, as many as the first line names; line ${line} has ${fields}. Correct the line, or put a text that contains the delimiter in quotes.`, { line });
}

export function noGridOf(rows: number, inputs: number, nearest: readonly number[], option: string): KnotworkError {
  const rule = inputs === 1 ? 'at least 2 where sampling is even' : `a whole number of at least 2 to the power of ${inputs} where sampling is even, because there are ${inputs} inputs`;
  return optionError(option, (at) =>
    `${at(option)} must be ${rule}; got ${rows}. Set ${nearest.map((n) => `${at(option)}=${n}`).join(' or ')}, or ${at('sampling')}=random.`);
}

export function tooFewRows(file: string, rows: number, parts: Readonly<Record<'train' | 'validation' | 'test', number>>): KnotworkError {
  return optionError('split', (at) =>
    `${at('split')} must leave at least one row for training, and for each part whose share is not 0; ${rows} rows of ${file} give ${parts.train} for training, ${parts.validation} for validation and ${parts.test} for the test. Change ${at('split')} or add rows.`);
}

export function unknownClass(file: string, line: number, column: string, name: string, known: readonly string[]): KnotworkError {
  return optionError('split.test.path', () =>
    `Every class must have rows to learn it from; line ${line} of ${file} has "${name}" in column "${column}", and the classes of the other rows are ${known.join(', ')}. Remove the row, or add such rows to the file that is learned.`, { line });
}

export function unknownColumn(file: string, name: string, header: readonly string[], option: string): KnotworkError {
  return optionError(option, (at) => {
    const one = header.length === 1 ? ` If that is several columns, set ${at('delimiter')}.` : '';
    return `${at(option)} must name columns of ${file}; got "${name}". Columns: ${header.join(', ')}.${didYouMean(name, header)}${one}`;
  });
}

export function unknownVariables(text: string, names: readonly string[], option: string): KnotworkError {
  return optionError(option, () =>
    `The variables of an expression must be x1, x2, ...; got ${names.join(', ')} in ${JSON.stringify(text)}. Rename ${names.length === 1 ? 'it' : 'them'}.`);
}

export function unreadable(cause: ExpressionError, option: string): KnotworkError {
  const where = cause.position === undefined ? '' : ` Look at character ${cause.position}.`;
  return optionError(option, () => cause.message + where, { cause });
}

export function withoutVariables(): KnotworkError {
  return optionError('expression', () => 'A data set must have at least one input; no expression has a variable. Use x1, x2, ...');
}

export function wrongDomainCount(got: number, needed: number): KnotworkError {
  return optionError('domain', (at) =>
    `${at('domain')} must be one interval for all inputs or one for each; got ${got} intervals for ${needed} inputs (x1${needed > 1 ? ` to x${needed}` : ''}). Write ${at('domain')}=[min,max] or ${needed} of them.`);
}
