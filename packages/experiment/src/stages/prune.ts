import { type PluginUse, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { dataSetName } from '../config/index.js';
import { eliminationOptions } from './elimination-options.js';
import { fittingShape, smoothsItself, unknownsAllowed, UPDATE_GRID } from './fit.js';
import { structureFor, tryProblem } from './problem.js';
import { defineStage } from './stage.js';

const GRID: PluginUse = { kind: 'moving' };
const { data: _, ...fitting } = fittingShape;

/** Switches off edges and hidden nodes through which next to nothing of the output flows, and those without which a network is as good. */
export const prune = defineStage({
  name: 'prune',
  needsTrained: true,
  summary: 'Switches off edges and hidden nodes whose share of the output is small, and with eliminate all without which the network is as good; their means stay as biases',
  options: z.strictObject({
    data: dataSetName().describe('data set whose training rows shares of the output are taken over, and smaller networks are fitted to'),
    edgeThreshold: z.number().min(0).default(0.02).describe('edges with a smaller share of the output are switched off; 0 for none'),
    nodeThreshold: z.number().min(0).default(0.02).describe('hidden nodes whose edges pass on a smaller share are switched off with all their edges; 0 for none'),
    eliminate: z.union([z.boolean(), eliminationOptions]).default(false)
      .describe('true, or its numbers: what is left after the thresholds goes node by node and edge by edge, as long as the rest, fitted anew, is as good'),
    fit: z.strictObject({
      optimizer: use('optimizer').default({ kind: 'levenberg-marquardt' }).describe('how steps are taken'),
      ...fitting,
      grid: use('grid').default(GRID).describe('when and where grids move'),
    }).prefault({}).describe('how smaller networks are fitted; only with eliminate. What is left out is as in the stage before'),
  }),
  defaults: ({ fit: written = {} }, situation) => {
    const own = typeof written === 'object' ? written as Readonly<Record<string, unknown>> : {};
    const { before } = situation;
    const isAuto = (situation.isTrained || before['smoothing'] !== undefined) && smoothsItself(own, situation);
    const inherited = { smoothing: isAuto ? 'auto' : own['regularizers'] === undefined && before['smoothing'] !== 'auto' ? before['smoothing'] : undefined, loss: before['loss'], grid: situation.method(own['optimizer']) === 'update' ? UPDATE_GRID : undefined };
    return { options: { fit: Object.fromEntries(Object.entries(inherited).filter(([, value]) => value !== undefined)) }, network: {} };
  },
  choosesByValidation: ({ eliminate, fit }) => eliminate !== false && fit.smoothing !== 'auto',
  loss: ({ fit }) => fit.loss,
  optimizer: ({ fit }) => fit.optimizer,
  grid: ({ eliminate, fit }) => (eliminate === false ? null : fit.grid),
  mostUnknowns: ({ eliminate, fit }) => (eliminate === false ? null : unknownsAllowed(fit, 'fit.')),
  check: async (context, options) => {
    if (options.eliminate === false) return context.structure;
    const fit = { ...options.fit, data: options.data };
    const structure = structureFor(context, context.structure, fit.grid);
    await tryProblem(context, structure, fit, `${context.path}.fit.grid`, GRID);
    return structure;
  },
  // A page that does not prune does not load it.
  run: async (context, options) => (await import('./later-runs.js')).runPrune(context, options),
});
