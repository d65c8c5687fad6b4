import type { Model } from '@knotwork/model';

/**
 * Says on standard error which packages are not what the networks of a run were saved with. It is for commands whose standard output may be a file
 * for another program, which has no place for notes.
 */
export function notePackages({ run: { one, networks } }: Model, { quiet = false }: { readonly quiet?: boolean }): void {
  if (quiet) return;
  for (const note of new Set([one, ...networks].flatMap(({ notes }) => notes))) process.stderr.write(`note: ${note}\n`);
}
