import { isKnotworkError, KnotworkError } from '@knotwork/plugin';

/** What is wrong with a file, for a command that finds out itself what separates fields: it has no option "delimiter" that could be set. */
export function withoutDelimiter(error: unknown): unknown {
  if (!isKnotworkError(error) || error.place.worded === undefined) return error;
  return new KnotworkError(error.code, error.place.worded((option) => (option === 'delimiter' ? '' : option)), error.place);
}
