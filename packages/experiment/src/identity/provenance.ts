import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** State of a source tree. */
export interface SourceState {
  /** Commit, or null where git knows none. */
  readonly commit: string | null;
  /** Whether files differ from the commit, or there is no commit. */
  readonly isDirty: boolean;
}

/** Asks git about a folder; null where it is in no working tree or git is missing. */
export function sourceState(folder: string): SourceState | null {
  const git = (...args: string[]): string => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    git('rev-parse', '--is-inside-work-tree');
  } catch {
    return null;
  }
  try {
    return { commit: git('rev-parse', 'HEAD'), isDirty: git('status', '--porcelain') !== '' };
  } catch {
    return { commit: null, isDirty: true };
  }
}

/**
 * Where this Knotwork comes from. Null: an installed release, for which its version speaks. Otherwise the state of the source
 * tree it runs from; a tree that git does not know counts as changed.
 */
export function ownSource(): SourceState | null {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === '@knotwork/source') {
      return sourceState(folder) ?? { commit: null, isDirty: true };
    }
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}
