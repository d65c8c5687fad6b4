import type { Catalog } from '@knotwork/plugin';
import type { Engine, Structure } from '@knotwork/plugin/engine';
import { given } from '@knotwork/registry';
import { candidateNetworks, shapeText } from './candidates.js';
import { type Checked, checkStages } from './check-stages.js';
import type { Variants } from './variants.js';
import { isFresh, type NetworkShape, type ResolvedExperiment, widthsChoice, withShape } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import { choiceNeedsOneSet, choiceNeedsTargets, noFoldsInTime, tooFewForFolds } from '../errors.js';
import type { Measurement } from '../measure/measurement.js';
import type { StageContexts } from '../run/stage-contexts.js';
import type { StoredStart } from '../stored/start-from.js';
import { tokens } from '../tokens.js';

/** Checks the stages of a run: of one whose widths are chosen with every network that is compared. @returns what any of them remarks on */
export async function checkRun(
  experiment: ResolvedExperiment, catalog: Catalog, data: PreparedData, engine: Engine, structure: Structure, contexts: StageContexts, measurement: Measurement, variants: Variants, start: StoredStart | null,
): Promise<Checked> {
  const choice = widthsChoice(experiment);
  if (choice === null || !isFresh(experiment)) return checkStages(experiment, catalog, data, engine, structure, contexts, measurement, start);
  const candidates = candidateNetworks(experiment, data);
  const [{ widths: typical }] = [...candidates.filter(({ widths }) => widths.length > 2), candidates[0]!] as [NetworkShape];
  if (data.equations !== undefined) throw choiceNeedsTargets(typical);
  if (data.sets.size > 1) throw choiceNeedsOneSet([...data.sets.keys()], typical);
  if (data.original.division === 'time') throw noFoldsInTime(typical);
  const units = data.original.division === undefined ? data.train.inputs.count : new Set(data.original.division).size;
  if (units < choice.folds) throw tooFewForFolds(units, data.original.division === undefined ? 'training rows' : 'groups', choice.folds);
  const notes = new Map<string, NetworkShape[]>();
  for (const shape of candidates) {
    const scope = variants.open([given(tokens.experiment, withShape(experiment, shape, catalog)), given(tokens.data, data), given(tokens.engine, engine)]);
    for (const note of (await scope.get(tokens.checked)).notes) notes.set(note, [...notes.get(note) ?? [], shape]);
  }
  return { notes: [...notes].map(([note, of]) => (of.length === candidates.length ? note : `${of.map(shapeText).join(', ')}: ${note}`)) };
}
