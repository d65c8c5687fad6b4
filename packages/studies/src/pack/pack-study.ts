import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isKnotworkError } from '@knotwork/plugin';
import { diskError, holderOf, LEASE, type Lease, syncFolder, ZipWriter } from '@knotwork/workspace';
import { beingWorkedOn, changedWhilePacked, twoOfTrial } from '../errors.js';
import type { StudyFolder } from '../run/study-folder.js';
import { exclusively, type Waiting, whoIs } from './exclusively.js';
import { filesBelow } from './folder-files.js';
import { archiveName, archivesIn, numberOf, packedName, PackedTrials, readPacked } from './packed-trials.js';

/** What packing did: plain data. */
export interface PackedStudy {
  /** Name of the archive that was written; null where nothing was left to pack. */
  readonly archive: string | null;
  /** Trials that it holds. */
  readonly trials: number;
  /** Bytes of their files, and of the archive. */
  readonly bytes: { readonly unpacked: number; readonly archive: number };
  /** Files in the folder of the study. */
  readonly files: { readonly before: number; readonly after: number };
  /** Trials that ended and stay as folders, and why. */
  readonly left: readonly { readonly trial: string; readonly reason: string }[];
}

/** A trial that is packed: its id, and names of its files. */
interface Folded { readonly id: string; readonly files: readonly string[] }

/**
 * Moves what the trials of a study left that have ended into one archive in its folder, beside those of before. Killed at any moment, nothing is lost, and given again it goes on: the archive is written beside, forced to the disk, read again and compared with the folders,
 * renamed, and only then folders are removed, each of them as a whole.
 *
 * Cost: files are read twice and written once; memory of the largest one.
 *
 * @throws KnotworkError `busy` where somebody conducts the study or works on it, `environment` where a trial is in an archive and beside it as something else
 */
export async function packStudy(folder: StudyFolder, waiting: Waiting = () => undefined): Promise<PackedStudy> {
  const { plan } = folder.readBegun();
  return exclusively(folder, waiting, (lease) => onDisk(folder.path, () => {
    for (const { id } of plan.trials) rmSync(folder.draftOf(id), { recursive: true, force: true });
    const before = filesOf(folder);
    const trials = plan.trials.map(({ id }) => folder.filesOf(id)).filter((files) => files.isDoneInFolder);
    const isPacked = ({ id }: { readonly id: string }): boolean => folder.packed.has(id);
    // Folders that were to be removed when an earlier packing, or unpacking, was cut off.
    for (const { id } of trials.filter(isPacked)) removeSame(folder, lease, id, folder.packed);
    const left: { trial: string; reason: string }[] = [];
    const packed: Folded[] = [];
    for (const files of trials.filter((trial) => !isPacked(trial))) {
      const { files: names, others } = filesBelow(files.folder);
      const reason = !files.isCompleted ? 'it has not come to its end' : others.length > 0 ? `${others[0]!} is no regular file` : null;
      if (reason !== null) left.push({ trial: files.id, reason });
      else packed.push({ id: files.id, files: names.filter((name) => name !== LEASE) });
      const holder = names.includes(LEASE) ? holderOf(files.folder) : null;
      if (holder !== null) throw beingWorkedOn(folder.path, files.id, whoIs(holder));
    }
    const number = Math.max(0, ...archivesIn(folder.path).map(numberOf)) + 1;
    const written = packed.length === 0 ? { archive: null, bytes: { unpacked: 0, archive: 0 } } : { archive: archiveName(number), bytes: writeArchive(folder, lease, archiveName(number), packed) };
    return { ...written, trials: packed.length, left, files: { before, after: filesOf(folder) } };
  }));
}

/** Bytes before and after. */
function writeArchive(folder: StudyFolder, lease: Lease, name: string, trials: readonly Folded[]): PackedStudy['bytes'] {
  const [path, draft] = [join(folder.path, name), join(folder.path, `.${name}.tmp`)];
  let bytes: PackedStudy['bytes'];
  try {
    bytes = writeDraft(draft, folder, trials);
    const read = PackedTrials.in(draft);
    for (const { id } of trials) if (!isSame(folder, id, read)) throw changedWhilePacked(folder.trial(id));
    lease.requireHeld();
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(folder.path);
  folder.packed.refresh();
  for (const { id } of trials) removeSame(folder, lease, id, folder.packed, true);
  return bytes;
}

function writeDraft(draft: string, folder: StudyFolder, trials: readonly Folded[]): PackedStudy['bytes'] {
  const descriptor = openSync(draft, 'w');
  try {
    const archive = new ZipWriter(descriptor);
    let unpacked = 0;
    for (const { id, files } of trials) {
      for (const file of files) {
        const content = readFileSync(join(folder.trial(id), file));
        archive.add(packedName(id, file), content);
        unpacked += content.byteLength;
      }
    }
    const bytes = archive.end();
    fsyncSync(descriptor);
    return { unpacked, archive: bytes };
  } finally {
    closeSync(descriptor);
  }
}

/** Whether the folder of a trial has what is packed of it, and nothing else. @throws KnotworkError `environment` for a damaged archive */
export function isSame(folder: StudyFolder, id: string, packed: PackedTrials): boolean {
  const files = packed.filesOf(id);
  const names = filesBelow(folder.trial(id)).files.filter((name) => name !== LEASE);
  return files !== undefined && names.length === files.size && names.every((name) => {
    const file = files.get(name);
    const bytes = file === undefined ? null : readPacked(file);
    return bytes !== null && readFileSync(join(folder.trial(id), name)).equals(bytes);
  });
}

/** Removes a folder as a whole: first it goes out of sight. @param isKnown whether it is known to be what is packed */
function removeSame(folder: StudyFolder, lease: Lease, id: string, packed: PackedTrials, isKnown = false): void {
  if (!isKnown && !isSame(folder, id, packed)) throw twoOfTrial(folder.trial(id), [...packed.filesOf(id)!.values()][0]!.archive.path);
  lease.requireHeld(false);
  renameSync(folder.trial(id), folder.draftOf(id));
  rmSync(folder.draftOf(id), { recursive: true, force: true });
}

/** Files in the folder of a study, but for the lease of who counts them. */
export function filesOf(folder: StudyFolder): number { return filesBelow(folder.path).files.filter((name) => name !== LEASE).length; }

/** What the system says, in words. */
export async function onDisk<T>(path: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw isKnotworkError(error) ? error : diskError(path, error);
  }
}
