import { quantiles } from '@knotwork/numerics';
import { lossOf } from '../plan/measured-loss.js';
import type { PlannedTrial } from '../plan/study-plan.js';
import type { StudyFolder } from '../run/study-folder.js';
import type { StudyRecord } from '../run/study-record.js';
import { failureOf } from '../status/failure.js';
import { collect, type Collected } from '../verdict/collect.js';
import type { Outcome } from '../verdict/outcome.js';

/** What figures need of a trial. */
export interface TrialFacts {
  readonly trial: PlannedTrial;
  /** By which arms choose what tuning offers; null where it failed or is not there. */
  readonly validationLoss: number | null;
  readonly parameters: number | null;
  readonly seconds: number | null;
  /** Of the ladders that it climbed; loss is NaN where it was not measured. */
  readonly rungs: readonly { readonly parameters: number; readonly loss: number }[];
  /** Why it failed; null where it did not. */
  readonly reason: string | null;
}

interface StageOfResult { readonly rungs?: readonly { readonly metrics: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>; readonly parameters: { readonly effective?: number } }[] }

/**
 * What the trials of a study left, those of rounds that stop arms among them, and what figures need of them, each result read once.
 *
 * @throws KnotworkError as {@link collect}
 */
export function collectFacts(folder: StudyFolder, record: StudyRecord): { readonly collected: Collected; readonly facts: readonly TrialFacts[] } {
  const facts: TrialFacts[] = [];
  const collected = collect(folder, record, (trial, outcome, files) => { facts.push(factsOf(trial, outcome, files.timing()?.seconds ?? null, record)); });
  return { collected, facts };
}

function factsOf(trial: PlannedTrial, outcome: Outcome, seconds: number | null, { plan, loss }: StudyRecord): TrialFacts {
  const stages = (outcome.result['stages'] ?? []) as readonly StageOfResult[];
  return {
    trial, validationLoss: outcome.validationLoss, parameters: outcome.parameters, seconds, reason: failureOf(outcome, plan),
    rungs: stages.flatMap(({ rungs = [] }) => rungs.map(({ metrics, parameters }) => {
      const value = metrics[plan.metric.on]?.[plan.metric.name];
      return { parameters: parameters.effective ?? NaN, loss: typeof value === 'number' ? lossOf(loss, value) : NaN };
    })),
  };
}

/** Median and quartiles; infinite values, which failures are, are larger than all. */
export interface Quartiles { readonly lower: number; readonly middle: number; readonly upper: number }

/** @param values what is NaN is left out; of none all are NaN */
export function quartiles(values: readonly number[]): Quartiles {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return { lower: NaN, middle: NaN, upper: NaN };
  const [lower, middle, upper] = quantiles(Float64Array.from(known), Float64Array.of(0.25, 0.5, 0.75)) as unknown as [number, number, number];
  return { lower, middle, upper };
}

/** Trials by arm and set. */
export class ByPlace {
  private readonly all = new Map<string, TrialFacts[]>();

  constructor(facts: readonly TrialFacts[]) {
    for (const fact of facts) {
      const key = JSON.stringify([fact.trial.arm, fact.trial.set]);
      if (!this.all.has(key)) this.all.set(key, []);
      this.all.get(key)!.push(fact);
    }
  }

  of(arm: string, set: string): readonly TrialFacts[] { return this.all.get(JSON.stringify([arm, set])) ?? []; }
}
