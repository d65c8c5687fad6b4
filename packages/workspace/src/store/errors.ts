import { basename, dirname } from 'node:path';
import { FILES } from '@knotwork/experiment';
import { KnotworkError } from '@knotwork/plugin';

const ELSEWHERE = 'or choose another folder with --out.';

/**
 * What the operating system said about a file, a folder or a stream, in words.
 *
 * @param elsewhere ends the remedy: where else to write
 */
export function diskError(path: string, cause: unknown, elsewhere = ELSEWHERE): KnotworkError {
  const { code = '', message } = cause as Error & { code?: string };
  const [what, remedy] = explanations[code] ?? [`cannot be used: ${message}.`, 'Check the disk'];
  return new KnotworkError('environment', `${path} ${what} ${remedy}, ${elsewhere}`, { cause });
}

const full = ['could not be written: the disk is full.', 'Free some space'] as const;
const forbidden = ['could not be written: permission was denied.', 'Allow it'] as const;
const inTheWay = ['is not a folder, or a part of the path is a file.', 'Move that file away'] as const;
const explanations: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOSPC: full,
  EDQUOT: ['could not be written: your share of the disk is used up.', 'Free some space'],
  EFBIG: ['could not be written: files may not grow any larger here.', 'Raise the limit (ulimit -f)'],
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: ['could not be written: the disk can only be read.', 'Mount it for writing'],
  ENOTDIR: inTheWay,
  EEXIST: inTheWay,
};

/** Another process writes the folder. */
export function folderInUse(folder: string, holder: string, lock: string): KnotworkError {
  return new KnotworkError('busy', `${folder} is being written by ${holder}. Wait until it has ended, ${ELSEWHERE} `
    + `If nothing is running there, delete ${lock}.`);
}

/** Somebody else took over what this process held, since it was silent for too long. */
export function leaseLost(folder: string): KnotworkError {
  return new KnotworkError('busy', `Another process has taken over ${folder}, since this one was stopped for too long; it writes nothing more there. Look there for what the other one computes.`);
}

/** The folder holds the beginning of another run. */
export function anotherRun(folder: string): KnotworkError {
  return new KnotworkError('input', `${folder} already holds a run of other content: its run.json differs. Repeat with --again to replace it, ${ELSEWHERE}`);
}

/** A file of the folder was damaged. @param remedy as of {@link changedSince} */
export function unreadable(path: string, cause: unknown, remedy?: string): KnotworkError {
  return notAsWritten(path, (cause as Error).message, remedy, cause);
}

/** A file of a finished run is gone or holds other bytes than were written. @param remedy sentences that say what to do; left out of a run that stands for itself */
export function changedSince(path: string, isThere: boolean, remedy?: string): KnotworkError {
  return notAsWritten(path, isThere ? 'its SHA-256 is not the one in timing.json' : 'it is gone', remedy);
}

/** Nothing tells whether a finished run is as it was written. @param remedy as of {@link changedSince} */
export function withoutHashes(path: string, remedy?: string): KnotworkError {
  return notAsWritten(path, 'it does not say what the other files of the run were like when it ended', remedy);
}

function notAsWritten(path: string, reason: string, remedy?: string, cause?: unknown): KnotworkError {
  return new KnotworkError('environment', `${path} is not what was written: ${reason}. ${remedy ?? remedyOfRun(path)}`, { cause });
}

// What replaces a run has to know that it is one.
const remedyOfRun = (path: string): string => `${basename(path) === FILES.run ? `Delete ${dirname(path)} and repeat the run` : 'Repeat the run with --again'}, ${ELSEWHERE}`;

/** Something was written after the end. */
export function storeClosed(folder: string): KnotworkError {
  return new KnotworkError('internal', `The run folder ${folder} was written after it had been closed. Keep its store open until the run has ended.`);
}
