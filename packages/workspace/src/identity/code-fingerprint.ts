import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '@knotwork/experiment';
import { changesOf, type OwnSource } from './provenance.js';

/**
 * Tells whether two processes run the same code, also where the run's id cannot: every changed source tree has the same ending
 * `-dirty`. A release is told by its version, a committed tree by its commit, a changed one by a hash of what was changed.
 *
 * @param source null for an installed release
 * @returns null where nobody can tell: a source tree without git or without a commit
 */
export function codeFingerprint(source: OwnSource | null): string | null {
  if (source === null) return `release ${VERSION}`;
  if (source.commit === null) return null;
  if (!source.isDirty) return `commit ${source.commit}`;
  try {
    return `changed ${hashOfChanges(source.folder, source.commit)}`;
  } catch {
    return null;
  }
}

function hashOfChanges(folder: string, commit: string): string {
  const { diff, added } = changesOf(folder);
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
