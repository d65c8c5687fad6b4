import { median } from '@knotwork/numerics';
import { FEWEST_PAIRS, type JudgedComparison, type Loss, onSetsLikeThese, onTheseSets, type SetLosses } from '@knotwork/statistics';
import type { OperationAccounts } from '@knotwork/experiment';
import type { Decision } from '../halving/decision.js';
import { stoppedOf, survivorsOf } from '../halving/trials-by.js';
import { lossName } from '../plan/measured-loss.js';
import type { PlannedArmSize, PlannedRound, StudyPlan } from '../plan/study-plan.js';
import type { StudyRecord } from '../run/study-record.js';
import type { Collected, TrialResult } from './collect.js';
import { chosenOf, lossesBySet } from './collect.js';
import { type Freedom, medianFreedom } from './freedom.js';

/** What verdicts have in them, as a number that is raised whenever that changes: one of another number is made once more to be shown. */
export const VERDICT_SCHEMA = 3;

/** What an arm came to on a data set. */
export interface ArmSummary {
  readonly arm: string;
  /** Seeds. */
  readonly trials: number;
  /** Seeds with which it failed. */
  readonly failed: number;
  /** Median loss, failures the worst; null where it is one. */
  readonly median: number | null;
  /** Median of the numbers that networks were made of; null where there is none. */
  readonly parameters: number | null;
  /** Medians of the degrees of freedom of its networks; null where there is none. */
  readonly freedom: Freedom | null;
  /** Medians of the operations of one row; null where there is no network. */
  readonly operations: OperationAccounts | null;
  /** What size was asked for, and what the network had when training began; null where none was asked for. */
  readonly size: PlannedArmSize | null;
}

/** What seeds say of arms on one data set. */
export interface SetTable {
  readonly set: string;
  /** What the design could show at best, in words. */
  readonly reach: string;
  readonly arms: readonly ArmSummary[];
  readonly comparisons: readonly JudgedComparison[];
}

/** What a study found: plain data without times, the same for the same trials whenever they ran. */
export interface Verdict {
  readonly schema: typeof VERDICT_SCHEMA;
  readonly study: string;
  /** Hash of the plan that was written down. */
  readonly registered: string;
  readonly metric: string;
  /** What losses are, such as `rmse` or `1 - r2`. */
  readonly loss: string;
  readonly on: string;
  readonly baseline: string;
  /** How often the study was judged, this time included. */
  readonly look: number;
  /** What adjusted p are compared with: the study's, divided by the looks. */
  readonly alpha: number;
  readonly trials: number;
  readonly failed: number;
  /** Which arm is better on these data sets? Pairs are seeds. */
  readonly sets: readonly SetTable[];
  /** Which arm is better on data sets like these? Pairs are sets. */
  readonly setsLikeThese: { readonly refused: string } | { readonly refused: null; readonly sets: number; readonly reach: string; readonly comparisons: readonly JudgedComparison[] };
  /** How often arms chose what; empty where there was nothing to choose. */
  readonly tuning: readonly { readonly set: string; readonly arm: string; readonly variant: string; readonly chosen: number }[];
  /** What trials of arms took, where some were stopped by a time budget; else empty. These alone are times. */
  readonly seconds: readonly { readonly set: string; readonly arm: string; readonly stopped: number; readonly trials: number; readonly asked: number | null; readonly taken: number | null }[];
  /** How arms were stopped before; left out where none were. */
  readonly halving?: JudgedHalving;
  /** What a reader has to know, in sentences. */
  readonly notes: readonly string[];
}

/** Arms that were stopped, and by what. */
export interface JudgedHalving {
  /** Rows that they were stopped by. */
  readonly on: string;
  readonly rounds: readonly (Decision & Pick<PlannedRound, 'seeds' | 'overrides'>)[];
  /** Comparisons that were not made, with the round that stopped the arm: no p, no interval. */
  readonly stopped: readonly { readonly name: string; readonly arm: string; readonly baseline: string; readonly round: number }[];
}

/**
 * Judges a study whose trials are all done.
 *
 * @throws RangeError where trials are missing
 */
export function verdictOf(whole: StudyRecord, { results: all, decisions = [], computedBy, operations, strayEngines }: Collected): Verdict {
  const record = { ...whole, plan: survivorsOf(whole.plan, decisions) };
  const { plan, looks, registered } = record;
  const results = chosenOf(all);
  const sets = lossesBySet(record, results);
  const options = { alpha: plan.alpha, looks: looks.length };
  const onEach = onTheseSets(sets, plan.comparisons, options);
  // Seeds are fresh, data sets are not: arms were chosen on them, out of all.
  const likeThese = onSetsLikeThese(sets, plan.comparisons, { ...options, untested: whole.plan.comparisons.length - plan.comparisons.length });
  return {
    loss: lossName(record.loss),
    schema: VERDICT_SCHEMA, study: record.name, registered, metric: plan.metric.name, on: plan.metric.on, baseline: plan.baseline, look: looks.length, alpha: plan.alpha / looks.length,
    trials: all.length, failed: results.filter(({ loss }) => loss === null).length,
    sets: onEach.map(({ set, reach, comparisons }, k) => ({ set, reach: reach.says, arms: plan.arms.map(({ name }) => ({ ...summaryOf(name, sets[k]!, results), operations: operations[set]?.[name] ?? null, size: plan.sizes?.find((size) => size.arm === name && size.set === set) ?? null })), comparisons })),
    setsLikeThese: likeThese.refused !== null ? { refused: tooFewSets(sets.length) } : { refused: null, sets: likeThese.sets, reach: likeThese.reach.says, comparisons: likeThese.comparisons },
    tuning: tuningOf(plan, all, results), seconds: secondsBySet(plan, results), ...halvingOf(whole.plan, decisions), notes: [...notesOf(record, all, computedBy, strayEngines), ...halvingNotes(whole.plan)],
  };
}

function halvingOf(plan: StudyPlan, decisions: readonly Decision[]): Pick<Verdict, 'halving'> {
  const { halving } = plan;
  if (halving === undefined) return {};
  return { halving: { on: halving.on, rounds: decisions.map((decision, k) => ({ seeds: halving.rounds[k]!.seeds, overrides: halving.rounds[k]!.overrides, ...decision })), stopped: stoppedOf(plan, decisions) } };
}

function halvingNotes({ arms, halving }: StudyPlan): string[] {
  if (halving === undefined) return [];
  const { rounds, on } = halving;
  const [others, left] = [arms.length - 1, rounds.at(-1)!.keeps];
  return [`Of ${others} arms ${others - left} were stopped in ${rounds.length} round${rounds.length === 1 ? '' : 's'} of other seeds, by ${on === 'stage' ? 'a number of the last stage' : `${on} rows`}: they have no p and no interval, and trials of rounds are in no test. The baseline cannot be stopped.`];
}

/** A verdict as JSON has it: infinite numbers, which failures make, are the texts "Infinity" and "-Infinity". */
export function plainVerdict(verdict: Verdict): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(verdict, (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value))) as Readonly<Record<string, unknown>>;
}

const tooFewSets = (sets: number): string => `Refused: it takes ${FEWEST_PAIRS} data sets at least, and the study has ${sets}. Give it ${FEWEST_PAIRS - sets} more under "sets".`;

function summaryOf(arm: string, { name, losses }: SetLosses, results: readonly TrialResult[]): Omit<ArmSummary, 'operations' | 'size'> {
  const own = losses[arm]!;
  const ofArm = results.filter(({ trial }) => trial.arm === arm && trial.set === name);
  const sizes = ofArm.flatMap(({ parameters }) => parameters ?? []);
  return { arm, trials: own.length, failed: own.filter((loss) => loss === null).length, median: medianLoss(own), parameters: sizes.length === 0 ? null : median(sizes), freedom: medianFreedom(ofArm.flatMap(({ freedom }) => freedom ?? [])) };
}

function tuningOf({ sets, arms, trials }: StudyPlan, all: readonly TrialResult[], chosen: readonly TrialResult[]): Verdict['tuning'] {
  if (chosen.length === all.length) return [];
  return sets.flatMap(({ name: set }) => arms.flatMap(({ name: arm }) => {
    const variants = new Set(trials.flatMap((trial) => (trial.arm === arm && trial.set === set ? trial.variant ?? [] : [])));
    return [...variants].map((variant) => ({ set, arm, variant, chosen: chosen.filter(({ trial }) => trial.arm === arm && trial.set === set && trial.variant === variant).length }));
  }));
}

function secondsBySet({ sets, arms }: StudyPlan, results: readonly TrialResult[]): Verdict['seconds'] {
  if (results.every(({ seconds }) => seconds === undefined)) return [];
  return sets.flatMap(({ name: set }) => arms.map(({ name: arm }) => {
    const own = results.filter(({ trial }) => trial.arm === arm && trial.set === set);
    const of = (which: 'asked' | 'taken'): number | null => { const all = own.flatMap(({ seconds }) => seconds?.[which] ?? []); return all.length === 0 ? null : median(all); };
    return { set, arm, stopped: own.filter(({ status }) => status === 'stopped').length, trials: own.length, asked: of('asked'), taken: of('taken') };
  }));
}

function medianLoss(losses: readonly Loss[]): number | null {
  const middle = median(losses.map((loss) => loss ?? Infinity));
  return Number.isFinite(middle) ? middle : null;
}

function notesOf({ plan, looks, loss }: StudyRecord, results: readonly TrialResult[], computedBy: readonly string[], strayEngines: Collected['strayEngines']): string[] {
  const stopped = results.filter(({ status }) => status === 'stopped').length;
  const last = looks.at(-2);
  return [
    ...(last === undefined ? [] : [`Look ${looks.length}: the study was judged before, with ${last.seeds} seeds and ${last.arms} arms; alpha is ${plan.alpha} / ${looks.length}.`]),
    ...(stopped === 0 ? [] : [`${stopped} of ${results.length} trials were stopped by their time budget: a repetition would give other numbers.`]),
    ...(computedBy.length <= 1 ? [] : [`Mixed versions: the trials were computed by ${computedBy.length} different versions of the code, or on different hosts.`]),
    ...strayEngines.map(({ arm, engines }) => `Mixed engines: of the arm "${arm}", ${engines.map(({ engine, trials }) => `${trials} trial${trials === 1 ? '' : 's'} by ${engine === '' ? 'nobody knows which' : engine}`).join('; ')}. They differ in their last bits, and training may go another way.`),
    ...(plan.trials[0]?.variant === undefined ? [] : [`Tuned: every arm had ${new Set(plan.trials.filter(({ arm }) => arm === plan.baseline).map(({ variant }) => variant)).size} combinations to choose from; for every seed${plan.folds === null ? '' : ' and fold'} the one with the best ${plan.metric.name} on validation rows counts.`]),
    ...(plan.folds === null ? [] : [`A loss is the ${loss.isMore ? 'mean' : 'geometric mean'} over ${plan.folds.of} folds, a failure where one of them failed.`]),
  ];
}
