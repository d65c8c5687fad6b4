import type { OpenedExperiment } from '@knotwork/experiment';

/** The experiment that a study varies. */
export interface BaseExperiment {
  /** @throws KnotworkError `input` or `plugin` */
  open(overrides: readonly string[]): Promise<OpenedExperiment>;
}
