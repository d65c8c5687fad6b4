import { type PluginUse, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { AUTO_NETWORK, fittingShape, patience, smoothsItself, unknownsAllowed } from './fit.js';
import { problemOf } from './problem.js';
import { posteriorOf } from './smoothing-summary.js';
import { defineStage } from './stage.js';

/** Of the fit on each level. */
export const GRID: PluginUse = { kind: 'moving', every: 8, fill: 0.7 };
/** Where steps are those of an update formula, which are many and short. */
export const UPDATE_GRID: PluginUse = { ...GRID, every: 'auto' };
const level = z.union([z.int().min(1), z.array(z.int().min(1)).min(1), z.strictObject({ parametersPerEdge: z.int().min(1).max(100_000) })]);
export type Level = z.output<typeof level>;

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
    }).prefault({}).describe('the fit on each level; loss as before'),
    refit: z.enum(['uniform', 'data']).default('uniform').describe('where curves stay as they are when grids are extended: everywhere alike, or 0.9 where activations lie'),
    stop: patience.default({ patience: 1 }).describe('ends the ladder when so many levels in a row do not improve validation error; none climbs to the end'),
  }),
  defaults: ({ fit: written = {} }, situation) => {
    const own = typeof written === 'object' ? written as Readonly<Record<string, unknown>> : {};
    const isAuto = own['smoothing'] === 'auto' || ((situation.isTrained || situation.before['smoothing'] !== undefined) && smoothsItself(own, situation));
    const { before: { loss }, method } = situation;
    const standing = { ...(loss === undefined ? {} : { loss }), ...(isAuto ? { smoothing: 'auto' } : method(own['optimizer']) === 'update' ? { grid: UPDATE_GRID } : {}) };
    // A block that nobody wrote and nothing stands in is none.
    return { options: Object.keys(standing).length === 0 ? {} : { fit: standing }, network: isAuto ? AUTO_NETWORK : {} };
  },
  choosesByValidation: ({ fit: { smoothing } }) => smoothing !== 'auto',
  loss: ({ fit: { loss } }) => loss,
  optimizer: ({ fit: { optimizer } }) => optimizer,
  grid: ({ fit: { grid } }) => grid,
  posterior: (context, options, model, report) => posteriorOf(context, model, report, () => problemOf(context, model.structure, options.fit)),
  mostSteps: ({ levels, fit: { steps } }) => levels.length * steps,
  mostUnknowns: ({ fit }) => unknownsAllowed(fit, 'fit.'),
  // A page that climbs no ladder does not load it.
  check: async (context, options) => (await import('./later-runs.js')).checkLadder(context, options),
  run: async (context, options) => (await import('./later-runs.js')).climbLadder(context, options),
});
