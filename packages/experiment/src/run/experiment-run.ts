import { inject } from '@knotwork/registry';
import type { Recipe, RunOutcome } from './recipe.js';
import type { RunProgress } from './run-progress.js';
import type { WidthsChooser } from '../choice/widths-chooser.js';
import { type ResolvedExperiment, widthsChoice } from '../config/index.js';
import { tokens } from '../tokens.js';

/** Runs what was composed. */
export interface Runner { run(signal: AbortSignal): Promise<RunOutcome> }

/** One run from its beginning to its end: widths are chosen where they are left to it, then the recipe is gone through. */
export class ExperimentRun implements Runner {
  constructor(
    @inject(tokens.experiment) private readonly experiment: ResolvedExperiment,
    @inject(tokens.recipe) private readonly recipe: Recipe,
    @inject(tokens.chooser) private readonly chooser: Pick<WidthsChooser, 'run'>,
    @inject(tokens.progress) private readonly progress: RunProgress,
  ) {}

  async run(signal: AbortSignal): Promise<RunOutcome> {
    const { resumedAt, reason } = await this.progress.begin();
    try {
      if (reason !== undefined) this.recipe.note(reason);
      const choice = widthsChoice(this.experiment);
      return choice === null ? await this.recipe.run(signal, resumedAt) : await this.chooser.run(choice, signal, resumedAt);
    } finally {
      this.progress.end();
    }
  }
}
