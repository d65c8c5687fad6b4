import { type PluginUse, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { dataSetName } from '../config/index.js';
import { rowsNamed } from '../data/prepare-data.js';
import { judgedNumbers } from '../measure/judged-numbers.js';
import { POTENTIALS } from './solving/attention.js';
import { trainableRoles } from './problem.js';
import { unknownsAllowed } from './fit.js';
import { defineStage } from './stage.js';

/** Valleys of equations are long: what looks idle elsewhere is not here. */
const OPTIMIZER: PluginUse = { kind: 'levenberg-marquardt', tolerance: 1e-6, patience: 10 };
/** No base function, and a degree that leaves derivatives of the second order smooth: what was measured best. */
const NETWORK = { edge: { kind: 'plain' }, basis: { kind: 'b-spline', degree: 5, intervals: 5 }, initializer: { kind: 'small' } };
/** Hidden nodes that leave a domain meet functions whose second derivative jumps there, and training ends at such places; a smooth map leaves none. */
const HIDDEN = { inputMap: 'tanh' };

const level = z.union([z.int().min(1), z.array(z.int().min(1)).min(1)]);

const options = z.strictObject({
  data: dataSetName().describe('data set whose equations are solved'),
  optimizer: use('optimizer').default(OPTIMIZER).describe('how steps are taken'),
  starts: z.strictObject({
    count: z.int().min(1).max(10_000).default(8).describe('fresh networks to begin with'),
    steps: z.int().min(1).default(40).describe('steps of each'),
  }).prefault({}).describe('fresh networks, the best of which goes on; only where there is no network yet'),
  steps: z.int().min(1).default(100).describe('most steps after the starts, and on every level'),
  levels: z.array(level).max(100).default([]).describe('resolutions to extend grids to, one after the other; new knots must contain the old ones, so that derivatives stay as they are'),
  draw: z.union([z.literal('once'), z.strictObject({
    every: z.int().min(1).default(10).describe('steps after which points are drawn anew'),
    count: z.int().min(1).max(1_000_000).optional().describe('how many of each set; as many as the data set has when left out'),
    by: z.enum(['residual', 'uniform']).default('residual').describe('where: in proportion to the residual and everywhere alike, half and half; or everywhere alike'),
  })]).default('once').describe('points at which equations hold: those of the data set; or others, such as { every: 10, by: residual } for more of them where residuals are large, every so many steps, for solutions that are steep in places; by: uniform for anywhere'),
  causal: z.union([z.literal('none'), z.strictObject({
    along: z.string().describe('coordinate, such as t'),
    strength: z.number().positive().max(20).default(5).describe('a point weighs exp(-strength) of one at the beginning where all that is left of equations lies before it'),
    every: z.int().min(1).default(10).describe('steps after which weights follow residuals; where points are drawn anew, whenever they are'),
  })]).default('none').describe('what develops in time is solved from its beginning on: points weigh less the more is left of equations before them, less and less so in the first half of the last level'),
  march: z.union([z.literal('none'), z.strictObject({
    along: z.string().describe('coordinate, such as t'),
    windows: z.int().min(2).max(1000).default(20).describe('equal parts of its interval: starts see the first one alone, and every so many steps one more counts'),
    steps: z.int().min(1).default(15).describe('steps after which the next part counts'),
    stretch: z.boolean().default(false).describe('whether the network is stretched along with time: all of its domain lies over what counts, so that no part of it is guessed before it counts'),
  })]).default('none').describe('what develops in time is solved part by part: the network learns a first part of the time and goes on from there, before the steps of the first level on the whole; none for all of the time at once'),
  balance: z.union([z.literal('none'), z.strictObject({
    points: z.enum(POTENTIALS).optional().describe('points weigh more where residuals were large: quadratic, in proportion to the square of the residual (residual-based attention, RBA), or exponential, which goes towards the worst points (its variational form, vRBA)'),
    blocks: z.literal('gradients').optional().describe('equations and conditions weigh so that the norms of their gradients are alike, whatever their own weights are'),
    memory: z.number().min(0).lt(1).default(0.5).describe('share of the weights of the round before in those of a round'),
    every: z.int().min(1).default(10).describe('steps after which weights follow the network; where points are drawn anew, whenever they are'),
  })]).default('none').describe('weights that follow what is left of equations, such as { points: quadratic } or { blocks: gradients }, in training alone: what is reported has the weights of the data set; none for no such weights'),
  trainable: z.union([z.literal('all'), z.array(z.enum(trainableRoles)).min(1)]).default('all').describe('which parts of the network are trained'),
  maxUnknowns: z.int().min(1).default(2500).describe('most unknowns for methods that solve for all of them at once or keep a matrix of them'),
});
export type SolveOptions = z.output<typeof options>;

/** Steps on the way to the whole of the time. */
export const marchSteps = (march: SolveOptions['march']): number => (march === 'none' ? 0 : march.windows * march.steps);

/** Solves differential equations: the residuals of a data set's equations and conditions are made small. */
export const solve = defineStage({
  name: 'solve',
  needsTrained: false,
  learnsFrom: 'equations',
  summary: 'Solves the differential equations of a data set, such as domain; the best of several starts is refined on finer grids whose knots contain the old ones',
  options,
  defaults: (_, { isTrained, layers }) => {
    if (isTrained) return { options: { starts: { count: 1 } }, network: {} };
    const hidden = Array.from({ length: Math.max(0, (layers ?? 1) - 1) }, (__, k) => [k + 1, HIDDEN]);
    return { options: {}, network: { ...NETWORK, ...(hidden.length === 0 ? {} : { layers: Object.fromEntries(hidden) }) } };
  },
  optimizer: ({ optimizer }) => optimizer,
  mostSteps: ({ starts: { count, steps: each }, steps, levels, march }, isTrained) => (isTrained ? 0 : count * each) + marchSteps(march) + steps * (1 + levels.length),
  judges: ({ data: name }, data) => {
    const { equations, test } = rowsNamed(data, name);
    // Where there are none, the check says so.
    return equations === undefined ? {} : judgedNumbers(equations, data.outputs, test.inputs.count > 0);
  },
  judge: async (context, given, model) => (await import('./later-runs.js')).judgeSolution(context, given, model),
  mostUnknowns: (given) => unknownsAllowed(given),
  // A page that solves no equations does not load it.
  check: async (context, given) => (await import('./later-runs.js')).checkSolve(context, given),
  run: async (context, given) => (await import('./later-runs.js')).runSolve(context, given),
});
