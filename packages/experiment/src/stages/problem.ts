import { differenceOrder, freezePenalties, parseOptions, smoothnessKind, withOwnKnots, writeGrid } from '@knotwork/network';
import type { RandomStream } from '@knotwork/numerics';
import { callPlugin, type Catalog, type LossDefinition, type Network, type PluginUse } from '@knotwork/plugin';
import type { Extent, SegmentRole, Structure } from '@knotwork/plugin/engine';
import { DATA, examineProblem, type Likelihood, matrixOf, penaltiesOf, type Plan, type Problem, requireCurvature, requireFirstOrder, supervised, unknownsOf } from '@knotwork/training';
import { bytesOf, mostUnknowns, noRoomToSolve } from '../budget/index.js';
import { lossOf, STANDARD_LOSS } from '../measure/standard-loss.js';
import { type PreparedData, rowsNamed } from '../data/prepare-data.js';
import { atOption, autoNeedsNormal, autoTrainsCoefficients, autoWithBase, batchTooLarge, cannotSmooth, derivativeTooHigh, gridCannotMove, knotsCannotMove, lossOfOtherTask, nothingToSmooth, nothingTrainable } from '../errors.js';
import { canonicalJson } from '../json/json.js';
import { chosen, type PosteriorContext, type StageContext } from './stage.js';

/** The options that every fitting stage has. */
export interface FittingOptions {
  /** Name of the data set. */
  readonly data: string;
  readonly optimizer: PluginUse;
  readonly grid: PluginUse;
  readonly loss: PluginUse;
  readonly smoothing: 'auto' | number;
  readonly regularizers: readonly PluginUse[];
  readonly batch: 'full' | number;
  readonly clip: 'none' | number;
  readonly trainable: 'all' | readonly SegmentRole[];
  readonly maxUnknowns: number;
}

/** What a stage may train, and trains where nothing is said. */
export const trainableRoles = ['coefficients', 'baseWeight', 'basisWeight', 'shape', 'bias'] as const satisfies readonly SegmentRole[];

/** The structure that a grid strategy needs: with knots of their own where it places them one by one. */
export function structureFor({ catalog }: StageContext, structure: Structure, grid: PluginUse): Structure {
  return catalog.get('grid', grid.kind).capabilities.knots === 'own' ? withOwnKnots(structure, catalog) : structure;
}

/** Parts of a network that are trained: all of it where pruning left nothing of those that are asked for, which is its constant. */
export function rolesOf(trainable: FittingOptions['trainable'], { segments }: Structure): readonly SegmentRole[] {
  return trainable !== 'all' && segments.some(({ role, length, trainable: is }) => is && length > 0 && trainable.includes(role)) ? trainable : trainableRoles;
}

/** The training problem of a stage, for a structure. */
export function problemOf(context: PosteriorContext, structure: Structure, options: FittingOptions): Problem {
  const { catalog, data } = context;
  const rows = rowsNamed(data, options.data);
  const loss = lossOf(catalog, options.loss, data.original.task);
  return {
    engine: context.engine, structure,
    objective: supervised(loss.definition, loss.options, data.outputs.length),
    penalties: penaltiesOf(options.smoothing === 'auto' ? 0 : options.smoothing, options.regularizers.map((use) => chosen(catalog, 'regularizer', use))),
    ...(options.smoothing === 'auto' ? { smoothing: likelihoodOf(loss.definition, data) } : {}),
    optimizer: chosen(catalog, 'optimizer', options.optimizer),
    grid: chosen(catalog, 'grid', options.grid),
    trainable: rolesOf(options.trainable, structure),
    train: { [DATA]: rows.train }, validation: rows.validation.inputs.count === 0 ? null : { [DATA]: rows.validation }, maxUnknowns: options.maxUnknowns,
  };
}

/** What a loss says of the noise: that of residuals is estimated, a likelihood of classes has none besides its own. */
function likelihoodOf({ form }: LossDefinition, { original: { task }, outputs }: PreparedData): Likelihood {
  if (form === 'residuals') return { noise: 'variance', perPoint: outputs.length };
  return task === 'classification' ? { noise: 'known', perPoint: 1 } : { noise: 'robust', perPoint: outputs.length };
}

/** What a fitting stage says about single steps. @param stream what batches are drawn from */
export function stepsOf({ batch, clip }: FittingOptions, stream: RandomStream): Pick<Plan, 'batch' | 'clip'> {
  return { ...(batch === 'full' ? {} : { batch: { [DATA]: { size: batch, stream } } }), ...(clip === 'none' ? {} : { clip }) };
}

/** Refuses whatever does not fit together; nothing is compiled. @returns how large the problem is */
export async function tryProblem(context: StageContext, structure: Structure, options: FittingOptions, gridPath: string, standardGrid: PluginUse): Promise<Extent> {
  // A default that `validate --resolved` wrote out is still a default.
  const { kind } = standardGrid;
  const isStandard = canonicalJson(options.grid) === canonicalJson({ kind, ...parseOptions(context.catalog.get('grid', kind), standardGrid) });
  refuseEvenBases(context.catalog, structure, options, gridPath);
  refuseIdleGrid(context.catalog, structure, options, context.isWritten(gridPath) && !isStandard ? gridPath : null, context.note);
  const block = gridPath.slice(0, gridPath.lastIndexOf('.'));
  refuseUntrainable(context, structure, options, `${block}.trainable`);
  if (options.smoothing === 'auto') refuseAuto(context, structure, options, `${block}.smoothing`);
  else if (options.smoothing > 0) refuseUnordered(structure, `${block}.smoothing`, context.note);
  refuseRoughness(context.catalog, structure, options, block);
  refuseSteps(context, options, block);
  refuseOtherTask(context, options, `${block}.loss`);
  const problem = problemOf(context, structure, options);
  requireCurvature(problem, `${block}.loss`);
  const extent = examineProblem(problem);
  requireRoomToSolve(context, problem, extent, `${block}.maxUnknowns`);
  // Penalties are built when they are frozen; a basis that refuses them should say so now.
  const ofNetwork = problem.penalties.filter((p) => p.kind === 'smoothing' || p.statistic === 'roughness');
  const unasked = (): never => { throw new Error('penalties of the network alone ask for no rows'); };
  await freezePenalties(structure, ofNetwork, blank(structure).parameters, { moments: unasked, activations: unasked });
  return extent;
}

/** Refuses a matrix that memory does not hold, whatever the stage allows. */
export function requireRoomToSolve({ budget }: StageContext, { optimizer }: Problem, { unknowns, bytes: ofEngine }: Extent, path: string): void {
  const does = matrixOf(optimizer);
  if (does === null) return;
  const bytes = bytesOf({ unknowns }) + ofEngine;
  if (bytes > budget.bytes) throw noRoomToSolve(path, does, unknowns, bytes, budget, mostUnknowns(budget));
}

/** Refuses what the optimizer cannot do in a step, and batches of more rows than there are. */
function refuseSteps(context: StageContext, options: FittingOptions, block: string): void {
  const { definition } = chosen(context.catalog, 'optimizer', options.optimizer);
  const { batch, clip } = stepsOf(options, context.batches);
  for (const [option, wanted] of Object.entries({ batch, clip })) {
    try {
      requireFirstOrder(definition, { [option]: wanted });
    } catch (error) {
      throw atOption(error, `${block}.${option}`);
    }
  }
  const { inputs: { count } } = rowsNamed(context.data, options.data).train;
  if (options.batch !== 'full' && options.batch > count) throw batchTooLarge(`${block}.batch`, options.batch, count, options.data);
}

/** A network with all numbers 1 on even grids. */
function blank(structure: Structure): Network {
  const parameters = new Float64Array(structure.length).fill(1);
  for (const layer of structure.layers) {
    for (const term of layer.terms) {
      for (const i of term.edges.inputs) writeGrid(term, parameters, i, { domain: [-1, 1], knots: null });
    }
  }
  return { spec: structure.spec, parameters };
}

/** Refuses smoothing that chooses itself where it cannot; where it can on some terms only, the others are noted. */
function refuseAuto({ catalog, note, isWritten }: StageContext, structure: Structure, { optimizer, trainable }: FittingOptions, path: string): void {
  const { definition } = chosen(catalog, 'optimizer', optimizer);
  if (definition.method !== 'normal-equations') throw autoNeedsNormal(definition.name, path);
  if (trainable !== 'all' && !trainable.includes('coefficients')) throw autoTrainsCoefficients(path);
  const withBase = structure.layers.find(({ terms }) => terms.some(({ base, edges }) => base !== null && edges.count > 0));
  if (withBase !== undefined) throw autoWithBase(withBase.index, path, isWritten('network.from'));
  const terms = structure.layers.flatMap((l) => l.terms);
  const left = [...new Set(terms.filter((t) => smoothnessKind(t) === 'none').map((t) => t.basisName))];
  if (terms.every((t) => smoothnessKind(t) === 'none')) throw nothingToSmooth(left, path);
  if (left.length > 0) note(`smoothing does not act on ${left.join(', ')}: their edges train shapes of their own, or jump`);
}

/** Refuses smoothing where no basis has neighbouring coefficients; where some have, the others are noted. */
function refuseUnordered(structure: Structure, path: string, note: (text: string) => void): void {
  const terms = structure.layers.flatMap((l) => l.terms);
  const left = terms.filter((t) => differenceOrder(t) === null);
  if (left.length === 0) return;
  const names = [...new Set(left.map((t) => t.basisName))];
  const onlyEven = left.some((t) => t.claims.differenceOrder !== null);
  if (left.length === terms.length) throw cannotSmooth(names, path, onlyEven);
  note(`smoothing does not act on ${names.join(', ')}: ${onlyEven ? 'not on knots of their own' : 'their coefficients have no order'}`);
}

/** Refuses a loss that makes no sense of the data's targets. */
function refuseOtherTask({ catalog, data }: StageContext, options: FittingOptions, path: string): void {
  const { task } = data.original;
  const { definition } = lossOf(catalog, options.loss, task);
  const { task: needs = 'regression' } = definition;
  if (needs !== task) throw lossOfOtherTask(path, definition.name, needs, task, STANDARD_LOSS[task].kind);
}

/** Refuses a derivative whose square has no integral. */
function refuseRoughness(catalog: Catalog, structure: Structure, options: FittingOptions, block: string): void {
  for (const [k, use] of options.regularizers.entries()) {
    const { definition, options: own } = chosen(catalog, 'regularizer', use);
    if (definition.statistic !== 'roughness') continue;
    const m = callPlugin(definition, 'derivative', () => definition.derivative?.(own) ?? 0);
    for (const { basisName, claims: { smoothness } } of structure.layers.flatMap((l) => l.terms)) {
      if (m > smoothness) throw derivativeTooHigh(`${block}.regularizers.${k}`, m, basisName, smoothness);
    }
  }
}

/** Refuses a choice of parts none of which is there, or that the optimizer folds into others. */
export function refuseUntrainable(context: StageContext, structure: Structure, options: Pick<FittingOptions, 'trainable' | 'optimizer'>, path: string): void {
  if (options.trainable === 'all') return;
  // Where coefficients are effective, basis weights are part of them.
  const isFolded = unknownsOf(chosen(context.catalog, 'optimizer', options.optimizer).definition) === 'effective';
  const roles = [...new Set(structure.segments.filter((s) => s.trainable && !(isFolded && s.role === 'basisWeight')).map((s) => s.role))];
  if (!options.trainable.some((role) => roles.includes(role))) throw nothingTrainable(path, roles, options.trainable);
}

/** A strategy that places knots one by one has no use for bases that take them to be even. */
function refuseEvenBases(catalog: Catalog, structure: Structure, options: FittingOptions, path: string): void {
  const { definition } = chosen(catalog, 'grid', options.grid);
  const terms = structure.layers.flatMap((l) => l.terms);
  if (definition.capabilities.knots !== 'own' || terms.some((t) => t.mayOwnKnots)) return;
  throw knotsCannotMove(definition.name, [...new Set(terms.map((t) => t.basisName))], path);
}

/** A grid that nothing can follow is refused where it was written and noted where it is a default. */
function refuseIdleGrid(catalog: Catalog, structure: Structure, options: FittingOptions, written: string | null, note: (text: string) => void): void {
  const { definition } = chosen(catalog, 'grid', options.grid);
  const canMove = structure.layers.some((l) => l.terms.some((t) => t.onDomainMove !== 'none'));
  if (canMove || definition.capabilities.knots === 'none') return;
  const fixed = [...new Set(structure.layers.flatMap((l) => l.terms.map((t) => (t.fixedDomain === null ? `of ${t.basisName}` : `behind the input map ${t.inputMap}`))))];
  if (written !== null) throw gridCannotMove(definition.name, fixed, written);
  note(`grid "${definition.name}" is not used: domains ${fixed.join(', ')} are fixed`);
}
