import { type KnotworkError, optionError } from '@knotwork/plugin';

export function brokenMemory(name: string, reason: string): KnotworkError {
  return optionError('path', () =>
    `${name} must be columns by name, such as { "x": [1, 2], "y": [3, 4] }, or a list of rows of one length, the first with the names of the columns; it ${reason}. Correct it.`);
}

export function notOfText(option: 'delimiter' | 'decimal', file: string, format: string): KnotworkError {
  return optionError(option, (at) => `${at(option)} says how a text is written, and ${file} is read as ${format}. Leave ${at(option)} out, or set ${at('format')}=csv.`);
}

export function otherFormat(file: string, ending: string): KnotworkError {
  return optionError('path', (at) =>
    `${at('path')} must be a file of csv, parquet, npy, npz or json; files that end in .${ending} are not read. Save ${file} as CSV or Parquet, or set ${at('format')} if it is one of these.`);
}

export function sameSigns(decimal: string): KnotworkError {
  return optionError('decimal', (at) =>
    `${at('decimal')} and ${at('delimiter')} must be different characters; both are "${decimal}". Set ${at('delimiter')}=";" if that stands between the fields.`);
}
