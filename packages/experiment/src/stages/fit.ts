import { carryOver } from '@knotwork/network';
import { type Network, type PluginUse, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { fit as fitNetwork, type FitResult, type FitSnapshot } from '@knotwork/training';
import { dataSetName, type Situation } from '../config/index.js';
import { startsOfStored } from '../errors.js';
import { AUTO } from '../measure/standard-loss.js';
import { keepFit } from './keep-fit.js';
import { noteUnknowns } from './note-unknowns.js';
import { type FittingOptions, problemOf, stepsOf, structureFor, trainableRoles, tryProblem } from './problem.js';
import { posteriorOf, smoothingSummary } from './smoothing-summary.js';
import { defineStage, type Model, type StageContext, type StageStatus } from './stage.js';
import type { DivergedOptions } from './why-diverged.js';

/** Options of fitting that other stages share. */
export const fittingShape = {
  data: dataSetName().describe('data set whose training rows are fitted and whose validation rows choose'),
  loss: use('loss', { words: [AUTO.kind] }).default(AUTO).describe('what is minimized; auto: mean-squared-error of regression, cross-entropy of classification'),
  smoothing: z.union([z.literal('auto'), z.number().min(0)]).default(0)
    .describe('auto (when left out, where targets may have noise): edges as smooth as the rows say; or strength of a penalty on differences of neighbouring coefficients, 0: none'),
  regularizers: z.array(use('regularizer')).max(20).default([]).describe('further penalties on edges'),
  refreshEvery: z.int().min(1).default(10).describe('steps after which regularizers look at the network anew'),
  trainable: z.union([z.literal('all'), z.array(z.enum(trainableRoles)).min(1)]).default('all').describe('which parts of the network are trained'),
  batch: z.union([z.literal('full'), z.int().min(1)]).default('full').describe('rows per step of a first-order optimizer: all, or so many, drawn anew in every epoch'),
  clip: z.union([z.literal('none'), z.number().positive()]).default('none').describe('largest norm of the gradient in a step of a first-order optimizer; a longer one is shortened'),
  maxUnknowns: z.int().min(1).default(2000).describe('most unknowns for methods that solve for all of them at once or keep a matrix of them'),
};

/** Unknowns that may be solved for at once, or of every two of which a number may be kept; null where coefficients are not among them. @param block that the options stand in, with a full stop behind it */
export function unknownsAllowed({ trainable, maxUnknowns }: Pick<FittingOptions, 'trainable' | 'maxUnknowns'>, block = ''): { readonly option: string; readonly count: number } | null {
  return trainable === 'all' || trainable.includes('coefficients') ? { option: `${block}maxUnknowns`, count: maxUnknowns } : null;
}

export const patience = z.union([z.literal('none'), z.strictObject({ patience: z.int().min(1) })]);

const GRID: PluginUse = { kind: 'moving' };
/** Where smoothing chooses itself: what was measured best there. */
const AUTO_STARTS = { count: 8, steps: 15 };
const AUTO_GRID = { kind: 'moving', until: 0.7 };
/**
 * Where steps are those of an update formula. A step has the same length in every number: where a domain moves, edges are re-expressed in other numbers, in
 * which that length is another step, often one too long; what was remembered of gradients is lost, and looks cost more than steps do.
 */
export const UPDATE_GRID = { kind: 'fixed' };
/** Hidden nodes can be given another unit where no edge has a base function. */
export const AUTO_NETWORK = { edge: { kind: 'plain' } };

/**
 * Whether smoothing chooses itself where nothing is said of it: targets have noise, or may have; the optimizer solves normal equations; nothing else
 * penalizes edges, here or in stages before, and no base function and no basis with shapes of single edges was asked for.
 */
export function smoothsItself({ smoothing, optimizer, regularizers }: Readonly<Record<string, unknown>>, { isExact, hasBase, hasEdgeShapes, before, method }: Situation): boolean {
  const solves = optimizer === undefined || method(optimizer) === 'normal-equations';
  const follows = before['smoothing'] === undefined || before['smoothing'] === 'auto';
  return smoothing === undefined && follows && regularizers === undefined && !isExact && !hasBase && !hasEdgeShapes && solves;
}

/** Fits the network, with several starts where there is none yet. */
export const fit = defineStage({
  name: 'fit',
  needsTrained: false,
  summary: 'Fits the network to the training rows; the network kept is the best by validation loss, or by generalized cross-validation where smoothing is auto',
  options: z.strictObject({
    optimizer: use('optimizer').default({ kind: 'levenberg-marquardt' }).describe('how steps are taken'),
    starts: z.strictObject({
      count: z.int().min(1).max(10_000).default(8).describe('fresh networks to begin with'),
      steps: z.int().min(1).default(25).describe('steps of each; when left out, 15 where smoothing is auto'),
      keep: z.int().min(1).max(100).default(1).describe('how many of the best by validation go on'),
    }).prefault({}).describe('fresh networks, of which the best go on; only where there is no network yet'),
    steps: z.int().min(1).default(100).describe('most steps after the starts'),
    ...fittingShape,
    grid: use('grid').default(GRID).describe('when and where grids move; when left out, as smoothing and optimizer need it'),
    stop: patience.default({ patience: 20 }).describe('ends the stage when validation loss has not improved for so many looks'),
    budget: z.strictObject({ seconds: z.number().positive() }).optional().describe('ends the stage after this time; the run is then not reproducible'),
  }),
  defaults: (written, situation) => {
    const isAuto = written['smoothing'] === 'auto' || smoothsItself(written, situation);
    const starts = { ...(isAuto ? AUTO_STARTS : {}), ...(situation.isTrained ? { count: 1 } : {}) };
    return isAuto
      ? { options: { smoothing: 'auto', starts, grid: AUTO_GRID }, network: AUTO_NETWORK }
      : { options: { starts, ...(situation.method(written['optimizer']) === 'update' ? { grid: UPDATE_GRID } : {}) }, network: {} };
  },
  choosesByValidation: ({ smoothing }) => smoothing !== 'auto',
  loss: ({ loss }) => loss,
  optimizer: ({ optimizer }) => optimizer,
  grid: ({ grid }) => grid,
  posterior: (context, options, model, report) => posteriorOf(context, model, report, () => problemOf(context, model.structure, options)),
  mostSteps: ({ starts: { count, steps: each, keep }, steps }, isTrained) => (isTrained || count === 1 ? steps : count * each + Math.min(keep, count) * steps),
  mostUnknowns: (options) => unknownsAllowed(options),
  check: async (context, options) => {
    if (context.trained !== null && options.starts.count > 1) throw startsOfStored(`${context.path}.starts.count`, options.starts.count);
    const structure = structureFor(context, context.structure, options.grid);
    const { unknowns } = await tryProblem(context, structure, options, `${context.path}.grid`, GRID);
    await noteUnknowns(context, options, unknowns, context.path);
    return structure;
  },
  run: async (context, options) => {
    const { trained } = context;
    const structure = structureFor(context, context.structure, options.grid);
    const budget = options.budget?.seconds ?? Infinity;
    const problem = problemOf(context, structure, options);
    const begun = (start: number): Network => carryOver(trained ?? context.fresh(start), context.structure, structure);
    const result = await fitNetwork(problem, begun, {
      ...stepsOf(options, context.batches),
      steps: options.steps, refreshEvery: options.refreshEvery,
      starts: trained === null ? options.starts : null,
      phase: trained === null ? 'start' : 'restart',
      patience: patienceOf(options),
      observe: context.observe, isOver: () => context.elapsed() >= budget, signal: context.signal,
    }, keepFit(context, context.progress as FitSnapshot | null, (snapshot) => snapshot));
    const came = trained === null || result.smoothing === undefined || result.ending === 'aborted' ? null : await (await import('./later-runs.js')).ifBetter(context, problem, begun(0), result);
    const model = { structure, network: came?.network ?? result.network };
    const { ending, steps, starts, counts } = result;
    const { loss, smoothing, grid } = came ?? result;
    const chosen = smoothing === undefined ? {} : { criterion: smoothing.criterion, smoothing: await smoothingSummary(context, options.data, model, problem, smoothing) };
    return {
      ...model, ...await verdict(result, context, options, () => ({ structure, network: begun(0) })),
      report: { kind: 'fit', ending, steps, loss, starts, counts, ...(came === null ? {} : { isAsItCame: true }), grids: grid, ...chosen, metrics: await context.measure(model, options.data) },
    };
  },
});

/** Looks at validation loss: none where smoothing chooses itself, and with it the network. */
export function patienceOf({ stop, smoothing }: { readonly stop: z.output<typeof patience>; readonly smoothing: FittingOptions['smoothing'] }): number | null {
  return smoothing === 'auto' ? null : stop === 'none' ? Infinity : stop.patience;
}

/** What an optimization's ending means for the stage. @param begun makes what it began with; null where somebody else says whether that has finite values */
export async function verdict(result: Pick<FitResult, 'ending' | 'place' | 'steps' | 'loss'>, context: StageContext, options: DivergedOptions, begun: (() => Model) | null): Promise<{ status: StageStatus; reason?: string }> {
  switch (result.ending) {
    case 'steps': case 'converged': case 'validation': return { status: 'completed' };
    case 'budget': return { status: 'stopped' };
    case 'aborted': return { status: 'interrupted' };
    case 'not-finite': return { status: 'diverged', reason: await (await import('./later-runs.js')).whyDiverged(context, options, result, begun === null ? null : begun()) };
  }
}
