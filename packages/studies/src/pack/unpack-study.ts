import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, ZipArchive } from '@knotwork/workspace';
import { foreignInArchive, notAsUnpacked, twoOfTrial } from '../errors.js';
import type { StudyFolder } from '../run/study-folder.js';
import { copyFiles } from './copy-files.js';
import { exclusively, type Waiting } from './exclusively.js';
import { filesOf, isSame, onDisk } from './pack-study.js';
import { archivesIn, placeOfPacked } from './packed-trials.js';

/** What unpacking did: plain data. */
export interface UnpackedStudy {
  /** Names of the archives that are gone. */
  readonly archives: readonly string[];
  /** Trials that are folders again. */
  readonly trials: number;
  /** Files in the folder of the study. */
  readonly files: { readonly before: number; readonly after: number };
}

/**
 * Makes folders of the trials in all archives of a study again, byte for byte, and removes the archives. Killed at any moment, nothing is lost, and given again it goes on: archives are removed when all of their trials are folders, on the disk and read again.
 *
 * Cost: packed bytes are read twice, and files written once, each of them forced to the disk.
 *
 * @throws KnotworkError `busy` where somebody conducts the study or works on it, `environment` where an archive is damaged, or a trial lies beside it as something else
 */
export async function unpackStudy(folder: StudyFolder, waiting: Waiting = () => undefined): Promise<UnpackedStudy> {
  folder.readBegun();
  return exclusively(folder, waiting, (lease) => onDisk(folder.path, async () => {
    const archives = archivesIn(folder.path);
    for (const name of archives) requireOurs(join(folder.path, name));
    const before = filesOf(folder);
    const ids = [...folder.packed.ids];
    folder.make();
    for (const id of ids) {
      lease.requireHeld(false);
      await unpack(folder, id);
    }
    syncFolder(folder.trials);
    for (const id of ids) if (!isSame(folder, id, folder.packed)) throw notAsUnpacked(folder.trial(id));
    lease.requireHeld();
    for (const name of archives) rmSync(join(folder.path, name));
    folder.packed.refresh();
    return { archives, trials: ids.length, files: { before, after: filesOf(folder) } };
  }));
}

/** @throws KnotworkError `environment` where something else was put into it, which would be lost */
function requireOurs(path: string): void {
  const other = new ZipArchive(path).entries.find(({ name }) => !name.endsWith('/') && placeOfPacked(name) === null);
  if (other !== undefined) throw foreignInArchive(path, other.name);
}

async function unpack(folder: StudyFolder, id: string): Promise<void> {
  const [target, draft] = [folder.trial(id), folder.draftOf(id)];
  if (existsSync(target) && readdirSync(target).length > 0) {
    if (isSame(folder, id, folder.packed)) return;
    throw twoOfTrial(target, [...folder.packed.filesOf(id)!.values()][0]!.archive.path);
  }
  rmSync(draft, { recursive: true, force: true });
  const files = folder.filesOf(id);
  copyFiles(files, draft);
  // Several at a time: the disk waits for all of them together.
  await Promise.all(files.names().map((name) => force(join(draft, name))));
  if (existsSync(target)) rmdirSync(target);
  renameSync(draft, target);
}

/** Returns when a file is there after a power failure, too. */
async function force(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try { await file.sync(); } finally { await file.close(); }
}
