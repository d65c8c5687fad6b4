import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILES, MEMBER_FILES, memberFile, MEMBERS, type RunStatus, START, START_FILES } from '@knotwork/experiment';
import { diskError, unreadable } from './errors.js';
import { LEASE } from './lease/lease.js';

/** Looks at a run folder without locking it. @throws KnotworkError `environment` when a file is damaged */
export function runStatus(folder: string): RunStatus {
  const result = readResult(folder);
  if (result === null) return { state: existsSync(join(folder, FILES.run)) ? 'unfinished' : 'absent' };
  if (result['status'] === 'interrupted' || result['status'] === 'failed') return { state: 'unfinished' };
  const finished = readJson(folder, FILES.timing)?.['finished'];
  return { state: 'completed', finished: typeof finished === 'string' ? finished : null };
}

/**
 * Names in a folder that is to become that of a run and is not: all that is there, unless a run of ours was begun in it. What begins with
 * a dot does not count, nor do the lock of a run that did not come to its first file, and a copy of what it was to begin with.
 */
export function foreignIn(folder: string): readonly string[] {
  const run = readRun(folder);
  if (run !== null && typeof run['id'] === 'string' && 'experiment' in run) return [];
  return entriesOf(folder).filter((name) => name !== LEASE && !name.startsWith('.') && !(name === START && isCopy(join(folder, START)))).sort();
}

/** Whether a folder holds what a run keeps of its beginning, and nothing else. */
function isCopy(folder: string): boolean {
  const names = entriesOf(folder).filter((name) => !name.startsWith('.'));
  return names.length > 0 && names.every((name) => Object.values(START_FILES).some((known) => known === `${START}/${name}`));
}

/** Names of the files of members, checkpoints before networks; none in a run of one network. */
export function memberFilesIn(folder: string): readonly string[] {
  const members = entriesOf(join(folder, MEMBERS)).filter((name) => /^[1-9]\d*$/.test(name)).map(Number).sort((a, b) => a - b);
  return MEMBER_FILES.flatMap((name) => members.map((k) => memberFile(k, name))).filter((name) => existsSync(join(folder, name)));
}

/** Names in a folder; none where there is no such folder. */
function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as { code?: string }).code ?? '')) return [];
    throw diskError(folder, error);
  }
}

/** The result of a run folder, or null when there is none yet. @throws KnotworkError `environment` when the file is damaged */
export function readResult(folder: string): Record<string, unknown> | null {
  return readJson(folder, FILES.result);
}

/** What `run.json` of a run folder says, or null when there is none. @throws KnotworkError `environment` when the file is damaged */
export function readRun(folder: string): Record<string, unknown> | null {
  return readJson(folder, FILES.run);
}

/** What `timing.json` of a run folder says, or null when there is none. @throws KnotworkError `environment` when the file is damaged */
export function readTiming(folder: string): { readonly finished?: string; readonly seconds?: number } | null {
  return readJson(folder, FILES.timing);
}

/** A JSON file of a run folder, or null when it is not there. */
export function readJson(folder: string, name: string): Record<string, unknown> | null {
  const bytes = readBytes(folder, name);
  return bytes === null ? null : parseJson(bytes, join(folder, name));
}

/** What a JSON file of a run says. @param path for the message @param remedy sentences that say what to do with a damaged file; left out of a run that stands for itself @throws KnotworkError `environment` when it is damaged */
export function parseJson(bytes: Uint8Array, path: string, remedy?: string): Record<string, unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch (error) {
    throw unreadable(path, error, remedy);
  }
}

/** The events of a run in order. A last line that a crash cut off is left out. */
export function readMetrics(folder: string): readonly Record<string, unknown>[] {
  const text = new TextDecoder().decode(readBytes(folder, FILES.metrics) ?? new Uint8Array());
  return text.split('\n').slice(0, -1).map((line) => {
    try {
      return JSON.parse(line) as Record<string, unknown>;
    } catch (error) {
      throw unreadable(join(folder, FILES.metrics), error);
    }
  });
}

/** A file of a run folder, or null when it is not there. */
export function readBytes(folder: string, name: string): Uint8Array | null {
  try {
    return readFileSync(join(folder, name));
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw diskError(join(folder, name), error);
  }
}
