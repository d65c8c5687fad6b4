import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceState } from '@knotwork/experiment';
import type { Git } from './git.js';
import { changesOf } from './source-state.js';

/**
 * Tells whether two processes run the same code of a source tree: a committed tree is told by its commit, a changed one by a hash of what was
 * changed.
 *
 * @returns null where nobody can tell: a tree without git or without a commit
 */
export async function codeFingerprint(git: Git, folder: string, { commit, isDirty }: SourceState): Promise<string | null> {
  if (commit === null) return null;
  if (!isDirty) return `commit ${commit}`;
  try {
    return `changed ${await hashOfChanges(git, folder, commit)}`;
  } catch {
    return null;
  }
}

async function hashOfChanges(git: Git, folder: string, commit: string): Promise<string> {
  const { diff, added } = await changesOf(git, folder);
  const hash = createHash('sha256');
  // Lengths keep two different lists of parts from giving the same bytes.
  const add = (part: string | Uint8Array): void => { hash.update(`${part.length}\0`).update(part); };
  [commit, diff, ...added].forEach(add);
  for (const path of added) add(contentOf(join(folder, path)));
  return hash.digest('hex');
}

/** A link to a folder, or a file that went away meanwhile, has no content. */
function contentOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    return new Uint8Array();
  }
}
