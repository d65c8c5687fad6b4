import { join } from 'node:path';
import { FILES, type FinishedRun } from '@knotwork/experiment';
import { changedSince, withoutHashes } from './errors.js';
import { sha256 } from '../identity/sha256.js';
import { readBytes, readJson, readResult, runStatus } from './run-folder.js';

/**
 * The finished run of a folder, or null where none has ended there. Its result and its networks are what was written: every byte of them
 * is hashed.
 *
 * @throws KnotworkError `environment` that names a file which is damaged, was changed or is gone
 */
export function finishedRun(folder: string): FinishedRun | null {
  const status = runStatus(folder);
  if (status.state !== 'completed') return null;
  const timing = readJson(folder, FILES.timing);
  for (const name of Object.keys(hashesOf(folder, timing))) requireAsWritten(folder, name, readBytes(folder, name), timing);
  return { result: readResult(folder)!, finished: status.finished };
}

/**
 * Refuses a file of a finished run that is not what was written, by the hashes that `timing.json` has.
 *
 * @param folder of the run, for the message @param bytes of the file, null where it is gone @param timing content of `timing.json`, null where it is gone
 * @param remedy sentences that say what to do; left out of a run that stands for itself
 * @throws KnotworkError `environment` that names the file
 */
export function requireAsWritten(folder: string, name: string, bytes: Uint8Array | null, timing: Timing | null, remedy?: string): void {
  if (bytes === null || sha256(bytes) !== hashesOf(folder, timing, remedy)[name]) throw changedSince(join(folder, name), bytes !== null, remedy);
}

/** As much of `timing.json` as is relied on. */
interface Timing { readonly files?: unknown }

function hashesOf(folder: string, timing: Timing | null, remedy?: string): Readonly<Record<string, unknown>> {
  if (timing === null) throw changedSince(join(folder, FILES.timing), false, remedy);
  const { files } = timing;
  if (!isHashes(files) || files[FILES.result] === undefined) throw withoutHashes(join(folder, FILES.timing), remedy);
  return files;
}

const isHashes = (files: unknown): files is Readonly<Record<string, unknown>> => typeof files === 'object' && files !== null;
