import { KnotworkError } from '@knotwork/plugin';

/** Ends what is said of a file that is not as it should be. */
const SAVE_AGAIN = 'Save it again with the lines in docs/import.md.';

export function notOf(file: string, program: string, reason: string): KnotworkError {
  return new KnotworkError('input', `${file} is no network of ${program}: ${reason}. ${SAVE_AGAIN}`);
}

export function otherPrefix(file: string, wanted: string, found: string, prefix: string): KnotworkError {
  return new KnotworkError('input', `${file} has no array "${wanted}", but "${found}". Write prefix=${prefix === '' ? '""' : prefix}, if that is the network.`);
}

/** What cannot be expressed. @param remedy what to do in the other program */
export function cannotExpress(file: string, what: string, remedy: string): KnotworkError {
  return new KnotworkError('capability', `${file} cannot be imported: ${what}. ${remedy}`);
}
