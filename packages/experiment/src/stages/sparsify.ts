import { type PluginUse, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { startsOfStored } from '../errors.js';
import { AUTO_NETWORK, fittingShape, smoothsItself, unknownsAllowed, UPDATE_GRID } from './fit.js';
import { noteUnknowns } from './note-unknowns.js';
import { structureFor, tryProblem } from './problem.js';
import { defineStage } from './stage.js';

const GRID: PluginUse = { kind: 'moving' };
const { regularizers: _, refreshEvery: __, ...shared } = fittingShape;

/** Trains a network with all its edges for a short while, then under a penalty that leaves few of them. */
export const sparsify = defineStage({
  name: 'sparsify',
  needsTrained: false,
  summary: 'A short fit with all edges, then rounds under a penalty that lets those fade that do little; prune switches them off',
  options: z.strictObject({
    optimizer: use('optimizer').default({ kind: 'levenberg-marquardt' }).describe('how steps are taken'),
    dense: z.strictObject({
      starts: z.int().min(1).max(10_000).default(4).describe('fresh networks, of which the best goes on; only where there is no network yet'),
      steps: z.int().min(0).default(10).describe('steps of each, and at most so many where there is a network'),
    }).prefault({}).describe('the fit without the penalty: long enough to tell edges apart, too short to spread the task over all of them'),
    steps: z.int().min(1).default(80).describe('most steps under the penalty'),
    refreshEvery: z.int().min(1).default(2).describe('steps of a round, after which the penalty looks at the network anew'),
    regularizers: z.array(use('regularizer')).min(1).max(20).default([{ kind: 'sparsity' }]).describe('the penalty, or several'),
    ...shared,
    grid: use('grid').default(GRID).describe('when and where grids move'),
  }),
  defaults: (written, situation) => {
    const count = situation.isTrained ? { dense: { starts: 1 } } : {};
    // The penalty is what the stage is for: it does not speak against smoothing that chooses itself.
    const { regularizers: _own, ...others } = written;
    const isAuto = written['smoothing'] === 'auto' || smoothsItself(others, situation);
    const grid = situation.method(written['optimizer']) === 'update' ? { grid: UPDATE_GRID } : {};
    return { options: { ...count, ...grid, ...(isAuto ? { smoothing: 'auto' } : {}) }, network: AUTO_NETWORK };
  },
  choosesByValidation: () => false,
  loss: ({ loss }) => loss,
  optimizer: ({ optimizer }) => optimizer,
  grid: ({ grid }) => grid,
  mostSteps: ({ dense, steps }, isTrained) => (isTrained ? 1 : dense.starts) * dense.steps + steps,
  mostUnknowns: (options) => unknownsAllowed(options),
  check: async (context, options) => {
    if (context.trained !== null && options.dense.starts > 1) throw startsOfStored(`${context.path}.dense.starts`, options.dense.starts);
    const structure = structureFor(context, context.structure, options.grid);
    const { unknowns } = await tryProblem(context, structure, options, `${context.path}.grid`, GRID);
    await noteUnknowns(context, options, unknowns, context.path);
    return structure;
  },
  // A page that does not sparsify does not load it.
  run: async (context, options) => (await import('./later-runs.js')).runSparsify(context, options),
});
