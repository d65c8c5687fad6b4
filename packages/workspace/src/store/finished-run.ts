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
  if (timing === null) throw changedSince(join(folder, FILES.timing), false);
  const { files } = timing;
  if (!isHashes(files) || files[FILES.result] === undefined) throw withoutHashes(join(folder, FILES.timing));
  for (const [name, known] of Object.entries(files)) {
    const bytes = readBytes(folder, name);
    if (bytes === null || sha256(bytes) !== known) throw changedSince(join(folder, name), bytes !== null);
  }
  return { result: readResult(folder)!, finished: status.finished };
}

const isHashes = (files: unknown): files is Readonly<Record<string, unknown>> => typeof files === 'object' && files !== null;
