import type { PlannedArm, PlannedTrial, StudyPlan } from '../plan/study-plan.js';
import type { Decision } from './decision.js';

/** As much of a plan as says which trials there are. */
type Halved = Pick<StudyPlan, 'arms' | 'baseline' | 'halving'>;

/** Arms that are in a round, without the baseline. @param round from 1; one more than there are rounds for those that are compared */
export function armsIn({ arms, baseline }: Halved, decisions: readonly Decision[], round: number): readonly PlannedArm[] {
  const stopped = new Set(decisions.slice(0, round - 1).flatMap((decision) => decision.arms.filter(({ isStopped }) => isStopped).map(({ arm }) => arm)));
  return arms.filter(({ name }) => name !== baseline && !stopped.has(name));
}

/** The trials of a round that follows decisions. @param round from 1 */
export function trialsIn(plan: Halved & Pick<StudyPlan, 'trials'>, decisions: readonly Decision[], round: number): readonly PlannedTrial[] {
  const arms = new Set(armsIn(plan, decisions, round).map(({ name }) => name));
  return plan.trials.filter((trial) => trial.round === round && arms.has(trial.arm));
}

/** The trials that there are by now, in order: of all rounds that have begun, and where all are over those that are compared. A trial that is none of them is run by nobody. */
export function trialsBy(plan: StudyPlan, decisions: readonly Decision[]): readonly PlannedTrial[] {
  const { halving, baseline, trials } = plan;
  if (halving === undefined) return trials;
  const rounds = halving.rounds.length;
  const alive = Array.from({ length: decisions.length + 1 }, (_, k) => new Set(armsIn(plan, decisions, k + 1).map(({ name }) => name)));
  return trials.filter(({ round = rounds + 1, arm }) => alive[round - 1] !== undefined && (alive[round - 1]!.has(arm) || arm === baseline));
}

/** What of its data a trial has otherwise than trials of its arm and set that are compared, as one text. */
export function ownData({ halving }: Pick<StudyPlan, 'halving'>, { round }: PlannedTrial): string {
  return round === undefined ? '' : halving!.rounds[round - 1]!.overrides.filter((override) => override.startsWith('data')).join(' ');
}

/** How many trials there are going to be: it is known before anything ran, though which is not. */
export function countOfTrials({ halving, sets, folds, seeds, trials }: StudyPlan): number {
  if (halving === undefined) return trials.length;
  const { rounds } = halving;
  const bySeed = rounds.reduce((sum, round) => sum + round.arms * round.seeds.length, (rounds.at(-1)!.keeps + 1) * seeds.length);
  return bySeed * sets.length * (folds?.of ?? 1);
}

/** How many comparisons are tested: those of arms that are left. */
export function countOfTests({ halving, comparisons }: Pick<StudyPlan, 'halving' | 'comparisons'>): number {
  return halving?.rounds.at(-1)!.keeps ?? comparisons.length;
}

/** The study of the arms that are left, with fresh seeds and nothing else: what is judged. The plan itself where no arm is stopped. @param decisions of all rounds */
export function survivorsOf(plan: StudyPlan, decisions: readonly Decision[]): StudyPlan {
  const { halving, arms, baseline, comparisons, sizes, trials, ...others } = plan;
  if (halving === undefined) return plan;
  const left = new Set([baseline, ...armsIn(plan, decisions, halving.rounds.length + 1).map(({ name }) => name)]);
  return {
    ...others, baseline, arms: arms.filter(({ name }) => left.has(name)), comparisons: comparisons.filter(({ arm }) => left.has(arm)), ...(sizes === undefined ? {} : { sizes: sizes.filter(({ arm }) => left.has(arm)) }),
    trials: trials.filter(({ round, arm }) => round === undefined && left.has(arm)),
  };
}

/** Comparisons of arms that were stopped, with the round after which. */
export function stoppedOf({ comparisons }: Pick<StudyPlan, 'comparisons'>, decisions: readonly Decision[]): readonly { readonly name: string; readonly arm: string; readonly baseline: string; readonly round: number }[] {
  return comparisons.flatMap((comparison) => {
    const round = decisions.find(({ arms }) => arms.some(({ arm, isStopped }) => isStopped && arm === comparison.arm))?.round;
    return round === undefined ? [] : [{ ...comparison, round }];
  });
}
