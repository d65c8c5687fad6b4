import { type KnotworkError, optionError } from '@knotwork/plugin';
import { short, typed } from '../short.js';

// What may be wrong with files: a table at hand needs none of it. Who reads one and has no option "delimiter" calls it '', and nobody is told to set it.

/** Letters of a line that a message has. */
const SHOWN = 60;

export function brokenCsv(file: string, line: number | undefined, reason: string, cause: Error): KnotworkError {
  return optionError('path', (at) =>
    `${file} must be a table of delimited values; ${reason}. Correct the line${orSet(at('delimiter'), ' or set', '')}.`, { ...(line !== undefined && { line }), cause });
}

export function missingHeader(file: string, line: number, first: string): KnotworkError {
  return optionError('path', () =>
    `The first line of ${file} must name the columns; got numbers, beginning with ${short(first)}. Put a line of names above it.`, { line });
}

/** @param delimiter that makes columns of all rows, where there is one */
export function raggedRow(file: string, line: number, fields: number, columns: number, delimiter?: string): KnotworkError {
  return optionError('path', (at) => {
    const remedy = delimiter === undefined || at('delimiter') === '' ? 'Correct the line, or put a text that contains the delimiter in quotes' : `Set ${typed(at('delimiter'), delimiter)}, which every row has as often`;
    return `Every row of ${file} must have ${columns} ${columns === 1 ? 'field' : 'fields'}, as many as the first line names; line ${line} has ${fields}. ${remedy}.`;
  }, { line });
}

export function tooManyColumns(file: string, columns: number, most: number): KnotworkError {
  return optionError('path', (at) =>
    `${file} must have at most ${most} columns; got ${columns}. Keep those that are needed${orSet(at('delimiter'), ', or set', ' if another character separates them')}.`);
}

function orSet(option: string, before: string, after: string): string { return option === '' ? '' : `${before} ${option}${after}`; }

/** @param reason what is wrong, and behind a point what to do */
export function brokenArray(name: string, reason: string): KnotworkError {
  return optionError('path', () => `${name} ${reason}.`);
}

export function brokenGzip(file: string, isTooLong: boolean, cause: Error): KnotworkError {
  const [reason, remedy] = isTooLong ? ['it holds more than a text can be long', 'Keep fewer rows or columns, or save it as a Parquet file']
    : [`it is damaged or not whole (${cause.message})`, 'Copy or pack it again, or leave the ending .gz out where it is not packed'];
  return optionError('path', () => `${file} must be packed by gzip; ${reason}. ${remedy}.`, { cause });
}

export function brokenParquet(file: string, cause: Error): KnotworkError {
  return optionError('path', () => `${file} must be a Parquet file; it is damaged or not whole (${ofTheFile(cause)}). Copy or write it again.`, { cause });
}

/** What a reader trips over says nothing of the file to people. */
function ofTheFile(cause: Error): string {
  return cause instanceof TypeError || cause instanceof RangeError || cause.message.includes('undefined') ? 'what it says of its contents makes no sense' : cause.message;
}

export function brokenZip(file: string, reason: string, cause: Error): KnotworkError {
  return optionError('path', () => `${file} must be an archive of np.savez; ${reason}. Copy or save it again.`, { cause });
}

export function otherEncoding(file: string, encoding: string): KnotworkError {
  return optionError('path', () => `${file} must be a text in UTF-8; it is in ${encoding}. Save it as UTF-8; spreadsheets call that "CSV UTF-8".`);
}

export function noUtf8(file: string, { line, text }: { readonly line: number; readonly text: string }): KnotworkError {
  return optionError('path', () => `${file} must be a text in UTF-8; line ${line} is not: "${text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}...`}". Save it as UTF-8; spreadsheets call that "CSV UTF-8".`);
}

export function unequalArrays(file: string, first: readonly [string, number], other: readonly [string, number]): KnotworkError {
  return optionError('path', () =>
    `The arrays of ${file} must have as many rows as each other; "${first[0]}" has ${first[1]} and "${other[0]}" has ${other[1]}. Save the arrays of one table in a file of their own.`);
}

export function unreadCodec(file: string, codec: string): KnotworkError {
  return optionError('path', () =>
    `${file} must be packed by snappy or zstd, or not at all; its columns are packed by ${codec.toLowerCase()}. Write it again with compression snappy.`);
}
