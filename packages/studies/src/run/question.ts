import { canonicalJson } from '@knotwork/experiment';
import type { PlannedTrial, StudyPlan } from '../plan/study-plan.js';

/**
 * What a plan asks, as one text that two plans share if and only if they judge the same trials in the same way: whatever arms, factors, levels and comparisons are called, in whatever order they stand, and however their values are
 * written. An arm is what is run of it, and a trial is known by its experiment.
 */
export function questionOf({ metric, alpha, folds, halving, arms, sets, baseline, comparisons, trials }: StudyPlan): string {
  const trialsOf = new Map<string, PlannedTrial[]>(arms.map(({ name }) => [name, []]));
  for (const trial of trials) trialsOf.get(trial.arm)!.push(trial);
  const run = new Map([...trialsOf].map(([name, own]) => [name, own.map(({ id, set, round = null }) => canonicalJson([id, set, round])).sort()]));
  // No trial is of two arms: one tells the arm.
  const known = (arm: string): string => run.get(arm)![0]!;
  return canonicalJson({
    metric, alpha, folds, arms: [...run.values()].map((own) => canonicalJson(own)).sort(), baseline: known(baseline),
    comparisons: comparisons.map(({ arm, baseline: other }) => canonicalJson([known(arm), known(other)])).sort(),
    // What rounds decide is written down by names, adds up in the order of sets, and between equal arms their place decides.
    halving: halving === undefined ? null : { ...halving, arms: arms.map(({ name }) => name), sets: sets.map(({ name }) => name) },
  });
}
