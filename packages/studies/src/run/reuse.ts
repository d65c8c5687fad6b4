import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { diskError } from '@knotwork/workspace';
import { reusedOfOtherCode } from '../errors.js';
import { copyFiles } from '../pack/copy-files.js';
import type { PlannedTrial } from '../plan/study-plan.js';
import { StudyFolder } from './study-folder.js';

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
  return from.those('done', trials).filter(({ id }) => from.filesOf(id).isCompleted).length;
}

/**
 * Copies a trial that another study has finished, whole or not at all, where it is the same run: the same experiment, data, code and engine.
 *
 * @param run id of the run that it would be here
 * @returns whether it was
 * @throws KnotworkError `environment`
 */
export function copyTrial(from: readonly StudyFolder[], to: StudyFolder, id: string, run: string): boolean {
  const source = from.map((folder) => folder.filesOf(id)).find((files) => files.isDone && files.isCompleted && files.run()?.['id'] === run);
  const target = to.trial(id);
  if (source === undefined || (existsSync(target) && readdirSync(target).length > 0)) return false;
  const copy = to.draftOf(id);
  try {
    rmSync(copy, { recursive: true, force: true });
    copyFiles(source, copy);
    rmSync(target, { recursive: true, force: true });
    renameSync(copy, target);
    return true;
  } catch (error) {
    // Somebody who took the trial over may have been faster.
    if (to.filesOf(id).isCompleted) return true;
    throw diskError(target, error);
  }
}
