import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the sources in C. */
export const nativeFolder = (root: string): string => join(root, 'packages', 'contraction', 'native');

/** The file of formulas that native code knows. */
export const formulasFile = (root: string): string => join(nativeFolder(root), 'formulas.h');

/** What the sources are, in a few characters: what was compiled of others has others. */
export function sourcesOf(root: string): string {
  const folder = nativeFolder(root);
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}
