import { canonicalJson } from '@knotwork/experiment';
import type { Loss, SetLosses } from '@knotwork/statistics';
import { dataChanged } from '../errors.js';
import { foldNumbers } from '../plan/axes.js';
import type { Decision } from '../halving/decision.js';
import { ownData } from '../halving/trials-by.js';
import { Rounds } from '../halving/rounds.js';
import type { TrialFiles } from '../pack/trial-files.js';
import type { PlannedTrial } from '../plan/study-plan.js';
import type { OperationsBySet } from '../run/operations-of-study.js';
import { type EngineRecord, engineText } from '../run/engines.js';
import type { StudyFolder } from '../run/study-folder.js';
import type { StudyRecord } from '../run/study-record.js';
import type { Freedom } from './freedom.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { overFolds } from './over-folds.js';

/** What became of a trial. */
export interface TrialResult {
  readonly trial: PlannedTrial;
  /** As its run ended. */
  readonly status: string;
  /** Null where it failed: diverged, or without a number for the metric. */
  readonly loss: Loss;
  /** The same on validation rows, by which arms choose what tuning offers. */
  readonly validationLoss: Loss;
  /** Numbers that its network was made of; null where there is none. */
  readonly parameters: number | null;
  /** Degrees of freedom of its network; null where there is none. */
  readonly freedom: Freedom | null;
  /** Seconds, where some trial of the study was stopped by a time budget: what its stages were given, null for one without a budget, and what the run took. */
  readonly seconds?: { readonly asked: number | null; readonly taken: number | null };
}

/** Engines that an arm had. */
export interface StrayEngines { readonly arm: string; readonly engines: readonly { readonly engine: string; readonly trials: number }[] }

/** What all trials of a study came to. */
export interface Collected {
  /** Of trials that are compared; those of rounds that stop arms are not among them. */
  readonly results: readonly TrialResult[];
  /** Which arms were stopped, round by round; left out of a study that stops none. */
  readonly decisions?: readonly Decision[];
  /** What computed them, one text for each of those that differ. */
  readonly computedBy: readonly string[];
  /** Engines of arms of which trials had several, or another than the study began with, with how many had each. */
  readonly strayEngines: readonly StrayEngines[];
  /** What networks cost, as far as it was counted. */
  readonly operations: OperationsBySet;
}

/**
 * Reads what the trials of a study left.
 *
 * @param look is shown every trial while its result is at hand, which is read once
 * @throws KnotworkError `environment` for a damaged file, or data that changed between trials
 */
export function collect(folder: StudyFolder, record: StudyRecord, look: (trial: PlannedTrial, outcome: Outcome, files: TrialFiles) => void = () => undefined): Collected {
  const { plan, loss, engines = {} } = record;
  const rounds = new Rounds(folder, record);
  const computedBy = new Set<string>();
  const dataOf = new Map<string, string>();
  const others = new Map<string, string[]>();
  const byEngine = new Map<string, Map<string, number>>();
  const all = folder.those('done', rounds.trials()).map((trial): TrialResult => {
    const files = folder.filesOf(trial.id);
    const outcome = outcomeOf(files, plan, loss);
    const { reason: _reason, result: _result, ...counted } = outcome;
    look(trial, outcome, files);
    const run = files.run();
    const data = canonicalJson(run?.['data'] ?? null);
    // An arm may have a file of its own.
    const rows = JSON.stringify([trial.arm, trial.set, ownData(plan, trial)]);
    if ((dataOf.get(rows) ?? data) === data) dataOf.set(rows, data);
    else others.set(trial.set, [...others.get(trial.set) ?? [], trial.id]);
    computedBy.add(canonicalJson(Object.fromEntries(['knotwork', 'versions', 'plugins', 'node', 'platform'].map((key) => [key, run?.[key] ?? null]))));
    const engine = engineText((run?.['engine'] ?? {}) as EngineRecord);
    const ofArm = byEngine.get(trial.arm) ?? new Map<string, number>();
    byEngine.set(trial.arm, ofArm.set(engine, (ofArm.get(engine) ?? 0) + 1));
    return { trial, ...counted };
  });
  for (const [set, trials] of others) throw dataChanged(set, folder.path, trials);
  const results = all.filter(({ trial }) => trial.round === undefined);
  const timed = results.some(({ status }) => status === 'stopped') ? results.map((result) => ({ ...result, seconds: secondsOf(folder.filesOf(result.trial.id)) })) : results;
  return { results: timed, ...(plan.halving === undefined ? {} : { decisions: rounds.decisions() }), computedBy: [...computedBy].sort(), operations: folder.readOperations(), strayEngines: strayEngines(byEngine, engines) };
}

function secondsOf(files: TrialFiles): NonNullable<TrialResult['seconds']> {
  const { experiment } = (files.run() ?? {}) as { readonly experiment?: { readonly stages?: readonly { readonly budget?: { readonly seconds?: number } }[] } };
  const asked = experiment?.stages?.flatMap(({ budget }) => budget?.seconds ?? []) ?? [];
  return { asked: asked.length === 0 ? null : asked.reduce((a, b) => a + b), taken: files.timing()?.seconds ?? null };
}

function strayEngines(byEngine: ReadonlyMap<string, ReadonlyMap<string, number>>, begun: Readonly<Record<string, EngineRecord>>): StrayEngines[] {
  return [...byEngine].flatMap(([arm, counts]) => {
    const wanted = begun[arm] === undefined ? null : engineText(begun[arm]);
    const isAsBegun = counts.size === 1 && (wanted === null || counts.has(wanted));
    return isAsBegun ? [] : [{ arm, engines: [...counts].map(([engine, trials]) => ({ engine, trials })).sort((a, b) => (a.engine < b.engine ? -1 : 1)) }];
  });
}

/** Of the trials that an arm chooses from, the one with the least loss on validation rows, for every set, seed and fold; of equal ones the first. In the order of the trials. */
export function chosenOf<T extends Pick<TrialResult, 'trial' | 'validationLoss'>>(results: readonly T[]): readonly T[] {
  const best = new Map<string, T>();
  for (const result of results) {
    const { arm, set, seed, fold, round } = result.trial;
    const key = JSON.stringify([arm, set, seed, fold ?? null, round ?? null]);
    const other = best.get(key);
    if (other === undefined || (result.validationLoss ?? Infinity) < (other.validationLoss ?? Infinity)) best.set(key, result);
  }
  const chosen = new Set(best.values());
  return results.filter((result) => chosen.has(result));
}

/**
 * Losses by set and arm, seed by seed: of several folds their geometric mean, and a failure where one of them failed. Of a metric of which more is better, such as a share of right answers, it is the mean:
 * a fold without an error must not decide.
 *
 * @throws RangeError where trials are missing
 */
export function lossesBySet({ plan, loss: { isMore }, scales }: StudyRecord, results: readonly TrialResult[]): readonly SetLosses[] {
  const key = (arm: string, set: string, seed: number, fold: number | undefined): string => JSON.stringify([arm, set, seed, fold ?? null]);
  const found = new Map(results.map(({ trial, loss }) => [key(trial.arm, trial.set, trial.seed, trial.fold), loss]));
  const lossOfSeed = (arm: string, set: string, seed: number): Loss => overFolds(foldNumbers(plan.folds).map((fold) => {
    const at = key(arm, set, seed, fold);
    if (!found.has(at)) throw new RangeError(`The trial ${at} is not done.`);
    return found.get(at)!;
  }), { isMore }, scales[set]!);
  return plan.sets.map(({ name }) => ({
    name, targetDeviation: scales[name]!,
    losses: Object.fromEntries(plan.arms.map((arm) => [arm.name, plan.seeds.map((seed) => lossOfSeed(arm.name, name, seed))])),
  }));
}
