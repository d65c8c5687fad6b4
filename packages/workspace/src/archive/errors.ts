import { KnotworkError } from '@knotwork/plugin';

/** An archive is not what was written. */
export function damagedArchive(path: string, cause: unknown): KnotworkError {
  return new KnotworkError('environment', `${path} is not what was written: ${(cause as Error).message}. Restore it from a copy; what is whole in it any program for zip archives unpacks.`, { cause });
}
