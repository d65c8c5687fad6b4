import {
  constant, defineEdge, defineFunction, defineGridStrategy, defineInitializer, defineLayer, defineLoss, defineOptimizer, type Definition, type LayerDefinition, type PluginUse,
} from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { referenceBases } from './reference-bases.js';
import { referenceLosses } from './reference-losses.js';

// The smallest plugins an engine can be checked with. They are written differently from the first-party ones on purpose:
// an engine that works with both special-cases neither.

const silu = defineFunction({ name: 'reference-silu', summary: 'x sigmoid(x)', options: z.strictObject({}), apply: (x) => x.mul(x.sigmoid()) });

const reciprocal = defineFunction({ name: 'reference-reciprocal', summary: '1 / x, infinite at 0', options: z.strictObject({}), apply: (x) => constant(1).div(x) });

const residual = defineEdge({
  name: 'reference-residual', summary: 'w_b b(x) + w_s sum c B', options: z.strictObject({ base: z.boolean().default(true) }),
  compose: ({ base }) => ({ base: base ? { kind: 'reference-silu' } : null, basisWeight: true }),
});

const pole = defineEdge({
  name: 'reference-pole', summary: 'w_b / x + w_s sum c B', options: z.strictObject({}), compose: () => ({ base: { kind: 'reference-reciprocal' }, basisWeight: true }),
});

const plain = defineEdge({ name: 'reference-plain', summary: 'sum c B', options: z.strictObject({}), compose: () => ({ base: null, basisWeight: false }) });

const based = defineEdge({
  name: 'reference-based', summary: 'w_b b(x) + w_s sum c B with any b', options: z.strictObject({ base: z.looseObject({ kind: z.string() }).default({ kind: 'reference-silu' }) }),
  compose: ({ base }) => ({ base: base as PluginUse, basisWeight: true }),
});

const adding = defineLayer({ name: 'reference-layer', summary: 'Nodes that add', options: z.strictObject({}), terms: (_, parts) => [parts] });

const squashing = defineLayer({
  name: 'reference-squashed', summary: 'Nodes that squash their mean', options: z.strictObject({}), terms: (_, parts) => [parts],
  nodes: (_, { inputs, outputs }) => [{ count: outputs, arity: 1, formula: ([sum]) => sum!.div(inputs).tanh() }],
});

/** Sums of one node are told apart by its formula. */
const products = defineLayer({
  name: 'reference-products', summary: 'Half of the nodes are sums, the others make something of two or three', options: z.strictObject({ arity: z.int().min(2).max(3).default(2) }),
  terms: (_, parts) => [parts],
  nodes: ({ arity }, { outputs }) => [
    { count: Math.floor(outputs / 2), arity: 1 },
    { count: Math.ceil(outputs / 2), arity, formula: ([first, ...others]) => others.reduce((product, sum) => product.mul(sum.add(1)), first!) },
  ],
});

const pairOptions = z.strictObject({
  second: z.looseObject({ kind: z.string() }), off: z.array(z.tuple([z.int(), z.int()])).default([]),
});

/** Edges that add a second basis, without a base function, to what the file asks for; each basis has edges switched off by itself. */
const pairTerms: LayerDefinition<typeof pairOptions>['terms'] = ({ second, off }, parts) =>
  [parts, { edge: { kind: 'reference-plain' }, inputMap: parts.inputMap, outside: parts.outside, basis: second as PluginUse, edges: { except: off } }];

const pair = defineLayer({ name: 'reference-pair', summary: 'Edges of two bases', options: pairOptions, terms: pairTerms });

const squashingPair = defineLayer({
  name: 'reference-squashed-pair', summary: 'Edges of two bases, and nodes that squash their mean', options: pairOptions, terms: pairTerms,
  nodes: (_, { inputs, outputs }) => [{ count: outputs, arity: 1, formula: ([sum]) => sum!.div(inputs).tanh() }],
});

const random = defineInitializer({
  name: 'reference-random', summary: 'Normal numbers', options: z.strictObject({ scale: z.number().positive().default(0.3) }),
  initialize: ({ edges, size }, stream, { scale }) => {
    const draw = (n: number, about: number): Float64Array => Float64Array.from({ length: n }, () => about + scale * stream.normal());
    return { coefficients: draw(edges * size, 0), baseWeight: draw(edges, 0), basisWeight: draw(edges, 1) };
  },
});

const moving = defineGridStrategy({
  name: 'reference-moving', summary: 'Follows the samples', options: z.strictObject({ every: z.int().min(1).default(3) }), capabilities: { knots: 'even' },
  isDue: ({ step }, { every }) => step % every === 0,
  place: ({ samples, domain: [a, b], isNetworkInput }) => {
    const [low, high] = [samples.reduce((m, v) => Math.min(m, v), Infinity), samples.reduce((m, v) => Math.max(m, v), -Infinity)];
    const isForced = low < a || high > b;
    if (isNetworkInput || !Number.isFinite(high - low) || (!isForced && high - low >= 0.8 * (b - a))) return null;
    const half = Math.max(high - low, 1e-3) * 0.55;
    return { isForced, domain: [(low + high) / 2 - half, (low + high) / 2 + half] };
  },
});

const still = defineGridStrategy({
  name: 'reference-still', summary: 'Nothing moves', options: z.strictObject({}), capabilities: { knots: 'none' }, isDue: () => false, place: () => null,
});

const squares = defineLoss({ name: 'reference-squares', summary: 'Residuals', options: z.strictObject({}), form: 'residuals', formula: (y, t) => y.map((v, k) => v.sub(t[k]!)) });

const gaussNewton = defineOptimizer({
  name: 'reference-gauss-newton', summary: 'Damped normal equations', options: z.strictObject({}), method: 'normal-equations',
  damping: () => ({
    shape: 'marquardt', start: 1e-2, restart: 1e-3, tries: 12, tolerance: 1e-4, patience: 5,
    // A gain of 0/0, where nothing is left to gain, counts as kept.
    accepted: (mu, gain) => Math.min(Math.max(1e-16, mu * Math.max(0.2, 1 - (2 * (Number.isNaN(gain) ? 1 : gain) - 1) ** 3)), 1e16),
    rejected: (mu, failures) => Math.min(mu * Math.min(2 ** failures, 64), 1e16),
  }),
});

const limitedMemory = defineOptimizer({
  name: 'reference-limited-memory', summary: 'Line searches along quasi-Newton directions', options: z.strictObject({ memory: z.int().min(1).default(5) }), method: 'quasi-newton',
  search: ({ memory }) => ({ memory, decrease: 1e-4, curvature: 0.9, tries: 20, tolerance: 1e-9, patience: 5 }),
});

const wholeMemory = defineOptimizer({
  name: 'reference-whole-memory', summary: 'Line searches along directions of a matrix', options: z.strictObject({}), method: 'quasi-newton',
  search: () => ({ memory: { update: 'broyden', scaling: 'self' }, decrease: 1e-4, curvature: 0.9, tries: 20, tolerance: 1e-9, patience: 5 }),
});

const heavyBall = defineOptimizer({
  name: 'reference-heavy-ball', summary: 'Gradient descent with momentum', options: z.strictObject({ rate: z.number().default(0.05) }), method: 'update', slots: ['v'],
  update: ({ parameter, gradient, slots }, { rate }) => {
    const v = slots['v']!.mul(0.9).sub(gradient.mul(rate));
    return { parameter: parameter.add(v), slots: { v } };
  },
});

/** The plugins that engine checks use. */
export const referencePlugins: readonly Definition[] = Object.freeze([
  ...referenceBases, silu, reciprocal, residual, pole, plain, based, adding, squashing, products, pair, squashingPair, random, moving, still, squares,
  ...referenceLosses.map(({ definition }) => definition), gaussNewton, limitedMemory, wholeMemory, heavyBall,
] as Definition[]);
