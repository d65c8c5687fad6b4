import { canonicalJson } from '@knotwork/experiment';
import type { Loss, SetLosses } from '@knotwork/statistics';
import { readResult, readRun } from '@knotwork/workspace';
import { dataChanged } from '../errors.js';
import { foldNumbers } from '../plan/axes.js';
import { lossOf } from '../plan/measured-loss.js';
import type { PlannedTrial } from '../plan/study-plan.js';
import type { StudyFolder } from '../run/study-folder.js';
import type { StudyRecord } from '../run/study-record.js';

/** Part of the scale below which losses are rounding, as the statistics have it. */
const FLOOR = 1e-13;

/** What became of a trial. */
export interface TrialResult {
  readonly trial: PlannedTrial;
  /** As its run ended. */
  readonly status: string;
  /** Null where it failed: diverged, or without a number for the metric. */
  readonly loss: Loss;
  /** Numbers that its network was made of; null where there is none. */
  readonly parameters: number | null;
}

/** How a trial ended. */
export interface Outcome extends Omit<TrialResult, 'trial'> {
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
}

/**
 * Reads what the trials of a study left.
 *
 * @throws KnotworkError `environment` for a damaged file, or data that changed between trials
 */
export function collect(folder: StudyFolder, { plan, loss }: StudyRecord): Collected {
  const computedBy = new Set<string>();
  const dataOf = new Map<string, string>();
  const results = plan.trials.filter(({ id }) => folder.isDone(id)).map((trial): TrialResult => {
    const place = folder.trial(trial.id);
    const { status, loss: own, parameters } = outcomeOf(place, plan, loss);
    const run = readRun(place);
    const data = canonicalJson(run?.['data'] ?? null);
    // An arm may have a file of its own.
    const rows = JSON.stringify([trial.arm, trial.set]);
    if ((dataOf.get(rows) ?? data) !== data) throw dataChanged(trial.set, folder.path);
    dataOf.set(rows, data);
    computedBy.add(canonicalJson(Object.fromEntries(['knotwork', 'versions', 'plugins', 'node', 'platform'].map((key) => [key, run?.[key] ?? null]))));
    return { trial, status, loss: own, parameters };
  });
  return { results, computedBy: [...computedBy].sort() };
}

/** How the trial of a folder ended, which it did. @throws KnotworkError `environment` for a damaged file */
export function outcomeOf(folder: string, { metric }: Pick<StudyRecord['plan'], 'metric'>, loss: StudyRecord['loss']): Outcome {
  const result = readResult(folder)!;
  const metrics = result['metrics'] as Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | null;
  const value = result['status'] === 'diverged' ? null : metrics?.[metric.on]?.[metric.name];
  const network = result['network'] as { readonly parameters?: { readonly effective?: number } } | null;
  return {
    status: String(result['status']), loss: typeof value === 'number' && Number.isFinite(value) ? lossOf(loss, value) : null, parameters: network?.parameters?.effective ?? null,
    reason: typeof result['reason'] === 'string' ? result['reason'] : null, result,
  };
}

/**
 * Losses by set and arm, seed by seed: of several folds their geometric mean, and a failure where one of them failed.
 *
 * @throws RangeError where trials are missing
 */
export function lossesBySet({ plan, scales }: StudyRecord, results: readonly TrialResult[]): readonly SetLosses[] {
  const key = (arm: string, set: string, seed: number, fold: number | undefined): string => JSON.stringify([arm, set, seed, fold ?? null]);
  const found = new Map(results.map(({ trial, loss }) => [key(trial.arm, trial.set, trial.seed, trial.fold), loss]));
  const lossOfSeed = (arm: string, set: string, seed: number): Loss => {
    const losses = foldNumbers(plan.folds).map((fold) => {
      const at = key(arm, set, seed, fold);
      if (!found.has(at)) throw new RangeError(`The trial ${at} is not done.`);
      return found.get(at)!;
    });
    if (losses.length === 1) return losses[0]!;
    const floor = FLOOR * scales[set]!;
    return losses.some((loss) => loss === null) ? null : Math.exp(losses.reduce<number>((sum, loss) => sum + Math.log(Math.max(loss!, floor)), 0) / losses.length);
  };
  return plan.sets.map(({ name }) => ({
    name, targetDeviation: scales[name]!,
    losses: Object.fromEntries(plan.arms.map((arm) => [arm.name, plan.seeds.map((seed) => lossOfSeed(arm.name, name, seed))])),
  }));
}
