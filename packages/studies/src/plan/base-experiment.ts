import type { OpenedExperiment } from '@knotwork/experiment';
import type { PlannedTrial, StudyPlan } from './study-plan.js';

/** The experiment that a study varies. */
export interface BaseExperiment {
  /** @throws KnotworkError `input` or `plugin` */
  open(overrides: readonly string[]): Promise<OpenedExperiment>;
  /** Asked of every data set before all of its folds are opened; left out where no data may be read. @param trial with the last fold @throws KnotworkError `input` where a fold has too few rows */
  requireFolds?(trial: PlannedTrial, folds: NonNullable<StudyPlan['folds']>): Promise<void>;
}
