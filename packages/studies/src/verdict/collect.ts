import { canonicalJson } from '@knotwork/experiment';
import { FLOOR, type Loss, type SetLosses } from '@knotwork/statistics';
import { dataChanged } from '../errors.js';
import { foldNumbers } from '../plan/axes.js';
import { lossOf } from '../plan/measured-loss.js';
import type { TrialFiles } from '../pack/trial-files.js';
import type { PlannedTrial } from '../plan/study-plan.js';
import type { OperationsBySet } from '../run/operations-of-study.js';
import { type EngineRecord, engineText } from '../run/engines.js';
import type { StudyFolder } from '../run/study-folder.js';
import type { StudyRecord } from '../run/study-record.js';
import { type Freedom, freedomOf } from './freedom.js';

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
/** How a trial ended. */
export interface Outcome extends Omit<TrialResult, 'trial' | 'seconds'> {
  /** What the run says of a failure; null where it says nothing. */
  readonly reason: string | null;
  /** Content of `result.json`. */
  readonly result: Readonly<Record<string, unknown>>;
}

/** What all trials of a study came to. */
export interface Collected {
  readonly results: readonly TrialResult[];
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
export function collect(folder: StudyFolder, { plan, loss, engines = {} }: StudyRecord, look: (trial: PlannedTrial, outcome: Outcome, files: TrialFiles) => void = () => undefined): Collected {
  const computedBy = new Set<string>();
  const dataOf = new Map<string, string>();
  const others = new Map<string, string[]>();
  const byEngine = new Map<string, Map<string, number>>();
  const results = folder.those('done', plan.trials).map((trial): TrialResult => {
    const files = folder.filesOf(trial.id);
    const outcome = outcomeOf(files, plan, loss);
    const { reason: _reason, result: _result, ...counted } = outcome;
    look(trial, outcome, files);
    const run = files.run();
    const data = canonicalJson(run?.['data'] ?? null);
    // An arm may have a file of its own.
    const rows = JSON.stringify([trial.arm, trial.set]);
    if ((dataOf.get(rows) ?? data) === data) dataOf.set(rows, data);
    else others.set(trial.set, [...others.get(trial.set) ?? [], trial.id]);
    computedBy.add(canonicalJson(Object.fromEntries(['knotwork', 'versions', 'plugins', 'node', 'platform'].map((key) => [key, run?.[key] ?? null]))));
    const engine = engineText((run?.['engine'] ?? {}) as EngineRecord);
    const ofArm = byEngine.get(trial.arm) ?? new Map<string, number>();
    byEngine.set(trial.arm, ofArm.set(engine, (ofArm.get(engine) ?? 0) + 1));
    return { trial, ...counted };
  });
  for (const [set, trials] of others) throw dataChanged(set, folder.path, trials);
  const timed = results.some(({ status }) => status === 'stopped') ? results.map((result) => ({ ...result, seconds: secondsOf(folder.filesOf(result.trial.id)) })) : results;
  return { results: timed, computedBy: [...computedBy].sort(), operations: folder.readOperations(), strayEngines: strayEngines(byEngine, engines) };
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
    const { arm, set, seed, fold } = result.trial;
    const key = JSON.stringify([arm, set, seed, fold ?? null]);
    const other = best.get(key);
    if (other === undefined || (result.validationLoss ?? Infinity) < (other.validationLoss ?? Infinity)) best.set(key, result);
  }
  const chosen = new Set(best.values());
  return results.filter((result) => chosen.has(result));
}

/** How a trial ended, which it did. @throws KnotworkError `environment` for a damaged file */
export function outcomeOf(files: TrialFiles, { metric }: Pick<StudyRecord['plan'], 'metric'>, loss: StudyRecord['loss']): Outcome {
  const result = files.result()!;
  const metrics = result['metrics'] as Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | null;
  const lossOn = (rows: string): Loss => {
    const value = result['status'] === 'diverged' ? null : metrics?.[rows]?.[metric.name];
    return typeof value === 'number' && Number.isFinite(value) ? lossOf(loss, value) : null;
  };
  const network = result['network'] as { readonly parameters?: { readonly effective?: number } } | null;
  return {
    status: String(result['status']), loss: lossOn(metric.on), validationLoss: lossOn('validation'), parameters: network?.parameters?.effective ?? null, freedom: freedomOf(result),
    reason: typeof result['reason'] === 'string' ? result['reason'] : null, result,
  };
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
  const lossOfSeed = (arm: string, set: string, seed: number): Loss => {
    const losses = foldNumbers(plan.folds).map((fold) => {
      const at = key(arm, set, seed, fold);
      if (!found.has(at)) throw new RangeError(`The trial ${at} is not done.`);
      return found.get(at)!;
    });
    if (losses.length === 1) return losses[0]!;
    if (losses.some((loss) => loss === null)) return null;
    if (isMore) return losses.reduce<number>((sum, loss) => sum + loss!, 0) / losses.length;
    const floor = FLOOR * scales[set]!;
    return Math.exp(losses.reduce<number>((sum, loss) => sum + Math.log(Math.max(loss!, floor)), 0) / losses.length);
  };
  return plan.sets.map(({ name }) => ({
    name, targetDeviation: scales[name]!,
    losses: Object.fromEntries(plan.arms.map((arm) => [arm.name, plan.seeds.map((seed) => lossOfSeed(arm.name, name, seed))])),
  }));
}
