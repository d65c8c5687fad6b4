import { type KnotworkError, optionError } from '@knotwork/plugin';
import { isDate } from './readers/date-in.js';
import { placeOf, type Table } from './readers/table.js';
import { short } from './short.js';

// What may be wrong with a column of times: other splits need none of it.

/** @param parts how many parts have rows, @param moments how many there are, @param isNamed whether other rows are named as test rows */
export function fewMoments({ file }: Table, column: string, parts: number, { moments, rows, isNamed }: { readonly moments: number; readonly rows: number; readonly isNamed: boolean }): KnotworkError {
  return optionError('split.time', (at) => {
    const where = `the ${rows} rows${isNamed ? ` that ${at('split.test')} does not name` : ''} have ${moments === 1 ? 'all the same' : moments}`;
    return `${at('split.time')} must name a column of at least ${parts} moments, one for each part, because rows of one moment stay together; in column "${column}" of ${file} ${where}. Choose another column, or leave ${at('split.time')} out.`;
  });
}

/** @param first row of those that have no time, @param count how many they are */
export function notATime(table: Table, { first, count, text, areNumbers }: { readonly first: number; readonly count: number; readonly text: string; readonly areNumbers: boolean }, column: string, option: string): KnotworkError {
  const { words, ...place } = placeOf(table, first);
  const rule = areNumbers ? 'numbers alone, as it begins with one' : 'numbers, or dates as in 2024-05-31 or 2024-05-31T12:00:00Z';
  const others = count === table.count ? `all ${count} rows` : `${count} rows`;
  const remedy = count === 1 ? 'Correct or remove the row' : isDate(text) ? `Write the dates of ${others} so` : count === table.count ? 'No row has one: choose another column' : `Correct or remove the ${others} that have none`;
  return optionError(option, (at) => `${at(option)} must name a column of ${rule}; got ${JSON.stringify(short(text))} in ${words}, column "${column}". ${remedy}.`, place);
}
