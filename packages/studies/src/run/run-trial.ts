import { type RunOutcome } from '@knotwork/experiment';
import type { FileComposer, FileRequest } from '@knotwork/workspace';
import { readRun } from '@knotwork/workspace';
import { join } from 'node:path';
import type { PlannedTrial } from '../plan/study-plan.js';
import type { StudyFolder } from './study-folder.js';
import type { StoredBase } from './study-record.js';

/** What is to be run as a trial. */
export function trialRequest(folder: StudyFolder, base: StoredBase, { id, overrides }: Pick<PlannedTrial, 'id' | 'overrides'>): FileRequest {
  return { file: join(base.folder, base.file), text: base.text, overrides, out: folder.trial(id), again: false, cwd: base.folder };
}

/**
 * Runs a trial to its end, or goes on with it: a run in a folder of its own as any other.
 *
 * @throws KnotworkError as a run throws; that training diverged is an outcome
 */
export async function runTrial(composer: FileComposer, folder: StudyFolder, base: StoredBase, trial: PlannedTrial, signal: AbortSignal): Promise<Pick<RunOutcome, 'status' | 'seconds'>> {
  const request = trialRequest(folder, base, trial);
  const before = readRun(folder.trial(trial.id));
  // What other code began, before versions were mixed on purpose, is begun again.
  const isOther = before !== null && (await composer.compose({ ...request, again: true })).id !== before['id'];
  const composition = await composer.compose({ ...request, again: isOther });
  const { done } = composition;
  return done === null ? composition.run(signal) : { status: done.result['status'] as RunOutcome['status'], seconds: 0 };
}
