import { randomStream } from '@knotwork/numerics';
import type { StudyPlan, Verdict } from '@knotwork/studies';
import type { Losses } from '../statistics/shapes.js';
import { decided, judged, type LossOf, pooled } from './simulated-study.js';

/** How many studies of arms that are all alike declared one of them different. */
export interface FalseWinners {
  readonly losses: string;
  readonly studies: number;
  /** On fresh seeds, as studies are judged. */
  readonly fresh: number;
  /** Where the seeds that chose arms are tested, too. */
  readonly pooled: number;
  /** Where they alone are. */
  readonly chosenOn: number;
}

/** @param plan of a study with rounds, on one data set */
export function falseWinners(plan: StudyPlan, losses: Losses, studies: number, seed = 0): FalseWinners {
  const stream = randomStream(seed, `halving ${losses.name}`);
  let [fresh, both, chosenOn] = [0, 0, 0];
  for (let study = 0; study < studies; study++) {
    const lossOf = remembered(() => losses.draw(stream));
    const decisions = decided(plan, lossOf);
    if (isDeclared(judged(plan, decisions, lossOf).sets[0]!.comparisons)) fresh++;
    if (isDeclared(judged(pooled(plan, decisions, plan.seeds), [], lossOf).sets[0]!.comparisons)) both++;
    if (isDeclared(judged(pooled(plan, decisions, []), [], lossOf).sets[0]!.comparisons)) chosenOn++;
  }
  return { losses: losses.name, studies, fresh, pooled: both, chosenOn };
}

/** The same of the question about data sets like these, where arms differ from set to set and on none of them in the mean. */
export interface FalseWinnersOfSets {
  readonly sets: number;
  readonly studies: number;
  /** Where Holm's method counts all arms, as studies do. */
  readonly all: number;
  /** Where it counts those that are left. */
  readonly left: number;
}

/** @param plan of a study with rounds that leave one arm, on six data sets or more */
export function falseWinnersOfSets(plan: StudyPlan, studies: number, seed = 0): FalseWinnersOfSets {
  const stream = randomStream(seed, 'halving sets');
  let [all, left] = [0, 0];
  for (let study = 0; study < studies; study++) {
    const liking = new Map(plan.sets.flatMap(({ name: set }) => plan.arms.map(({ name: arm }) => [`${arm} ${set}`, stream.normal()])));
    const lossOf = remembered(({ arm, set }) => Math.exp(liking.get(`${arm} ${set}`)! + 0.3 * stream.normal()));
    const { setsLikeThese, alpha } = judged(plan, decided(plan, lossOf), lossOf);
    const { comparisons } = setsLikeThese as Extract<Verdict['setsLikeThese'], { readonly refused: null }>;
    if (isDeclared(comparisons)) all++;
    // Of one comparison Holm's p is p.
    if (comparisons[0]!.p <= alpha) left++;
  }
  return { sets: plan.sets.length, studies, all, left };
}

const isDeclared = (comparisons: Verdict['sets'][number]['comparisons']): boolean => comparisons.some(({ isSignificant }) => isSignificant);

/** Losses that are drawn when they are asked for first. */
export function remembered(draw: LossOf): LossOf {
  const known = new Map<string, ReturnType<LossOf>>();
  return (trial) => {
    const key = `${trial.arm} ${trial.set} ${trial.seed}`;
    if (!known.has(key)) known.set(key, draw(trial));
    return known.get(key)!;
  };
}

