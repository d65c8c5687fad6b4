import { didYouMean, type KnotworkError, optionError } from '@knotwork/plugin';
import type { Policies } from './columns/input-encoding.js';
import { isMissingWord } from './columns/missing.js';
import type { UnlikeCell } from './columns/unlike-cells.js';
import { isEmpty, isNumber } from './readers/cell.js';
import { isDate } from './readers/date-in.js';
import { DELIMITERS } from './readers/delimiters.js';
import { columnOf, placeOf, type Table } from './readers/table.js';
import { listed, short, typed } from './short.js';

export function classNotTrained(file: string, name: string, rows: number): KnotworkError {
  return optionError('split', (at) =>
    `${at('split')} must leave at least one row of every class for training; the class "${short(name)}" of ${file} has ${rows} ${rows === 1 ? 'row' : 'rows'}, and none is left. Lower the shares of ${at('split')} or add rows.`);
}

export function allDropped(file: string, rows: number): KnotworkError {
  return optionError('missing', (at) =>
    `${at('missing')}=drop must leave rows; each of the ${rows} rows of ${file} misses a value. Set ${at('missing')}=mean, or leave columns out with ${at('inputs')}=[...].`);
}

export function columnTwice(name: string, option: 'inputs' | 'target' | 'weight'): KnotworkError {
  return optionError(option, (at) =>
    `${at('inputs')}, ${at('target')} and ${at('weight')} must name each column once; "${name}" stands there twice. Remove one.`);
}

export function duplicateColumn(file: string, name: string, place: { readonly line?: number }): KnotworkError {
  return optionError('path', () => `The columns of ${file} must have different names; "${short(name)}" is there twice. Rename one.`, place);
}

export function inputTwice(file: string, name: string): KnotworkError {
  return optionError('inputs', () => `Inputs must have different names; two that are made of columns of ${file} would be called "${short(name)}". Rename a column.`);
}

/** @param isLater whether the row came when a network stood already, and nothing can be declared any more */
export function missingClass(table: Table, row: number, column: string, isLater: boolean): KnotworkError {
  const { words, ...place } = placeOf(table, row);
  return optionError('target', (at) =>
    `Every row must have a class; ${words} has nothing in column "${column}". Correct or remove the row${isLater ? '' : `, or set ${at('missing')}=drop`}.`, place);
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
  return optionError('path', () => `${file} must have a line of column names and rows below it; it is empty, or has the names alone.`);
}

/** @param isLater whether the row came when a network stood already, and nothing can be declared any more */
export function negativeWeight(table: Table, row: number, column: string, weight: number, isLater: boolean): KnotworkError {
  const { words, ...place } = placeOf(table, row);
  return optionError('weight', (at) =>
    `Every weight must be at least 0; got ${weight} in ${words}, column "${column}". Correct or remove the row${isLater ? '' : `, or choose another column with ${at('weight')}`}.`, place);
}

export function noWeight(file: string, column: string): KnotworkError {
  return optionError('weight', (at) =>
    `Some row must weigh more than 0; in column "${column}" of ${file} all have 0. Choose another column with ${at('weight')}, or leave it out.`);
}

/** @param policies that were declared, and can be declared otherwise; null of a row that came when a network stood already */
export function notANumber(table: Table, row: number, column: string, option: 'inputs' | 'target' | 'weight', policies: Policies | null): KnotworkError {
  const cell = columnOf(table, column, option)[row]!;
  const { words, ...place } = placeOf(table, row);
  return optionError(option, (at) => {
    const remedies = policies === null ? 'Correct or remove the row' : remediesOf(table, cell, column, option, policies, at);
    return `Every value that is used must be a number; got ${foundIn(cell)} in ${words}, column "${column}". ${remedies}.`;
  }, place);
}

/** Of rows that came when the encoding was made: nothing can be declared any more. @param first some cells that are not what training rows had, @param count how many there are */
export function unlikeTraining(table: Table, first: readonly UnlikeCell[], count: number): KnotworkError {
  const found = ({ row, column }: UnlikeCell): string => `${foundIn(columnOf(table, column, 'inputs')[row]!)} in ${placeOf(table, row).words}`;
  const [{ row, column, as }] = first as [UnlikeCell];
  const { words: _, ...place } = placeOf(table, row);
  const rule = as === 'boolean' ? 'true or false (or yes, no)' : 'a number';
  if (count === 1) return optionError('inputs', () => `Column "${column}" must have ${rule} in every row, as training rows had; got ${found(first[0]!)}. Correct or remove the row.`, place);
  const cells = first.map((cell) => `${found(cell)}, column "${cell.column}"`);
  return optionError('inputs', () => `Columns must have in every row what training rows had; ${count} cells have not: ${cells.join('; ')}${count > first.length ? `; and ${count - first.length} more` : ''}. Correct or remove these rows.`, place);
}

/** What can be typed about a cell that is no number: the likeliest first. */
function remediesOf(table: Table, cell: string | number | null, column: string, option: string, { missing, categories }: Policies, at: (option: string) => string): string {
  const isInput = option === 'inputs';
  const text = typeof cell === 'string' ? cell : '';
  if (table.decimal === '.' && isNumber(text, ',') && text.includes(',')) return `Write decimals with a point, or set ${typed(at('decimal'), ',')}, and another ${at('delimiter')} if that is a comma`;
  if (table.decimal === ',' && isNumber(text, '.')) return `Write decimals with a comma, or leave ${at('decimal')} out`;
  const remedies = ['Correct or remove the row', ...(isInput ? [`leave the column out with ${at('inputs')}=[...]`] : [])];
  if (isEmpty(cell) || isMissingWord(text)) remedies.push(`set ${[...(missing === 'drop' ? [] : ['drop']), ...(isInput && missing !== 'mean' ? ['mean'] : [])].map((word) => `${at('missing')}=${word}`).join(' or ')}`);
  else if (isInput && isDate(text)) return `Make numbers of dates, such as the day of the year or days since the first, or leave the column out with ${at('inputs')}=[...]`;
  else if (isInput && text !== '' && !isNumber(text, table.decimal)) {
    remedies.push(categories === 'refuse' ? `set ${at('categories')}=one-hot if its values are categories` : `name it in ${at('categories')}=[${JSON.stringify(column)}] if its values are categories`);
  }
  if (option === 'target' && text !== '' && !isMissingWord(text) && !isNumber(text, table.decimal)) remedies.push(`set ${at('task')}=classification if its values are classes`);
  return remedies.length === 1 ? remedies[0]! : `${remedies.slice(0, -1).join(', ')}, or ${remedies.at(-1)!}`;
}

const foundIn = (cell: string | number | null): string => (typeof cell === 'number' ? String(cell) : isEmpty(cell) ? 'nothing (a missing value)' : JSON.stringify(short(cell!)));

export function nothingKnown(file: string, column: string): KnotworkError {
  return optionError('inputs', (at) =>
    `A column that is an input must have a value in some training row; column "${column}" of ${file} has none. Leave it out with ${at('inputs')}=[...].`);
}

/** @param wereLevels what the column was to the network that is gone on from */
export function readOtherwise(file: string, column: string, wereLevels: boolean): KnotworkError {
  return wereLevels
    ? optionError('categories', (at) => `Column "${column}" of ${file} must be categories, as it was for the network that is gone on from. Write ${at('categories')}=[${column}], with all other columns that were.`)
    : optionError('categories', (at) => `Column "${column}" of ${file} must hold numbers, as it did for the network that is gone on from. Correct its texts, or leave it out of ${at('categories')}.`);
}

export function oneClass(file: string, column: string, name: string): KnotworkError {
  return optionError('target', (at) =>
    `${at('target')} must name a column with at least two classes; in column "${column}" of ${file} every row is "${short(name)}". Choose another column.`);
}

export function severalTargets(targets: readonly string[]): KnotworkError {
  return optionError('target', (at) =>
    `${at('target')} must be one column where the task is classification: its values are the classes; got ${targets.join(', ')}. Name one of them.`);
}

export function nothingToTrain(test: number, validation: number): KnotworkError {
  const half = Number(((1 - test) / 2).toPrecision(2));
  return optionError('split', (at) =>
    `${at('split')} must leave rows for training; ${at('split.validation')} is auto, which is ${validation} because a stage chooses by validation rows, and with ${test} for the test nothing is left. Set ${at('split.validation')}=${half}, or a smaller ${at('split.test')}.`);
}

/** A target whose values are classes, and how many there are. */
export interface ColumnOfClasses { readonly column: string; readonly count: number }

export function tooFewRows(file: string, rows: number, parts: Readonly<Record<'train' | 'validation' | 'test', number>>, classes: ColumnOfClasses | null): KnotworkError {
  // Each class is split by itself, and of one row nothing can be held out.
  const why = (at: (option: string) => string): string => (classes === null ? '' : ` Each of the ${classes.count} classes of column "${classes.column}" is split by itself; if its values are quantities, set ${at('task')}=regression.`);
  return optionError('split', (at) =>
    `${at('split')} must leave at least one row for training, and for each part whose share is not 0; ${rows} rows of ${file} give ${parts.train} for training, ${parts.validation} for validation and ${parts.test} for the test. Change ${at('split')} or add rows.${why(at)}`);
}

export function unknownClass(table: Table, row: number, column: string, name: string, known: readonly string[]): KnotworkError {
  const { words, ...place } = placeOf(table, row);
  return optionError('split.test.path', () =>
    `Every class must have rows to learn it from; ${words} has "${short(name)}" in column "${column}", and the classes of the other rows are ${listed(known)}. Remove the row, or add such rows to the file that is learned.`, place);
}

export function unknownColumn(file: string, name: string, header: readonly string[], option: string): KnotworkError {
  return optionError(option, (at) => {
    const delimiter = DELIMITERS.find((sign) => header[0]!.includes(sign));
    const one = header.length !== 1 ? '' : ` If that is several columns, set ${delimiter === undefined ? at('delimiter') : typed(at('delimiter'), delimiter)}.`;
    return `${at(option)} must name columns of ${file}; got "${name}". Columns: ${listed(header)}.${didYouMean(name, header)}${one}`;
  });
}
