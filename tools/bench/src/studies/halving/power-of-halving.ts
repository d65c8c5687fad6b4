import { randomStream } from '@knotwork/numerics';
import { countOfTrials, type Decision, type StudyPlan } from '@knotwork/studies';
import type { Losses, Shape } from '../statistics/shapes.js';
import { remembered } from './false-winners.js';
import { decided, judged, type LossOf } from './simulated-study.js';

/** What is seen of one arm that is better than all others. */
export interface HalvingPower {
  readonly trials: number;
  readonly studies: number;
  /** Studies at whose end it is compared. */
  readonly left: number;
  /** Studies that call it better. */
  readonly seen: number;
}

/**
 * @param plan of a study, with rounds or without
 * @param ratio of the losses of all other arms to its own
 * @param deviation of the log ratio of two arms
 */
export function powerOfHalving(plan: StudyPlan, ratio: number, deviation: number, shape: Shape, studies: number, seed = 0): HalvingPower {
  const stream = randomStream(seed, `halving power ${shape.name}`);
  const better = betterOf(plan);
  let [left, seen] = [0, 0];
  for (let study = 0; study < studies; study++) {
    const lossOf = remembered(({ arm }) => Math.exp(deviation / Math.SQRT2 * shape.draw(stream)) / (arm === better ? ratio : 1));
    const decisions = decided(plan, lossOf);
    if (isLeft(decisions, better)) left++;
    if (judged(plan, decisions, lossOf).sets[0]!.comparisons.some(({ arm, isSignificant, ratio: found }) => arm === better && isSignificant && found < 1)) seen++;
  }
  return { trials: countOfTrials(plan), studies, left, seen };
}

/** How often an arm that is better is left. */
export interface Kept {
  readonly losses: string;
  readonly studies: number;
  readonly byRanks: number;
  /** The same, were arms stopped by geometric means of losses alone. */
  readonly byMeans: number;
}

/** @param ratio of the losses of all other arms to its own */
export function keptBy(plan: StudyPlan, ratio: number, losses: Losses, studies: number, seed = 0): Kept {
  const stream = randomStream(seed, `halving kept ${losses.name}`);
  const better = betterOf(plan);
  let [byRanks, byMeans] = [0, 0];
  for (let study = 0; study < studies; study++) {
    const lossOf = remembered(({ arm }) => { const loss = losses.draw(stream); return loss === null ? null : loss / (arm === better ? ratio : 1); });
    if (isLeft(decided(plan, lossOf), better)) byRanks++;
    if (leftAfterMeans(plan, lossOf).includes(better)) byMeans++;
  }
  return { losses: losses.name, studies, byRanks, byMeans };
}

/** The last one: of arms that are equal others stay. */
const betterOf = ({ arms }: StudyPlan): string => arms.at(-1)!.name;

const isLeft = (decisions: readonly Decision[], name: string): boolean => decisions.every(({ arms }) => arms.every(({ arm, isStopped }) => arm !== name || !isStopped));

/** Arms that are left where those with the largest mean logarithm of losses are stopped, failures first. */
function leftAfterMeans({ arms, baseline, halving }: StudyPlan, lossOf: LossOf): readonly string[] {
  let left = arms.map(({ name }) => name).filter((name) => name !== baseline);
  const seeds: number[] = [];
  for (const round of halving!.rounds) {
    seeds.push(...round.seeds);
    const by = new Map(left.map((arm) => [arm, seeds.reduce((sum, seed) => sum + Math.log(lossOf({ arm, set: 'data', seed }) ?? Infinity), 0)]));
    left = [...left].sort((a, b) => by.get(a)! - by.get(b)! || 0).slice(0, round.keeps);
  }
  return left;
}
