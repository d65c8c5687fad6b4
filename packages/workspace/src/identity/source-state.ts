import type { SourceState } from '@knotwork/experiment';
import type { Git } from './git.js';

/** What decides how this Knotwork computes: results, notes and experiments beside it change nothing. */
export const CODE = ['packages', 'apps', 'package.json', 'package-lock.json', 'tsconfig.base.json'];

/**
 * Asks git about a folder; null where it is in no working tree or git is missing.
 * @param paths what is looked at, relative to the folder; all of the working tree when there are none
 */
export async function sourceState(git: Git, folder: string, paths: readonly string[] = []): Promise<SourceState | null> {
  try {
    const answer = await git(folder, 'status', '--porcelain=v2', '--branch', ...(paths.length === 0 ? [] : ['--', ...paths]));
    const lines = answer.split('\n');
    // Headers begin with #; before the first commit there is none to name.
    const commit = lines.map((line) => /^# branch\.oid ([0-9a-f]+)$/.exec(line)?.[1]).find((oid) => oid !== undefined) ?? null;
    return { commit, isDirty: commit === null || lines.some((line) => !line.startsWith('#')) };
  } catch {
    // It may be a tree whose state cannot be told.
    return git(folder, 'rev-parse', '--is-inside-work-tree').then(() => ({ commit: null, isDirty: true }), () => null);
  }
}

/** What differs from the commit in the code of a source tree, as git tells it: changes, and files that git does not know yet. */
export async function changesOf(git: Git, folder: string): Promise<{ readonly diff: string; readonly added: readonly string[] }> {
  const added = await git(folder, 'ls-files', '--others', '--exclude-standard', '-z', '--', ...CODE);
  return { diff: await git(folder, 'diff', '--binary', '--no-ext-diff', '--no-textconv', 'HEAD', '--', ...CODE), added: added.split('\0').filter(Boolean).sort() };
}
