import { type KnotworkError, optionError } from '@knotwork/plugin';

/** Letters of a line that a message has. */
const SHOWN = 60;

/** @param reason what is wrong, and behind a point what to do */
export function brokenArray(name: string, reason: string): KnotworkError {
  return optionError('path', () => `${name} ${reason}.`);
}

export function brokenGzip(file: string, isTooLong: boolean, cause: Error): KnotworkError {
  const [reason, remedy] = isTooLong ? ['it holds more than a text can be long', 'Keep fewer rows or columns, or save it as a Parquet file']
    : [`it is damaged or not whole (${cause.message})`, 'Copy or pack it again, or leave the ending .gz out where it is not packed'];
  return optionError('path', () => `${file} must be packed by gzip; ${reason}. ${remedy}.`, { cause });
}

export function brokenMemory(name: string, reason: string): KnotworkError {
  return optionError('path', () =>
    `${name} must be columns by name, such as { "x": [1, 2], "y": [3, 4] }, or a list of rows of one length, the first with the names of the columns; it ${reason}. Correct it.`);
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

export function notOfText(option: 'delimiter' | 'decimal', file: string, format: string): KnotworkError {
  return optionError(option, (at) => `${at(option)} says how a text is written, and ${file} is read as ${format}. Leave ${at(option)} out, or set ${at('format')}=csv.`);
}

export function otherEncoding(file: string, encoding: string): KnotworkError {
  return optionError('path', () => `${file} must be a text in UTF-8; it is in ${encoding}. Save it as UTF-8; spreadsheets call that "CSV UTF-8".`);
}

export function noUtf8(file: string, { line, text }: { readonly line: number; readonly text: string }): KnotworkError {
  return optionError('path', () => `${file} must be a text in UTF-8; line ${line} is not: "${text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}...`}". Save it as UTF-8; spreadsheets call that "CSV UTF-8".`);
}

export function otherFormat(file: string, ending: string): KnotworkError {
  return optionError('path', (at) =>
    `${at('path')} must be a file of csv, parquet, npy, npz or json; files that end in .${ending} are not read. Save ${file} as CSV or Parquet, or set ${at('format')} if it is one of these.`);
}

export function sameSigns(decimal: string): KnotworkError {
  return optionError('decimal', (at) =>
    `${at('decimal')} and ${at('delimiter')} must be different characters; both are "${decimal}". Set ${at('delimiter')}=";" if that stands between the fields.`);
}

export function unequalArrays(file: string, first: readonly [string, number], other: readonly [string, number]): KnotworkError {
  return optionError('path', () =>
    `The arrays of ${file} must have as many rows as each other; "${first[0]}" has ${first[1]} and "${other[0]}" has ${other[1]}. Save the arrays of one table in a file of their own.`);
}

export function unreadCodec(file: string, codec: string): KnotworkError {
  return optionError('path', () =>
    `${file} must be packed by snappy or zstd, or not at all; its columns are packed by ${codec.toLowerCase()}. Write it again with compression snappy.`);
}
