import { KnotworkError } from '@knotwork/plugin';
import type { BindingName } from './binding-names.js';
import { installCommand } from './find-binding.js';
import type { Reason } from './support.js';

/** All that keeps a binding from being used is cured by the user, with nothing written: `capability`, exit status 2. */
export const refusal = (message: string, cause?: unknown): KnotworkError => new KnotworkError('capability', message, cause === undefined ? {} : { cause });

/** A message begins with a capital letter where it is no name. */
export function notThere({ because, cure }: Reason): KnotworkError {
  return refusal(`${because} ${cure}`);
}

export function notLoaded(name: BindingName, cause: unknown): KnotworkError {
  const [line] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return refusal(`${name} is installed and could not be loaded: ${line!.replace(/\.$/, '')}. Run "knotwork engines uninstall ${name}", then "${installCommand(name)}".`, cause);
}
