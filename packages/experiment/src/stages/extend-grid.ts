import { carryOver, countParameters, extendedSpec, extendGrid as extend, resolutionFor, resolutionOf, resolve } from '@knotwork/network';
import { type PluginUse, type Samples, type Structure, use, z } from '@knotwork/plugin';
import { addCounts, fit as fitNetwork, noCounts } from '@knotwork/training';
import { levelCount, levelNotAbove } from '../errors.js';
import { rowsNamed } from '../prepare-data.js';
import { fittingShape, patience, verdict } from './fit.js';
import { problemOf, structureFor, tryProblem } from './problem.js';
import { defineStage, type Model, type Rung, type StageContext, type StageResult } from './stage.js';

const GRID: PluginUse = { kind: 'moving', every: 8, fill: 0.7, until: 0.5 };
const level = z.union([z.int().min(1), z.array(z.int().min(1)).min(1), z.strictObject({ parametersPerEdge: z.int().min(1) })]);
type Level = z.output<typeof level>;

/** Grid extension: raises the resolution rung by rung and fits on each, as a ladder; validation decides which rung is kept. */
export const extendGrid = defineStage({
  name: 'extend-grid',
  needsTrained: true,
  summary: 'Raises the resolution level by level, refitting on each; the best level by validation is kept',
  options: z.strictObject({
    levels: z.array(level).min(1).describe('resolutions to climb through: a number for all layers, a list with one per layer, or { parametersPerEdge: n }'),
    fit: z.strictObject({
      optimizer: use('optimizer').default({ kind: 'levenberg-marquardt', restart: 1e-4 }).describe('how steps are taken on each level'),
      steps: z.int().min(1).default(60).describe('most steps on each level'),
      ...fittingShape,
      grid: use('grid').default(GRID).describe('when and where grids move'),
      stop: patience.default({ patience: 20 }),
    }).prefault({}),
    stop: patience.default({ patience: 1 }).describe('ends the ladder when so many levels in a row do not improve validation error; none climbs to the end'),
  }),
  check: async (context, options) => {
    let structure = structureFor(context, context.structure, options.fit.grid);
    for (const [k, rungLevel] of options.levels.entries()) {
      structure = extendedStructure(context, structure, perLayer(context, structure, rungLevel, k), k);
      // The cheapest and the dearest level meet every check that the others meet.
      if (k === 0 || k === options.levels.length - 1) await tryProblem(context, structure, options.fit, `${context.path}.fit.grid`, GRID);
    }
    return structure;
  },
  run: async (context, options) => {
    const structure = structureFor(context, context.structure, options.fit.grid);
    let model: Model = { structure, network: carryOver(context.trained!, context.structure, structure) };
    let counts = noCounts();
    let status: StageResult['status'] = 'completed';
    let reason: string | undefined;
    const { data } = options.fit;
    const first = await rungOf(context, data, model, null, noCounts(), null);
    context.rung(first, true);
    const rungs: Rung[] = [first];
    let best = { model, rung: 0 };
    for (const [k, rungLevel] of options.levels.entries()) {
      const extended = extend(model.structure, model.network, perLayer(context, model.structure, rungLevel, k), context.catalog);
      const functionChange = await changeOf(context, data, model, extended);
      const result = await fitNetwork(problemOf(context, extended.structure, options.fit), () => extended.network, {
        steps: options.fit.steps, starts: null, phase: 'restart', patience: options.fit.stop === 'none' ? Infinity : options.fit.stop.patience,
        observe: (event) => { context.observe(event, extended.structure); }, isOver: () => false, signal: context.signal,
      });
      counts = addCounts(counts, result.counts);
      model = { structure: extended.structure, network: result.network };
      const rung = await rungOf(context, data, model, functionChange, result.counts, result.ending);
      rungs.push(rung);
      context.rung(rung, false);
      if (isBetter(rung, rungs[best.rung]!)) best = { model, rung: k + 1 };
      ({ status, reason } = { reason: undefined, ...verdict(result) });
      if (status !== 'completed') break;
      if (options.stop !== 'none' && rungs.length - 1 - best.rung >= options.stop.patience) break;
    }
    return {
      ...best.model, status, ...(reason === undefined ? {} : { reason }),
      report: { kind: 'extend-grid', counts, kept: best.rung, rungs },
    };
  },
});

const validationOf = (rung: Rung): number => rung.metrics.validation['loss'] ?? Infinity;
const isBetter = (a: Rung, b: Rung): boolean => validationOf(a) < validationOf(b);

function perLayer(context: StageContext, structure: Structure, rungLevel: Level, k: number): number[] {
  const layers = structure.layers.length;
  if (typeof rungLevel === 'object' && !Array.isArray(rungLevel)) return resolutionFor(structure, rungLevel.parametersPerEdge);
  const levels = typeof rungLevel === 'number' ? Array.from({ length: layers }, () => rungLevel) : [...rungLevel];
  if (levels.length !== layers) throw levelCount(`${context.path}.levels.${k}`, layers, levels.length);
  return levels;
}

function extendedStructure(context: StageContext, structure: Structure, levels: readonly number[], k: number): Structure {
  const before = resolutionOf(structure);
  for (const [l, to] of levels.entries()) if (to < (before[l] ?? 0)) throw levelNotAbove(`${context.path}.levels.${k}`, to, before[l] ?? 0);
  return resolve(extendedSpec(structure, levels).spec, context.catalog);
}

async function rungOf(context: StageContext, dataSet: string, model: Model, functionChange: number | null, counts: Rung['counts'], ending: string | null): Promise<Rung> {
  const { trainable, effective, grid } = countParameters(model.structure);
  return { level: resolutionOf(model.structure), metrics: await context.measure(model, dataSet), parameters: { trainable, effective, grid }, functionChange, counts, ending };
}

/** Largest difference of outputs on the training inputs of a data set, relative to their spread. */
async function changeOf(context: StageContext, dataSet: string, before: Model, after: Model): Promise<number> {
  const { data, engine } = context;
  const { train } = rowsNamed(data, dataSet);
  const [[a], [b]] = [await data.outputsOf(engine, before, [train]), await data.outputsOf(engine, after, [train])] as [[Samples], [Samples]];
  let [largest, low, high] = [0, Infinity, -Infinity];
  a.values.forEach((v, i) => {
    largest = Math.max(largest, Math.abs(v - b.values[i]!));
    low = Math.min(low, v);
    high = Math.max(high, v);
  });
  return high > low ? largest / (high - low) : largest;
}
