import { cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { diskError, readRun, runStatus } from '@knotwork/workspace';
import { reusedOfOtherCode } from '../errors.js';
import type { PlannedTrial } from '../plan/study-plan.js';
import { STUDY_FILES, StudyFolder } from './study-folder.js';

/**
 * A study whose finished trials may be copied.
 *
 * @param code that runs now
 * @throws KnotworkError `input` where there is no study, or other code computed it
 */
export function reusable(path: string, code: string): StudyFolder {
  const folder = new StudyFolder(path);
  const other = folder.readBegun().code.find((text) => text !== code);
  if (other !== undefined) throw reusedOfOtherCode(folder.path, other, code);
  return folder;
}

/** How many of the trials have come to their end there. */
export function finishedIn(from: StudyFolder, trials: readonly PlannedTrial[]): number {
  return trials.filter(({ id }) => runStatus(from.trial(id)).state === 'completed').length;
}

/**
 * Copies a trial that another study has finished, whole or not at all, where it is the same run: the same experiment, data, code and engine.
 *
 * @param run id of the run that it would be here
 * @returns whether it was
 * @throws KnotworkError `environment`
 */
export function copyTrial(from: readonly string[], to: StudyFolder, id: string, run: string): boolean {
  const source = from.map((path) => new StudyFolder(path).trial(id)).find((trial) => runStatus(trial).state === 'completed' && readRun(trial)?.['id'] === run);
  const target = to.trial(id);
  if (source === undefined || (existsSync(target) && readdirSync(target).length > 0)) return false;
  const copy = join(to.path, STUDY_FILES.trials, `.${id}`);
  try {
    rmSync(copy, { recursive: true, force: true });
    cpSync(source, copy, { recursive: true, filter: (path) => basename(path) !== 'lock' });
    rmSync(target, { recursive: true, force: true });
    renameSync(copy, target);
    return true;
  } catch (error) {
    // Somebody who took the trial over may have been faster.
    if (runStatus(target).state === 'completed') return true;
    throw diskError(target, error);
  }
}
