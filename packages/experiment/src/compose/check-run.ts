import type { Catalog } from '@knotwork/plugin';
import type { Engine, Structure } from '@knotwork/plugin/engine';
import { type Checked, checkStages } from './check-stages.js';
import type { Variants } from './variants.js';
import { isFresh, type ResolvedExperiment, widthsChoice } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import type { Measurement } from '../measure/measurement.js';
import type { StageContexts } from '../run/stage-contexts.js';
import type { StoredStart } from '../stored/start-from.js';

/** Checks the stages of a run: of one whose widths are chosen with every network that is compared. @returns what any of them remarks on */
export async function checkRun(
  experiment: ResolvedExperiment, catalog: Catalog, data: PreparedData, engine: Engine, structure: Structure, contexts: StageContexts, measurement: Measurement, variants: Variants, start: StoredStart | null,
): Promise<Checked> {
  const choice = widthsChoice(experiment);
  if (choice === null || !isFresh(experiment)) return checkStages(experiment, catalog, data, engine, structure, contexts, measurement, start);
  // A page that compares no networks does not load it.
  return (await import('./check-candidates.js')).checkCandidates(experiment, choice.folds, catalog, data, engine, variants);
}
