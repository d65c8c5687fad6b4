import type { LossOfMetric } from '../plan/measured-loss.js';
import type { StudyPlan } from '../plan/study-plan.js';
import type { EngineRecord } from './engines.js';
import type { PluginRecord } from './plugins-of-study.js';

/** A plan that was written down, and whether it was judged. */
export interface Look {
  /** Hash of the plan. */
  readonly registered: string;
  readonly arms: number;
  readonly sets: number;
  readonly seeds: number;
  readonly comparisons: number;
  readonly isJudged: boolean;
}

/** Content of study.json: all that a worker has to know, and what was written down before any data. */
export interface StudyRecord {
  readonly schema: 1;
  readonly name: string;
  /** Hash of the plan. */
  readonly registered: string;
  /** In order; the last one is that of the plan. */
  readonly looks: readonly Look[];
  /** Which code and which host computed, in the order in which they came; more than one where versions were mixed on purpose. */
  readonly code: readonly string[];
  /** What `run.json` says of the engine of every arm: fixed when the study begins. */
  readonly engines?: Readonly<Record<string, EngineRecord>>;
  /** What tells the content of every package that the base experiment names, as it was when the study began. */
  readonly plugins?: PluginRecord;
  /** Folders of studies whose finished trials may be copied. */
  readonly reuse?: readonly string[];
  readonly loss: LossOfMetric;
  /** Loss of predicting the mean of the targets, by set: above 0. */
  readonly scales: Readonly<Record<string, number>>;
  /** The experiment as it was when the study began, wherever its file lies now. */
  readonly base: StoredBase;
  readonly plan: StudyPlan;
}

/** An experiment file that trials are made of. */
export interface StoredBase {
  /** What it is called in messages. */
  readonly file: string;
  /** Absolute path that paths in it start from. */
  readonly folder: string;
  readonly text: string | Readonly<Record<string, unknown>>;
}
