import type { Catalog } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';
import { given } from '@knotwork/registry';
import { candidateNetworks, shapeText } from './candidates.js';
import type { Checked, Remark } from './check-stages.js';
import type { Variants } from './variants.js';
import { type FreshExperiment, type NetworkShape, withShape } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import { choiceNeedsOneSet, choiceNeedsTargets, noFoldsInTime, tooFewForFolds } from '../choice/errors.js';
import { tokens } from '../tokens.js';

/** What was remarked on a network. */
interface RemarkOf extends Remark { readonly shape: NetworkShape }

/** Checks the stages of a run with every network that it compares. @param folds parts of the rows that they are compared over @returns what any of them remarks on */
export async function checkCandidates(experiment: FreshExperiment, folds: number, catalog: Catalog, data: PreparedData, engine: Engine, variants: Variants): Promise<Checked> {
  const candidates = candidateNetworks(experiment, data);
  const [{ widths: typical }] = [...candidates.filter(({ widths }) => widths.length > 2), candidates[0]!] as [NetworkShape];
  if (data.equations !== undefined) throw choiceNeedsTargets(typical);
  if (data.sets.size > 1) throw choiceNeedsOneSet([...data.sets.keys()], typical);
  if (data.original.division === 'time') throw noFoldsInTime(typical);
  const units = data.original.division === undefined ? data.train.inputs.count : new Set(data.original.division).size;
  if (units < folds) throw tooFewForFolds(units, data.original.division === undefined ? 'training rows' : 'groups', folds);
  const remarks: RemarkOf[] = [];
  for (const shape of candidates) {
    const scope = variants.open([given(tokens.experiment, withShape(experiment, shape, catalog)), given(tokens.data, data), given(tokens.engine, engine)]);
    for (const remark of (await scope.get(tokens.checked)).notes) remarks.push({ ...remark, shape });
  }
  return { notes: [...alike(remarks, candidates.length), ...mostUnknowns(remarks)].map((text) => ({ text })) };
}

/** Remarks that are not on unknowns: the same of several networks once, with their shapes where it is not of all. */
function alike(remarks: readonly RemarkOf[], candidates: number): string[] {
  const shapes = new Map<string, NetworkShape[]>();
  for (const { text, unknowns, shape } of remarks) if (unknowns === undefined) shapes.set(text, [...shapes.get(text) ?? [], shape]);
  return [...shapes].map(([text, of]) => (of.length === candidates ? text : `${of.map(shapeText).join(', ')}: ${text}`));
}

/** That of the network that has most unknowns, and how many others have more than targets, too: each at each stage would be a page. */
function mostUnknowns(remarks: readonly RemarkOf[]): string[] {
  const many = remarks.filter(({ unknowns }) => unknowns !== undefined);
  if (many.length === 0) return [];
  const { text, shape } = many.reduce((most, remark) => (remark.unknowns! > most.unknowns! ? remark : most));
  const count = new Set(many.map((remark) => remark.shape)).size;
  return [`${shapeText(shape)}${count === 1 ? '' : `, the largest of ${count} networks with more unknowns than targets`}: ${text}`];
}
