import { KnotworkError } from '@knotwork/plugin';

/** What an engine lacks, by name, and the way out. */
export function cannot(what: string, remedy: string): KnotworkError {
  return new KnotworkError('capability', `The engine has no ${what} in this version. ${remedy}`);
}

export function wrongUse(rule: string): KnotworkError {
  return new KnotworkError('internal', `An engine was used against its contract: ${rule}.`);
}
