import type { Assignment } from './factor.js';
import type { JUDGES } from '../file/study-schema.js';

/** Rows that judge, or the stage that does itself. */
export type Judge = typeof JUDGES[number];

/** What arms are judged by. */
export interface PrimaryMetric {
  /** As results call it, such as `maxError`. */
  readonly name: string;
  readonly on: Judge;
  /** What a number of a stage should be, where the file says it. */
  readonly best?: number;
}

/** An arm of a plan. */
export interface PlannedArm {
  readonly name: string;
  readonly levels: Assignment;
  readonly overrides: readonly string[];
}

/** A data set of a plan. */
export interface PlannedSet {
  readonly name: string;
  readonly overrides: readonly string[];
}

/** Two arms that are compared. */
export interface PlannedComparison {
  readonly name: string;
  readonly arm: string;
  readonly baseline: string;
}

/** A round of trials after which arms are stopped. */
export interface PlannedRound {
  readonly seeds: readonly number[];
  /** Behind those of the arm; what makes its trials cheaper. */
  readonly overrides: readonly string[];
  /** Arms that are in it, without the baseline, and that go on after it. */
  readonly arms: number;
  readonly keeps: number;
}

/** How arms are stopped before others are compared. */
export interface PlannedHalving {
  /** Rows that arms are stopped by, or the stage that judges itself. */
  readonly on: Judge;
  readonly rounds: readonly PlannedRound[];
}

/** One experiment of a study. */
export interface PlannedTrial {
  /** Hash of all that its file says, with defaults: trials of two studies that are the same have the same. */
  readonly id: string;
  readonly arm: string;
  /** What of the tuning it tries, in words; left out where there is none. */
  readonly variant?: string;
  readonly set: string;
  readonly seed: number;
  /** The round of halving that it is of, from 1; left out of those that are compared. */
  readonly round?: number;
  /** From 1; left out where there are no folds. */
  readonly fold?: number;
  readonly overrides: readonly string[];
}

/** How large the network of an arm on a set was to be, and is when training begins. */
export interface PlannedArmSize {
  readonly arm: string;
  /** As of its trials. */
  readonly variant?: string;
  readonly set: string;
  readonly perEdge?: { readonly asked: number; readonly reached: readonly number[] };
  /** `what` in words, such as `parameters` or `local operations`. */
  readonly equal?: { readonly what: string; readonly asked: number; readonly reached: number };
  readonly widths: readonly number[];
}

/** What a study is going to do: plain data, written down and hashed before anything has run. */
export interface StudyPlan {
  readonly name: string;
  readonly metric: PrimaryMetric;
  readonly alpha: number;
  readonly baseline: string;
  readonly comparisons: readonly PlannedComparison[];
  readonly arms: readonly PlannedArm[];
  readonly sets: readonly PlannedSet[];
  readonly seeds: readonly number[];
  readonly folds: { readonly of: number; readonly repeat: number } | null;
  /** Left out where no size was asked for. */
  readonly sizes?: readonly PlannedArmSize[];
  /** Left out where no arm is stopped. */
  readonly halving?: PlannedHalving;
  /** Seed by seed, so that a study that is stopped has whole pairs. Where arms are stopped, round by round, and all that there may be: which of them there are is said by `trialsBy`. */
  readonly trials: readonly PlannedTrial[];
}
