import { hostname } from 'node:os';
import { type Holder, holderOf } from '@knotwork/workspace';
import type { Decision } from '../halving/decision.js';
import { Rounds } from '../halving/rounds.js';
import { countOfTrials, stoppedOf } from '../halving/trials-by.js';
import { decisionInWords } from '../halving/words.js';
import type { PlannedTrial } from '../plan/study-plan.js';
import { claimsIn } from '../run/claims.js';
import type { StudyFolder } from '../run/study-folder.js';
import type { StudyRecord } from '../run/study-record.js';
import { outcomeOf } from '../verdict/outcome.js';
import { failureOf, placeOf } from './failure.js';

/** How far an arm is. */
export interface ArmStatus {
  readonly arm: string;
  /** Trials that ended, those that failed among them. */
  readonly done: number;
  readonly failed: number;
  readonly running: number;
  readonly waiting: number;
  /** Trials that there are by now. */
  readonly trials: number;
  /** The round that stopped it; left out of one that was not stopped. */
  readonly stopped?: number;
}

/** Somebody who works on a trial at the moment. */
export interface WorkerStatus {
  /** Such as `process 4711`, with its host where that is another one. */
  readonly who: string;
  readonly trial: string;
  /** Which trial that is, in words. */
  readonly place: string;
  /** Since it has the trial. */
  readonly seconds: number;
}

/** A trial that failed, and its words. */
export interface FailedTrial {
  readonly trial: string;
  readonly arm: string;
  readonly place: string;
  readonly reason: string;
}

/** How far a study is: plain data. */
export interface StudyStatus {
  readonly study: string;
  /** Trials that there are going to be. */
  readonly trials: number;
  /** Trials that ended, those that failed among them. */
  readonly done: number;
  readonly failed: number;
  readonly look: number;
  readonly isJudged: boolean;
  /** Who conducts it; null where nobody does, though workers may be there. */
  readonly conductor: string | null;
  /** Sum over trials that ended. */
  readonly secondsSpent: number;
  /** As long as trials of the same arm and set took, shared by those who work now, or by one; null where nothing ended yet. */
  readonly secondsLeft: number | null;
  /** Rounds that stop arms, those that are over, and what there is to say of the last of these; left out where no arm is stopped. */
  readonly halving?: { readonly rounds: number; readonly over: number; readonly says: string | null };
  readonly arms: readonly ArmStatus[];
  readonly workers: readonly WorkerStatus[];
  readonly failures: readonly FailedTrial[];
}

interface Ended { readonly reason: string | null; readonly seconds: number }

/** Looks at the folder of a study again and again: what ended once is not read twice. */
export class StatusReader {
  private readonly ended = new Map<string, Ended>();
  private rounds: { readonly registered: string; readonly of: Rounds } | null = null;

  constructor(private readonly folder: StudyFolder) {}

  /**
   * Cost: of every trial that ended since the last look two files, of others one question to the disk.
   *
   * @param now milliseconds since 1970
   * @throws KnotworkError `input` where no study was begun, `environment` for a damaged file
   */
  read(now: number): StudyStatus {
    const record = this.folder.readBegun();
    // A plan that has grown has rounds as before.
    if (this.rounds?.registered !== record.registered) this.rounds = { registered: record.registered, of: new Rounds(this.folder, record) };
    const { plan } = record;
    const [decisions, trials] = [this.rounds.of.decisions(), this.rounds.of.trials()];
    for (const { id } of this.folder.those('done', trials.filter((trial) => !this.ended.has(trial.id)))) this.ended.set(id, this.endOf(record, id));
    const held = new Map<string, Holder>();
    for (const { trial, name } of claimsIn(this.folder.claims)) {
      const holder = holderOf(this.folder.claims, name);
      if (holder !== null && !this.ended.has(trial)) held.set(trial, holder);
    }
    const conductor = holderOf(this.folder.path);
    const failures = trials.flatMap((trial) => {
      const reason = this.ended.get(trial.id)?.reason ?? null;
      return reason === null ? [] : [{ trial: trial.id, arm: trial.arm, place: placeOf(trial, plan), reason }];
    });
    const workers = trials.flatMap((trial) => (held.has(trial.id) ? [workerOf(trial, held.get(trial.id)!, placeOf(trial, plan), now)] : []));
    return {
      study: record.name, trials: countOfTrials(plan), done: trials.filter(({ id }) => this.ended.has(id)).length, failed: failures.length, look: record.looks.length,
      isJudged: record.looks.at(-1)?.isJudged === true, conductor: conductor === null ? null : nameOf(conductor),
      secondsSpent: trials.reduce((sum, { id }) => sum + (this.ended.get(id)?.seconds ?? 0), 0), secondsLeft: this.timeLeft(trials, workers, countOfTrials(plan) - trials.length),
      ...(plan.halving === undefined ? {} : { halving: { rounds: plan.halving.rounds.length, over: decisions.length, says: decisions.length === 0 ? null : decisionInWords(plan.halving, decisions.at(-1)!) } }),
      arms: this.armsOf(record, trials, decisions, held), workers, failures,
    };
  }

  private endOf({ plan, loss }: StudyRecord, id: string): Ended {
    const files = this.folder.filesOf(id);
    return { reason: failureOf(outcomeOf(files, plan, loss), plan), seconds: files.timing()?.seconds ?? 0 };
  }

  private armsOf({ plan }: StudyRecord, trials: readonly PlannedTrial[], decisions: readonly Decision[], held: ReadonlyMap<string, Holder>): ArmStatus[] {
    const stopped = new Map(stoppedOf(plan, decisions).map(({ arm, round }) => [arm, round]));
    const arms = new Map(plan.arms.map(({ name }) => [name, { done: 0, failed: 0, running: 0, waiting: 0, trials: 0 }]));
    for (const { id, arm } of trials) {
      const counts = arms.get(arm)!;
      const end = this.ended.get(id);
      counts.trials++;
      counts[end !== undefined ? 'done' : held.has(id) ? 'running' : 'waiting']++;
      if (end !== undefined && end.reason !== null) counts.failed++;
    }
    return [...arms].map(([arm, counts]) => ({ arm, ...counts, ...(stopped.has(arm) ? { stopped: stopped.get(arm)! } : {}) }));
  }

  /** @param toCome trials of which nobody knows yet of which arms they are */
  private timeLeft(trials: readonly PlannedTrial[], workers: readonly WorkerStatus[], toCome: number): number | null {
    const all = new Mean();
    const byPlace = new Map<string, Mean>();
    for (const trial of trials) {
      const end = this.ended.get(trial.id);
      if (end === undefined) continue;
      const key = kindOf(trial);
      if (!byPlace.has(key)) byPlace.set(key, new Mean());
      byPlace.get(key)!.add(end.seconds);
      all.add(end.seconds);
    }
    if (all.count === 0) return null;
    const passed = new Map(workers.map(({ trial, seconds }) => [trial, seconds]));
    const left = trials.reduce((sum, trial) => (this.ended.has(trial.id) ? sum
      : sum + Math.max(0, (byPlace.get(kindOf(trial)) ?? all).value - (passed.get(trial.id) ?? 0))), toCome * all.value);
    return left / Math.max(1, workers.length);
  }
}

/** Trials that take about as long: rounds may be cheaper. */
const kindOf = ({ arm, set, round }: PlannedTrial): string => JSON.stringify([arm, set, round ?? null]);

/** A mean that grows. */
class Mean {
  count = 0;
  private sum = 0;

  add(value: number): void { this.count++; this.sum += value; }

  get value(): number { return this.sum / this.count; }
}

function workerOf({ id }: PlannedTrial, holder: Holder, place: string, now: number): WorkerStatus {
  return { who: nameOf(holder), trial: id, place, seconds: Math.max(0, now - Date.parse(holder.since)) / 1000 };
}

function nameOf({ pid, host, job }: Holder): string { return `process ${pid}${host === hostname() ? '' : ` of ${host}`}${job === null ? '' : `, job ${job}`}`; }
