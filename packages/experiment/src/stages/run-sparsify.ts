import { carryOver, columnOf, meanAndDeviation } from '@knotwork/network';
import type { Network } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { addCounts, type Counts, DATA, fit as fitNetwork, type FitResult, type FitSnapshot, type GridSummary, type Plan, type Strengths, strengthsOf } from '@knotwork/training';
import { rowsNamed } from '../data/prepare-data.js';
import { lossOf } from '../measure/standard-loss.js';
import { verdict } from './fit.js';
import { keepFit, MOST_LOST } from './keep-fit.js';
import { type FittingOptions, problemOf, stepsOf, structureFor } from './problem.js';
import type { Model, StageContext, StageResult, StageStatus } from './stage.js';

/** Takes a network through both parts of the stage. */
export async function runSparsify(context: StageContext, options: Options): Promise<StageResult> {
  const structure = structureFor(context, context.structure, options.grid);
  const progress = context.progress as Progress | null ?? { dense: null, fit: null };
  const dense = progress.dense ?? await fitDense(context, structure, options, progress.fit);
  const sparse = dense.status === 'completed' ? await fitSparse(context, structure, options, dense, progress.dense === null ? null : progress.fit) : dense;
  const model: Model = { structure, network: sparse.network };
  const { status, reason, ending, loss, grids } = sparse;
  const { steps, counts } = sparse === dense ? dense : { steps: dense.steps + sparse.steps, counts: addCounts(dense.counts, sparse.counts) };
  if (status === 'interrupted') return { ...model, status, report: {} };
  return {
    ...model, status, ...(reason === undefined ? {} : { reason }),
    report: { kind: 'sparsify', ending, steps, loss, starts: dense.starts, counts, grids, dense: { steps: dense.steps, loss: dense.loss }, metrics: await context.measure(model, options.data) },
  };
}

type Options = FittingOptions & { readonly dense: { readonly starts: number; readonly steps: number }; readonly steps: number; readonly refreshEvery: number };

/** What a part of the stage came to, as plain data. */
interface Part {
  readonly network: Network;
  readonly status: StageStatus;
  readonly reason?: string;
  readonly ending: string;
  readonly steps: number;
  readonly loss: number;
  readonly starts: readonly number[];
  readonly counts: Counts;
  readonly grids: GridSummary;
  /** Of smoothing that chose itself: where the part after it begins. */
  readonly strengths?: Strengths;
}

/** What is kept of a stage that is not finished: the part without the penalty, where it is through, and the fit that is under way. */
interface Progress { readonly dense: Part | null; readonly fit: FitSnapshot | null }

async function fitDense(context: StageContext, structure: Structure, options: Options, from: FitSnapshot | null): Promise<Part> {
  const { trained, batches, signal, observe } = context;
  const { starts, steps } = options.dense;
  // One start takes the steps of the fit itself; several are compared after theirs, and none of them goes on.
  const isSeveral = trained === null && starts > 1;
  const begun = (start: number): Network => carryOver(trained ?? context.fresh(start), context.structure, structure);
  const result = await fitNetwork(problemOf(context, structure, { ...options, regularizers: [] }), begun, {
    ...stepsOf(options, batches.fork('dense')), steps: isSeveral ? 0 : steps, starts: isSeveral ? { count: starts, steps, keep: 1 } : null, phase: trained === null ? 'start' : 'restart',
    patience: null, observe, isOver: () => false, signal,
  }, keepFit(context, from, (fit): Progress => ({ dense: null, fit }), ' with all edges'));
  const part = await partOf(result, context, options, () => ({ structure, network: begun(0) }));
  // Writing to a disk takes longer than a short fit.
  if (part.status === 'completed' && context.elapsed() >= MOST_LOST) await context.save({ dense: part, fit: null } satisfies Progress, 'the fit with all edges');
  return part;
}

async function fitSparse(context: StageContext, structure: Structure, options: Options, dense: Part, from: FitSnapshot | null): Promise<Part> {
  const { batches, signal, observe } = context;
  return partOf(await fitNetwork(problemOf(context, structure, options), () => dense.network, {
    ...stepsOf(options, batches.fork('sparse')), steps: options.steps, refreshEvery: options.refreshEvery, starts: null, phase: 'restart', weights: weightsFor(context, options),
    ...(dense.strengths === undefined ? {} : { strengths: dense.strengths }),
    // The best network by validation would be one before the penalty did its work.
    patience: null, observe, isOver: () => false, signal,
  }, keepFit(context, from, (fit): Progress => ({ dense, fit }), ' under the penalty')), context, options, () => ({ structure, network: dense.network }));
}

async function partOf(result: FitResult, context: StageContext, options: Options, begun: () => Model): Promise<Part> {
  const { network, ending, steps, loss, starts, counts, grid: grids, smoothing } = result;
  return { network, ...await verdict(result, context, options, begun), ending, steps, loss, starts, counts, grids, ...(smoothing === undefined ? {} : { strengths: strengthsOf(smoothing) }) };
}

/**
 * A penalty of shares has no units, and squares of residuals have those of the targets: they are held against the variance of the targets, which is 1 where
 * these are standardized. Other losses are taken as they are.
 */
function weightsFor({ catalog, data }: StageContext, options: Options): NonNullable<Plan['weights']> {
  const { form } = lossOf(catalog, options.loss, data.original.task).definition;
  const { train: { targets } } = rowsNamed(data, options.data);
  if (form !== 'residuals' || data.original.task === 'classification') return {};
  const variance = Array.from({ length: targets.width }, (_, o) => meanAndDeviation(columnOf(targets, o))[1] ** 2).reduce((a, b) => a + b, 0) / targets.width;
  return variance > 0 && Math.abs(variance - 1) > 1e-6 ? { [DATA]: 1 / variance } : {};
}
