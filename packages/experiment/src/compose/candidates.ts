import { type FreshExperiment, widthsChoice } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';

/** Widths of the networks that a run compares, from inputs to outputs; those of the file alone where there is nothing to choose. */
export function candidateWidths(experiment: FreshExperiment, { inputs, outputs }: Pick<PreparedData, 'inputs' | 'outputs'>): readonly (readonly number[])[] {
  const choice = widthsChoice(experiment);
  return choice === null ? [experiment.network.widths as readonly number[]] : choice.hidden.map((hidden) => [inputs.length, ...hidden, outputs.length]);
}
