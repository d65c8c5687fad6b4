import { setTimeout as wait } from 'node:timers/promises';
import { isKnotworkError, type KnotworkError } from '@knotwork/plugin';
import type { FileComposer } from '@knotwork/workspace';
import { Rounds } from '../halving/rounds.js';
import type { PlannedTrial } from '../plan/study-plan.js';
import { type Claim, type Claims, FolderClaims } from './claims.js';
import { requireEngines } from './engines.js';
import { requirePlugins } from './plugins-of-study.js';
import { runTrial } from './run-trial.js';
import { StudyFolder } from './study-folder.js';
import type { StudyRecord } from './study-record.js';

/** What a worker tells of its work: plain data, so that it can come from another process. */
export type WorkEvent =
  | { readonly event: 'began'; readonly trial: string }
  | { readonly event: 'ended'; readonly trial: string; readonly status: string; readonly seconds: number; readonly isCopied: boolean }
  /** A trial could not be run: the study cannot go on. */
  | { readonly event: 'failed'; readonly trial: string; readonly code: KnotworkError['code']; readonly message: string }
  /** What people should know. */
  | { readonly event: 'note'; readonly text: string }
  /** Nothing is left to begin; unless it waits for them, others may still be at work. */
  | { readonly event: 'idle' };

/** What a worker works with. */
export interface Work {
  readonly folder: StudyFolder;
  readonly record: StudyRecord;
  readonly composer: FileComposer;
  readonly signal: AbortSignal;
  /** Told when what happened is on the disk. */
  tell(event: WorkEvent): void;
  /** Default: files in the folder of the study. */
  readonly claims?: Claims;
  /** Whether it stays until all trials are done, and takes over what those leave who die or are stopped. */
  readonly waits?: boolean;
}

/** Milliseconds between looks at trials that others have. */
const PATIENCE = 300;

/**
 * Works on the trials of a study, one at a time, in their order, as long as there is one that is not done and nobody has: a trial is what the folder says, so that any number of workers may come
 * and go. Where arms are stopped in rounds each sees for itself when one is over, and what comes then.
 *
 * @throws KnotworkError `environment`, before anything is claimed, where an engine or a plugin of the study is not what this process has
 */
export async function work({ folder, record, composer, signal, tell, claims = new FolderClaims(folder.claims), waits = false }: Work): Promise<void> {
  await requirePlugins(folder, record, composer);
  await requireEngines(folder, record, composer);
  const isOpen = ({ id }: PlannedTrial): boolean => !folder.isDone(id);
  const others = (record.reuse ?? []).map((path) => new StudyFolder(path));
  const rounds = new Rounds(folder, record);
  let [known, open]: [number, readonly PlannedTrial[]] = [0, []];
  // A round that is over makes trials that were not there: of none that are left more may have come.
  const look = (): void => {
    for (;;) {
      open = folder.those('open', open);
      const now = rounds.trials();
      if (now.length === known) return;
      [known, open] = [now.length, now];
    }
  };
  look();
  while (open.length > 0) {
    for (const trial of open) {
      if (signal.aborted) return;
      const claim = isOpen(trial) ? claims.claim(trial.id) : null;
      if (claim === null) continue;
      try {
        // Somebody may have ended it since.
        if (isOpen(trial) && !await workOn(trial, claim)) return;
      } finally {
        claim.release();
      }
    }
    const before = known;
    look();
    if (known > before) continue;
    if (!waits) break;
    if (open.length > 0) await wait(PATIENCE, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
  }
  tell({ event: 'idle' });

  /** @returns whether there is more to do */
  async function workOn(trial: PlannedTrial, claim: Claim): Promise<boolean> {
    const { lost } = claim;
    tell({ event: 'began', trial: trial.id });
    try {
      const { status, seconds, isCopied } = await runTrial(composer, folder, record, others, trial, claim, lost === undefined ? signal : AbortSignal.any([signal, lost]));
      if (status === 'interrupted') return !signal.aborted;
      tell({ event: 'ended', trial: trial.id, status, seconds, isCopied });
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      // Whoever took it over goes on with it.
      if (!isHeld(claim)) return true;
      tell({ event: 'failed', trial: trial.id, code: isKnotworkError(error) ? error.code : 'internal', message: error instanceof Error ? error.message : String(error) });
      return false;
    }
  }
}

function isHeld(claim: Claim): boolean {
  try {
    claim.requireHeld?.();
    return claim.lost?.aborted !== true;
  } catch {
    return false;
  }
}
