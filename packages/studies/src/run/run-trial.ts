import { join } from 'node:path';
import type { RunOutcome } from '@knotwork/experiment';
import { type FileComposer, type FileRequest, servicesOfTrial } from '@knotwork/workspace';
import type { PlannedTrial } from '../plan/study-plan.js';
import type { Claim } from './claims.js';
import { copyTrial } from './reuse.js';
import type { StudyFolder } from './study-folder.js';
import type { StoredBase, StudyRecord } from './study-record.js';

/** What is to be run as a trial. */
export function trialRequest(folder: StudyFolder, base: StoredBase, { id, overrides }: Pick<PlannedTrial, 'id' | 'overrides'>): FileRequest {
  return { file: join(base.folder, base.file), text: base.text, overrides, out: folder.trial(id), again: false, cwd: base.folder };
}

/** How a trial came to its end. */
export interface EndedTrial extends Pick<RunOutcome, 'status' | 'seconds'> {
  /** Another study had computed it. */
  readonly isCopied: boolean;
}

/**
 * Runs a trial to its end, goes on with it, or copies it where another study has it: a run in a folder of its own as any other.
 *
 * @param others studies whose finished trials may be copied
 * @param claim asked once more before anything is written: a process that was stopped since it took it may find the trial ended by somebody else
 * @throws KnotworkError as a run throws; that training diverged is an outcome
 */
export async function runTrial(composer: FileComposer, folder: StudyFolder, { base }: Pick<StudyRecord, 'base'>, others: readonly StudyFolder[], trial: PlannedTrial, claim: Claim, signal: AbortSignal): Promise<EndedTrial> {
  const request = trialRequest(folder, base, trial);
  const before = folder.filesOf(trial.id).run();
  // What other code began, before versions were mixed on purpose, is begun again.
  const isOther = before !== null && (await composer.compose({ ...request, again: true })).id !== before['id'];
  const composition = await composer.compose({ ...request, again: isOther }, servicesOfTrial(claim));
  const { done, id } = composition;
  // Whoever took it over tells of it.
  claim.requireHeld?.();
  if (done !== null) return { status: statusOf(done.result), seconds: 0, isCopied: false };
  if (before === null && copyTrial(others, folder, trial.id, id)) return { status: statusOf(folder.filesOf(trial.id).result()!), seconds: 0, isCopied: true };
  return { ...await composition.run(signal), isCopied: false };
}

const statusOf = (result: Readonly<Record<string, unknown>>): RunOutcome['status'] => result['status'] as RunOutcome['status'];
