import { mean } from '@knotwork/numerics';
import { FLOOR, type Loss, meanRanks } from '@knotwork/statistics';
import { foldNumbers } from '../plan/axes.js';
import { isAlike } from '../plan/halving-of.js';
import type { PlannedTrial } from '../plan/study-plan.js';
import type { StudyRecord } from '../run/study-record.js';
import { overFolds } from '../verdict/over-folds.js';
import { armsIn } from './trials-by.js';

/** What an arm came to in a round. */
export interface ArmInRound {
  readonly arm: string;
  /** Mean over data sets and seeds, 1 the best. */
  readonly meanRank: number;
  /** Geometric mean of its losses, by which arms of equal ranks are told apart; null where it failed once. */
  readonly geometricMean: number | null;
  /** Data sets and seeds with which it failed, of so many. */
  readonly failed: number;
  readonly of: number;
  readonly isStopped: boolean;
}

/** Which arms a round stopped, and by what. */
export interface Decision {
  /** From 1. */
  readonly round: number;
  /** Those that were in it, in the order of the plan. */
  readonly arms: readonly ArmInRound[];
}

/** What a round is decided by: the plan, and how losses are read. */
export type Ruled = Pick<StudyRecord, 'plan' | 'scales'> & { readonly loss: Pick<StudyRecord['loss'], 'isMore'> };

/**
 * Decides a round whose trials are done, by losses and nothing else: arms are ranked with every seed on every data set, a failure behind all, and those with the largest mean ranks are stopped; of equal ones those with the
 * larger geometric means of losses, and of these those that stand last in the plan.
 * Seeds are those of the round, and of earlier ones whose trials were of the same kind.
 *
 * @param decisions of the rounds before
 * @param lossOf a trial that is done, on the rows that arms are stopped by
 */
export function decisionAfter(record: Ruled, decisions: readonly Decision[], lossOf: (trial: PlannedTrial) => Loss): Decision {
  const { plan } = record;
  const { rounds } = plan.halving!;
  const round = decisions.length + 1;
  const { keeps } = rounds[round - 1]!;
  const arms = armsIn(plan, decisions, round).map(({ name }) => name);
  const blocks = blocksOf(record, arms, round, lossOf);
  const ranks = meanRanks(blocks);
  const means = arms.map((_, k) => geometricMean(blocks, k));
  // Of two infinite ones the difference is no number.
  const order = arms.map((_, k) => k).sort((i, j) => ranks[i]! - ranks[j]! || (means[i] ?? Infinity) - (means[j] ?? Infinity) || i - j);
  const stopped = new Set(order.slice(keeps));
  return {
    round, arms: arms.map((arm, k) => ({ arm, meanRank: ranks[k]!, geometricMean: means[k]!, failed: blocks.filter(({ losses }) => losses[k] === null).length, of: blocks.length, isStopped: stopped.has(k) })),
  };
}

interface Block { readonly losses: readonly Loss[]; readonly targetDeviation: number }

function geometricMean(blocks: readonly Block[], arm: number): number | null {
  const logs = blocks.map(({ losses, targetDeviation }) => (losses[arm] === null ? NaN : Math.log(Math.max(losses[arm]!, FLOOR * targetDeviation))));
  const middle = mean(logs);
  return Number.isNaN(middle) ? null : Math.exp(middle);
}

/** Losses of arms with every seed that counts on every set. */
function blocksOf({ plan, loss, scales }: Ruled, arms: readonly string[], round: number, lossOf: (trial: PlannedTrial) => Loss): readonly Block[] {
  const { halving, sets, folds, trials } = plan;
  const own = halving!.rounds[round - 1]!;
  const key = (arm: string, set: string, seed: number, fold: number | undefined, of: number): string => JSON.stringify([arm, set, seed, fold ?? null, of]);
  const byKey = new Map(trials.flatMap((trial) => (trial.round === undefined ? [] : [[key(trial.arm, trial.set, trial.seed, trial.fold, trial.round), trial] as const])));
  return halving!.rounds.slice(0, round).flatMap((other, k) => (!isAlike(other, own) ? [] : other.seeds.flatMap((seed) => sets.map(({ name: set }) => ({
    targetDeviation: scales[set]!,
    losses: arms.map((arm) => overFolds(foldNumbers(folds).map((fold) => lossOf(byKey.get(key(arm, set, seed, fold, k + 1))!)), loss, scales[set]!)),
  })))));
}
