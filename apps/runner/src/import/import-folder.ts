import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FILES } from '@knotwork/experiment';
import { diskError, makeFolder, writeAtomically } from '@knotwork/workspace';
import { importFolderInTheWay } from '../errors.js';

/** Where an import may go: nothing yet, an empty folder, or one that an import left. @throws KnotworkError `input` for any other */
export function refuseFolder(out: string, cwd: string): void {
  const full = resolve(cwd, out);
  const found = statSync(full, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) throw importFolderInTheWay(out, ['a file']);
  const names = readdirSync(full).filter((name) => !name.startsWith('.')).sort();
  if (names.length > 0 && (!names.includes(FILES.imported) || names.includes(FILES.run))) throw importFolderInTheWay(out, names);
}

/** Writes the files of an import, the one that says what it is last. */
export function writeFolder(out: string, cwd: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  const full = resolve(cwd, out);
  try {
    makeFolder(full);
    const last = (name: string): number => Number(name === FILES.imported);
    for (const name of Object.keys(files).sort((a, b) => last(a) - last(b))) writeAtomically(join(full, name), files[name]!);
  } catch (error) {
    throw diskError(out, error);
  }
}
