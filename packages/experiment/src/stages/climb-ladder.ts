import { carryOver, columnOf, countParameters, exactLevels, extendGrid as extend, resolutionOf, resolve } from '@knotwork/network';
import type { Network, RefitNorm } from '@knotwork/plugin';
import { addCounts, type Counts, fit as fitNetwork, type FitSnapshot, type GridSummary, noCounts, noGrids, type SmoothingReport, strengthsOf } from '@knotwork/training';
import { rowsNamed } from '../data/prepare-data.js';
import { isBetterRung } from './better-rung.js';
import { perLayer } from './check-ladder.js';
import type { Level } from './extend-grid.js';
import { patienceOf, verdict } from './fit.js';
import { functionChange } from './function-change.js';
import { keepFit } from './keep-fit.js';
import { type FittingOptions, problemOf, stepsOf, structureFor } from './problem.js';
import { smoothingSummary } from './smoothing-summary.js';
import { levelText, type Model, type Rung, type StageContext, type StageResult, type StageStatus } from './stage.js';

/** Change of the function by an extension, as a share of the spread of its outputs, from which on it is told: an exact one is at most rounding. */
const NOTED = 1e-3;

/** What the stage says of its ladder. */
interface Ladder { readonly levels: readonly Level[]; readonly fit: Omit<RungOptions, 'refit'>; readonly refit: RefitNorm; readonly stop: 'none' | { readonly patience: number } }

/** Climbs, and keeps the best rung. */
export async function climbLadder(context: StageContext, options: Ladder): Promise<StageResult> {
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
}

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
  const { status, reason } = { reason: undefined, ...await verdict(result, context, options, extended) };
  if (status === 'interrupted') return null;
  const rung = await rungOf(context, options.data, { structure: extended.structure, network }, change, result);
  if (change > NOTED) context.note(`level ${levelText(rung.level)}: the extension changed the function by ${change.toPrecision(2)} of its spread, before it was trained on: the finer grid cannot hold the old curves exactly${othersThatHold(context, before)}`);
  return reached(context, {
    rungs: [...climb.rungs, rung], network, ...own, counts: addCounts(climb.counts, result.counts), status, ...(reason === undefined ? {} : { reason }),
    best: isBetterRung(rung, climb.rungs[climb.best.rung]!) ? { network, rung: k + 1, ...own } : climb.best,
  });
}

/** Levels that would hold curves exactly, where all terms that have a resolution have the same ones. */
function othersThatHold({ catalog }: StageContext, { structure: { layers } }: Model): string {
  const levels = new Set(layers.flatMap(({ terms }) => terms).filter(({ claims: { refine } }) => refine !== null).map((term) => exactLevels(term, catalog).join(', ')));
  const [only = ''] = levels;
  return levels.size === 1 && only !== '' ? `, which levels such as ${only} would` : '';
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
