import { carryOver, columnOf, countParameters, extendedSpec, extendGrid as extend, type LayerLevel, resolutionFor, resolutionOf, resolve } from '@knotwork/network';
import { type Network, type PluginUse, type RefitNorm, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { Structure } from '@knotwork/plugin/engine';
import { addCounts, type Counts, fit as fitNetwork, type FitSnapshot, type GridSummary, noCounts, noGrids, type SmoothingReport, strengthsOf } from '@knotwork/training';
import { solverOf } from '../budget/index.js';
import { atLevel, levelCount, levelNotAbove, levelsWithoutValidation } from '../errors.js';
import { rowsNamed } from '../data/prepare-data.js';
import { AUTO_NETWORK, fittingShape, patience, patienceOf, smoothsItself, unknownsAllowed, verdict } from './fit.js';
import { functionChange } from './function-change.js';
import { keepFit } from './keep-fit.js';
import { noteUnknowns } from './note-unknowns.js';
import { requireLevel } from './require-level.js';
import { type FittingOptions, problemOf, stepsOf, structureFor, tryProblem } from './problem.js';
import { posteriorOf, smoothingSummary } from './smoothing-summary.js';
import { defineStage, levelText, type Model, type Rung, type StageContext, type StageStatus } from './stage.js';

const GRID: PluginUse = { kind: 'moving', every: 8, fill: 0.7 };
/** Where steps are those of an update formula, which are many and short. */
const UPDATE_GRID: PluginUse = { ...GRID, every: 'auto' };
/** Change of the function by an extension, as a share of the spread of its outputs, from which on it is told: an exact one is at most rounding. */
const NOTED = 1e-3;
const level = z.union([z.int().min(1), z.array(z.int().min(1)).min(1), z.strictObject({ parametersPerEdge: z.int().min(1).max(100_000) })]);
type Level = z.output<typeof level>;

/** Grid extension: raises the resolution rung by rung and fits on each, as a ladder; validation decides which rung is kept. */
export const extendGrid = defineStage({
  name: 'extend-grid',
  needsTrained: true,
  summary: 'Raises the resolution level by level, refitting on each; the best level by validation is kept',
  options: z.strictObject({
    levels: z.array(level).min(1).max(100).describe('resolutions to climb through: a number for all layers, a list with one per layer, or { parametersPerEdge: n }'),
    fit: z.strictObject({
      optimizer: use('optimizer').default({ kind: 'levenberg-marquardt', restart: 1e-4 }).describe('how steps are taken on each level'),
      steps: z.int().min(1).default(60).describe('most steps on each level'),
      ...fittingShape,
      grid: use('grid').default(GRID).describe('when and where grids move; when left out with a first-order optimizer, every is auto'),
      stop: patience.default({ patience: 20 }),
    }).prefault({}).describe('the fit on each level'),
    refit: z.enum(['uniform', 'data']).default('uniform').describe('where curves stay as they are when grids are extended: everywhere alike, or 0.9 where activations lie'),
    stop: patience.default({ patience: 1 }).describe('ends the ladder when so many levels in a row do not improve validation error; none climbs to the end'),
  }),
  defaults: ({ fit: written = {} }, situation) => {
    const own = typeof written === 'object' ? written as Readonly<Record<string, unknown>> : {};
    const isAuto = own['smoothing'] === 'auto' || ((situation.isTrained || situation.before['smoothing'] !== undefined) && smoothsItself(own, situation));
    if (isAuto) return { options: { fit: { smoothing: 'auto' } }, network: AUTO_NETWORK };
    return { options: own['optimizer'] !== undefined && situation.method(own['optimizer']) === 'update' ? { fit: { grid: UPDATE_GRID } } : {}, network: {} };
  },
  choosesByValidation: ({ fit: { smoothing } }) => smoothing !== 'auto',
  loss: ({ fit: { loss } }) => loss,
  optimizer: ({ fit: { optimizer } }) => optimizer,
  posterior: (context, options, model, report) => posteriorOf(context, model, report, () => problemOf(context, model.structure, options.fit)),
  mostSteps: ({ levels, fit: { steps } }) => levels.length * steps,
  mostUnknowns: ({ fit }) => unknownsAllowed(fit, 'fit.'),
  check: async (context, options) => {
    const { data, smoothing } = options.fit;
    if (smoothing !== 'auto' && rowsNamed(context.data, data).validation.inputs.count === 0) throw levelsWithoutValidation(context.path, data);
    let structure = structureFor(context, context.structure, options.fit.grid);
    const solver = solverOf({ kind: 'extend-grid', ...options }, context.path, context.catalog);
    let isNoted = false;
    for (const [k, rungLevel] of options.levels.entries()) {
      try {
        const levels = perLayer(context, structure, rungLevel, k);
        refuseLowerLevel(context, structure, levels, k);
        requireLevel(context, structure, { level: rungLevel, levels, path: `${context.path}.levels.${k}` }, solver);
        structure = resolve(extendedSpec(structure, levels, context.catalog).spec, context.catalog);
        const { unknowns } = await tryProblem(context, structure, options.fit, `${context.path}.fit.grid`, takesShortSteps(context, options.fit) ? UPDATE_GRID : GRID);
        // On the levels above there are only more of them.
        isNoted ||= noteUnknowns(context, options.fit, unknowns, `${context.path}.levels.${k}`);
      } catch (error) {
        throw atLevel(error, `${context.path}.levels.${k}`);
      }
    }
    return structure;
  },
  run: async (context, options) => {
    const isOver = ({ status, rungs, best }: Climb): boolean => status !== 'completed' || rungs.length > options.levels.length
      || (options.stop !== 'none' && rungs.length - 1 - best.rung >= options.stop.patience);
    let climb = context.progress as Climb | null ?? await firstRung(context, { ...options.fit, refit: options.refit });
    while (!isOver(climb)) {
      const k = climb.rungs.length - 1;
      const next = await nextRung(context, climb, options.levels[k]!, k, { ...options.fit, refit: options.refit });
      if (next === null) return { ...modelOf(context, climb.best.network), status: 'interrupted', report: {} };
      climb = next;
    }
    const { best, status, reason, counts, rungs } = climb;
    const model = modelOf(context, best.network);
    const smoothing = best.smoothing === undefined ? {} : {
      criterion: best.smoothing.criterion, smoothing: await smoothingSummary(context, options.fit.data, model, problemOf(context, model.structure, options.fit), best.smoothing),
    };
    return {
      ...model, status, ...(reason === undefined ? {} : { reason }),
      report: { kind: 'extend-grid', counts, kept: best.rung, ...smoothing, rungs },
    };
  },
});

const takesShortSteps = ({ catalog }: StageContext, { optimizer }: FittingOptions): boolean => catalog.get('optimizer', optimizer.kind).method === 'update';

/** How far the ladder is climbed: plain values, kept as the progress of the stage after every rung, and every few seconds between. */
interface Climb {
  readonly rungs: readonly Rung[];
  /** Network of the last rung. */
  readonly network: Network;
  readonly best: { readonly network: Network; readonly rung: number; readonly smoothing?: SmoothingReport };
  /** Of the last rung, where smoothing chooses itself. */
  readonly smoothing?: SmoothingReport;
  readonly counts: Counts;
  /** The fit on the next rung, where it is under way. */
  readonly fit?: FitSnapshot;
  /** How the last rung ended. */
  readonly status: StageStatus;
  readonly reason?: string;
}

async function firstRung(context: StageContext, options: RungOptions): Promise<Climb> {
  const structure = structureFor(context, context.structure, options.grid);
  const trained = carryOver(context.trained!, context.structure, structure);
  // No step is taken: what smoothing that chooses itself makes of the network that there is.
  const { network, smoothing }: { readonly network: Network; readonly smoothing?: SmoothingReport } = options.smoothing !== 'auto' ? { network: trained }
    : await fitNetwork(problemOf(context, structure, options), () => trained, {
      steps: 0, starts: null, phase: 'restart', patience: null, observe: () => undefined, isOver: () => false, signal: undefined,
    });
  const own = smoothing === undefined ? {} : { smoothing };
  const rung = await rungOf(context, options.data, { structure, network }, null, { counts: noCounts(), grid: noGrids(), ending: null, ...own });
  return reached(context, { rungs: [rung], network, ...own, best: { network, rung: 0, ...own }, counts: noCounts(), status: 'completed' });
}

/** Extends the grids and fits; null when it was interrupted. */
async function nextRung(context: StageContext, climb: Climb, rungLevel: Level, k: number, options: RungOptions): Promise<Climb | null> {
  const before = modelOf(context, climb.network);
  const samples = options.refit === 'data' ? await activations(context, options.data, before) : null;
  const extended = extend(before.structure, before.network, perLayer(context, before.structure, rungLevel, k), context.catalog, samples);
  const change = await functionChange(context, options.data, before, extended);
  const result = await fitNetwork(problemOf(context, extended.structure, options), () => extended.network, {
    ...stepsOf(options, context.batches.fork(`levels.${k}`)), steps: options.steps, refreshEvery: options.refreshEvery, starts: null, phase: 'restart',
    patience: patienceOf(options), ...(climb.smoothing === undefined ? {} : { strengths: strengthsOf(climb.smoothing) }),
    observe: (event) => { context.observe(event, extended.structure); }, isOver: () => false, signal: context.signal,
  }, keepFit(context, climb.fit ?? null, (snapshot): Climb => ({ ...climb, fit: snapshot }), ` of level ${levelText(resolutionOf(extended.structure))}`));
  const { network, smoothing } = result;
  const own = smoothing === undefined ? {} : { smoothing };
  const { status, reason } = { reason: undefined, ...verdict(result) };
  if (status === 'interrupted') return null;
  const rung = await rungOf(context, options.data, { structure: extended.structure, network }, change, result);
  if (change > NOTED) context.note(`level ${levelText(rung.level)}: the extension changed the function by ${change.toPrecision(2)} of its spread, before it was trained on: the finer grid cannot hold the old curves exactly`);
  return reached(context, {
    rungs: [...climb.rungs, rung], network, ...own, counts: addCounts(climb.counts, result.counts), status, ...(reason === undefined ? {} : { reason }),
    best: isBetter(rung, climb.rungs[climb.best.rung]!) ? { network, rung: k + 1, ...own } : climb.best,
  });
}

/** Saves a finished rung, then tells about it. */
async function reached(context: StageContext, climb: Climb): Promise<Climb> {
  const rung = climb.rungs.at(-1)!;
  await context.save(climb, `level ${levelText(rung.level)}`);
  context.rung(rung, climb.rungs.length === 1);
  return climb;
}

/** What a rung tells of its fit. */
interface Fitted { readonly counts: Counts; readonly grid: GridSummary; readonly ending: string | null; readonly smoothing?: SmoothingReport }

type RungOptions = FittingOptions & { readonly steps: number; readonly refreshEvery: number; readonly stop: 'none' | { readonly patience: number }; readonly refit: RefitNorm };

const modelOf = (context: StageContext, network: Network): Model => ({ structure: resolve(network.spec, context.catalog), network });
/** Rungs are compared by what smoothing that chose itself says of them, else by validation loss. */
const scoreOf = ({ smoothing, metrics }: Rung): number => smoothing?.criterion ?? metrics.validation?.['loss'] ?? Infinity;
const isBetter = (a: Rung, b: Rung): boolean => scoreOf(a) < scoreOf(b);

function perLayer(context: StageContext, structure: Structure, rungLevel: Level, k: number): LayerLevel[] {
  const layers = structure.layers.length;
  if (typeof rungLevel === 'object' && !Array.isArray(rungLevel)) return resolutionFor(structure, rungLevel.parametersPerEdge, context.catalog);
  const levels = typeof rungLevel === 'number' ? Array.from({ length: layers }, () => rungLevel) : [...rungLevel];
  if (levels.length !== layers) throw levelCount(`${context.path}.levels.${k}`, layers, levels.length);
  return levels;
}

function refuseLowerLevel(context: StageContext, structure: Structure, levels: readonly LayerLevel[], k: number): void {
  for (const [l, { terms }] of structure.layers.entries()) {
    for (const { basisName, claims: { refine }, index } of terms) {
      if (refine === null) continue;
      const level = levels[l]!;
      const to = typeof level === 'number' ? level : level[index]!;
      if (to < refine.level) throw levelNotAbove(`${context.path}.levels.${k}`, to, refine.level, basisName, refine.option, k === 0);
    }
  }
}

async function rungOf(context: StageContext, dataSet: string, model: Model, change: number | null, fit: Fitted): Promise<Rung> {
  const { trainable, effective, grid } = countParameters(model.structure);
  return { level: resolutionOf(model.structure), metrics: await context.measure(model, dataSet), parameters: { trainable, effective, grid }, functionChange: change, counts: fit.counts, grids: fit.grid, ending: fit.ending,
    ...(fit.smoothing === undefined ? {} : { smoothing: { edf: fit.smoothing.edf, criterion: fit.smoothing.criterion } }) };
}

/** Activations of every input node over the training rows of a data set. */
async function activations(context: StageContext, dataSet: string, model: Model): Promise<(layer: number, input: number) => Float64Array> {
  const layers = await context.activations(model, rowsNamed(context.data, dataSet).train);
  return (layer, input) => columnOf(layers[layer]!, input);
}
