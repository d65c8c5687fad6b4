import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceState } from '@knotwork/experiment';

/** The source tree that Knotwork runs from. */
export interface OwnSource extends SourceState { readonly folder: string }

/** What decides how this Knotwork computes: results, notes and experiments beside it change nothing. */
const CODE = ['packages', 'apps', 'package.json', 'package-lock.json', 'tsconfig.base.json'];

/**
 * Asks git about a folder; null where it is in no working tree or git is missing.
 * @param paths what is looked at, relative to the folder; all of the working tree when there are none
 */
export function sourceState(folder: string, paths: readonly string[] = []): SourceState | null {
  try {
    git(folder, 'rev-parse', '--is-inside-work-tree');
  } catch {
    return null;
  }
  try {
    return { commit: git(folder, 'rev-parse', 'HEAD'), isDirty: git(folder, 'status', '--porcelain', ...(paths.length === 0 ? [] : ['--', ...paths])) !== '' };
  } catch {
    return { commit: null, isDirty: true };
  }
}

/**
 * Where this Knotwork comes from. Null: an installed release, for which its version speaks. Otherwise the state of the source
 * tree it runs from; a tree that git does not know counts as changed.
 */
export function ownSource(): OwnSource | null {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === '@knotwork/source') {
      return { folder, ...sourceState(folder, CODE) ?? { commit: null, isDirty: true } };
    }
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}

/** What differs from the commit in the code of a source tree, as git tells it: changes, and files that git does not know yet. */
export function changesOf(folder: string): { readonly diff: string; readonly added: readonly string[] } {
  const added = git(folder, 'ls-files', '--others', '--exclude-standard', '-z', '--', ...CODE);
  return { diff: git(folder, 'diff', '--binary', '--no-ext-diff', '--no-textconv', 'HEAD', '--', ...CODE), added: added.split('\0').filter(Boolean).sort() };
}

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 30 }).trim();
}
