import { randomStream } from '@knotwork/numerics';
import {
  constant, defineFunction, defineInitializer, defineLoss, defineOptimizer, defineRegularizer, type FunctionClaims, type FunctionDefinition, type InitializerDefinition, type LossDefinition, type OptimizerDefinition,
} from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { BrokenPlugin } from './broken-plugin.js';

const none = z.strictObject({});
const scaleOptions = z.strictObject({ scale: z.number().positive().default(0.3) });
const strengthOptions = z.strictObject({ strength: z.number().min(0).default(1) });

type Initializer = InitializerDefinition<typeof scaleOptions>;
const initializer = (name: string, initialize: Initializer['initialize']): Initializer => defineInitializer({ name, summary: 'Numbers with one defect', options: scaleOptions, initialize });
const filled = (count: number, next: () => number): Float64Array => Float64Array.from({ length: count }, next);

const loss = (name: string, formula: LossDefinition<typeof none>['formula'], form: 'residuals' | 'loss' = 'residuals'): LossDefinition<typeof none> => defineLoss({ name, summary: 'A loss with one defect', options: none, form, formula });

const damped = (name: string, change: Partial<ReturnType<Extract<OptimizerDefinition, { method: 'normal-equations' }>['damping']>>): OptimizerDefinition => defineOptimizer({
  name, summary: 'A rule with one defect', options: none, method: 'normal-equations',
  damping: () => ({
    shape: 'marquardt', start: 1e-2, restart: 1e-3, tries: 12, tolerance: 1e-4, patience: 5,
    accepted: (mu) => Math.max(mu / 3, 1e-16), rejected: (mu) => Math.min(4 * mu, 1e16), ...change,
  }),
});

export const brokenInitializers: readonly BrokenPlugin[] = [
  {
    defect: 'numbers of a stream of its own',
    definition: initializer('deaf-start', ({ edges, size }, _, { scale }) => { const own = randomStream(42, 'always'); return { coefficients: filled(edges * size, () => scale * own.normal()), baseWeight: new Float64Array(edges), basisWeight: filled(edges, () => 1) }; }),
    setup: { scale: 'scale' }, caughtBy: 'the same stream gives the same numbers, another gives others', alsoFails: ['layers of one shape start differently'],
  },
  {
    defect: 'a larger scale that makes smaller numbers',
    definition: initializer('contrary', ({ edges, size }, stream, { scale }) => ({ coefficients: filled(edges * size, () => stream.normal() / (1 + scale)), baseWeight: new Float64Array(edges), basisWeight: filled(edges, () => 1) })),
    setup: { scale: 'scale' }, caughtBy: 'twice the scale is twice the spread',
  },
  {
    defect: 'the same number everywhere',
    definition: initializer('monotonous', ({ edges, size }, stream, { scale }) => { const one = scale * stream.normal(); return { coefficients: filled(edges * size, () => one), baseWeight: new Float64Array(edges), basisWeight: filled(edges, () => 1) }; }),
    caughtBy: 'no two edges start as the same function',
  },
  {
    defect: 'weights for inputs instead of edges',
    definition: initializer('short', ({ inputs, edges, size }, stream, { scale }) => ({ coefficients: filled(edges * size, () => scale * stream.normal()), baseWeight: new Float64Array(inputs), basisWeight: filled(edges, () => 1) })),
    caughtBy: 'every number of a term is given, and is finite',
    // Nothing can be made with it.
    alsoFails: [
      'whatever the options accept works', 'layers of one shape start differently', 'no two edges start as the same function', 'gradients agree with differences',
      'a row by itself gives what it gives among others', 'an edge reaches its own output only, through its own input only',
      'saved and loaded, a network gives the same outputs', 'a saved network that was tampered with is refused in words, or is a network',
      'a network trains', 'a trained network adapts and extends',
    ],
  },
  {
    defect: 'a spread by the slope of each feature, of which a constant has none',
    definition: initializer('steep-start', ({ edges, size, moments }, stream, { scale }) => { const { slope } = moments(); return { coefficients: filled(edges * size, () => (scale * stream.normal()) / Math.sqrt(slope[0]!)), baseWeight: new Float64Array(edges), basisWeight: filled(edges, () => 1) }; }),
    caughtBy: 'numbers are finite whatever the moments of the features',
  },
  {
    defect: 'a choice of itself',
    definition: { ...initializer('vain', ({ edges, size }, stream, { scale }) => ({ coefficients: filled(edges * size, () => scale * stream.normal()), baseWeight: new Float64Array(edges), basisWeight: filled(edges, () => 1) })), choose: () => ({ kind: 'vain' }) },
    setup: { scale: 'scale' }, caughtBy: 'another initializer is chosen, always the same for the same training',
  },
].map((broken) => broken as unknown as BrokenPlugin);

export const brokenRegularizers: readonly BrokenPlugin[] = [
  {
    defect: 'entropy that is 0 log 0 where an edge is zero',
    definition: defineRegularizer({
      name: 'undefined-entropy', summary: 'Entropy of edges', options: strengthOptions, statistic: 'roughness', derivative: () => 1, scope: 'layer',
      sums: (s) => ({ S: s, T: s.mul(s.log()) }), penalty: ({ S, T }, { strength }) => S!.log().sub(T!.div(S!)).mul(strength),
    }),
    caughtBy: 'the penalty and its slopes are finite, also where every edge is zero',
    alsoFails: [
      'whatever the options accept works', 'the penalty is never negative', 
      'twice the strength is twice the penalty, and none is none', 'a network takes the penalty, also where every edge is zero',
    ],
  },
  {
    defect: 'a reward in place of a penalty',
    definition: defineRegularizer({ name: 'reward', summary: 'Praise for edges', options: strengthOptions, statistic: 'roughness', derivative: () => 1, scope: 'edge', sums: (s) => ({ total: s }), penalty: ({ total }, { strength }) => total!.mul(-strength) }),
    caughtBy: 'the penalty is never negative', alsoFails: ['a network takes the penalty, also where every edge is zero'],
  },
  {
    defect: 'a strength that counts twice',
    definition: defineRegularizer({ name: 'eager', summary: 'Squares of the strength', options: strengthOptions, statistic: 'roughness', derivative: () => 1, scope: 'edge', sums: (s) => ({ total: s }), penalty: ({ total }, { strength }) => total!.mul(strength * strength) }),
    caughtBy: 'twice the strength is twice the penalty, and none is none',
  },
  {
    defect: 'roughness of no derivative',
    definition: defineRegularizer({ name: 'underived', summary: 'Roughness of the function itself', options: strengthOptions, statistic: 'roughness', derivative: () => 0, scope: 'edge', sums: (s) => ({ total: s }), penalty: ({ total }, { strength }) => total!.mul(strength) }),
    caughtBy: 'the derivative that roughness is taken of is a whole number of at least one',
  },
].map((broken) => broken as unknown as BrokenPlugin);

export const brokenOptimizers: readonly BrokenPlugin[] = [
  {
    defect: 'a memory that is written and never read',
    definition: defineOptimizer({ name: 'absent-minded', summary: 'Momentum that is ignored', options: none, method: 'update', slots: ['v'], update: ({ parameter, gradient }) => ({ parameter: parameter.sub(gradient.mul(0.01)), slots: { v: gradient.mul(0.1) } }) }),
    caughtBy: 'every slot is read',
  },
  {
    defect: 'a division by the size of the gradient',
    definition: defineOptimizer({ name: 'dividing', summary: 'Steps of one length', options: none, method: 'update', slots: [], update: ({ parameter, gradient }) => ({ parameter: parameter.sub(gradient.div(gradient.abs()).mul(1e-3)), slots: {} }) }),
    caughtBy: 'steps are finite for gradients of any size, from slots of zero',
    alsoFails: [
      'numbers without a gradient are left alone, or shrink', 'weight decay leaves alone what it is told to', 'steps that are cut in two are the same steps', 'a network trains',
    ],
  },
  {
    defect: 'the count of steps in place of the age of the memory',
    definition: defineOptimizer({
      name: 'miscounting', summary: 'Running means without bias, counted by the step', options: none, method: 'update', slots: ['m', 'v'],
      update: ({ parameter, gradient, step, slots }) => {
        const [m, v] = [slots['m']!.mul(0.9).add(gradient.mul(0.1)), slots['v']!.mul(0.999).add(gradient.square().mul(0.001))];
        const bias = (beta: number) => constant(1).sub(step.mul(Math.log(beta)).exp());
        return { parameter: parameter.sub(m.div(bias(0.9)).div(v.div(bias(0.999)).sqrt().add(1e-8)).mul(1e-2)), slots: { m, v } };
      },
    }),
    caughtBy: 'slots that start from zero late do no harm',
  },
  {
    defect: 'steps uphill', definition: defineOptimizer({ name: 'climbing', summary: 'Gradient ascent', options: none, method: 'update', slots: [], update: ({ parameter, gradient }) => ({ parameter: parameter.add(gradient.mul(1e-3)), slots: {} }) }),
    caughtBy: 'the first step goes downhill', alsoFails: ['a convex quadratic is minimized', 'a network trains'],
  },
  {
    defect: 'a decay that goes on beyond zero', definition: defineOptimizer({ name: 'overshooting', summary: 'Descent with decay by a constant', options: none, method: 'update', slots: [], update: ({ parameter, gradient }) => ({ parameter: parameter.sub(gradient.mul(0.01)).sub(1e-3), slots: {} }) }),
    caughtBy: 'numbers without a gradient are left alone, or shrink', alsoFails: ['weight decay leaves alone what it is told to'],
  },
  {
    defect: 'a decay of whatever there is',
    definition: defineOptimizer({
      name: 'all-decaying', summary: 'Descent with decay of everything', options: none, method: 'update', slots: [],
      update: ({ parameter, gradient }) => ({ parameter: parameter.mul(0.999).sub(gradient.mul(0.01)), slots: {} }),
    }),
    caughtBy: 'weight decay leaves alone what it is told to',
  },
  { defect: 'damping that a gain of 0/0 makes NaN', definition: damped('fragile', { accepted: (mu, gain) => mu * Math.max(0.2, 1 - (2 * gain - 1) ** 3) }), caughtBy: 'damping stays a positive finite number, whatever the gain' },
  { defect: 'damping that falls after a rejection', definition: damped('upside-down', { rejected: (mu) => Math.max(mu / 4, 1e-16) }), caughtBy: 'a step that kept its promise does not raise damping, a rejected one does' },
  {
    defect: 'a curvature condition looser than its decrease',
    definition: defineOptimizer({ name: 'impossible', summary: 'A line search without solutions', options: none, method: 'quasi-newton', search: () => ({ memory: 10, decrease: 0.9, curvature: 0.1, tries: 20, tolerance: 1e-6, patience: 5 }) }),
    caughtBy: 'the constants of the line search are possible',
  },
  {
    defect: 'a matrix of a sort that there is not',
    definition: defineOptimizer({ name: 'davidon', summary: 'A third update', options: none, method: 'quasi-newton', search: () => ({ memory: { update: 'dfp' as 'bfgs', scaling: 'self' }, decrease: 1e-4, curvature: 0.9, tries: 20, tolerance: 1e-6, patience: 5 }) }),
    caughtBy: 'the constants of the line search are possible',
  },
].map((broken) => broken as unknown as BrokenPlugin);

export const brokenLosses: readonly BrokenPlugin[] = [
  { defect: 'a minimum beside the target', definition: loss('biased', (y, t) => y.map((v, q) => v.sub(t[q]!).sub(0.1))), caughtBy: 'the target is the minimum' },
  { defect: 'a slope of 0 / 0 at the target', definition: loss('cornered', (y, t) => [y.map((v, q) => v.sub(t[q]!).square().sqrt()).reduce((a, b) => a.add(b))], 'loss'), caughtBy: 'the target is the minimum' },
  { defect: 'two numbers for one loss', definition: loss('double', (y, t) => [y[0]!.sub(t[0]!).square(), y.at(-1)!.sub(t.at(-1)!).square()], 'loss'), caughtBy: 'the formula is pure and has the declared form',
    alsoFails: [
      'outputs are exchangeable', 'an engine computes the loss of its declared form, whatever the order of rows', 'a network trains',
    ] },
  { defect: 'exponentials that overflow', definition: loss('exploding', (y, t) => [y.map((v, q) => v.sub(t[q]!)).map((r) => r.cosh().sub(1)).reduce((a, b) => a.add(b))], 'loss'), caughtBy: 'residuals of a diverging network give finite slopes' },
  { defect: 'a first output that counts twice', definition: loss('partial', (y, t) => y.map((v, q) => v.sub(t[q]!).mul(q === 0 ? 1.5 : 1))), caughtBy: 'outputs are exchangeable' },
  {
    defect: 'a loss of classes that rewards the wrong ones',
    definition: defineLoss({ name: 'mistaken', summary: 'Softplus of scores, signs turned', options: none, form: 'loss', task: 'classification', formula: (y, t) => [y.map((v, q) => v.mul(t[q]!.mul(2).sub(1)).softplus()).reduce((a, b) => a.add(b))] }),
    caughtBy: 'the loss falls as the output of the right class grows',
  },
].map((broken) => broken as unknown as BrokenPlugin);

let calls = 0;

const claiming = (name: string, claims: () => FunctionClaims, apply: FunctionDefinition['apply']) => defineFunction({ name, summary: 'A function that claims too much', options: none, claims, apply });

export const brokenFunctions: readonly BrokenPlugin[] = [
  { defect: 'softplus as it is written in books', definition: defineFunction({ name: 'overflowing', summary: 'log(1 + e^x)', options: none, apply: (x) => x.exp().add(1).log() }), caughtBy: 'value and slope are finite far out' },
  { defect: 'a logarithm that is said to be defined everywhere', definition: defineFunction({ name: 'half-blind', summary: 'log x', options: none, apply: (x) => x.log() }), caughtBy: 'values and derivatives to third order are finite on the range',
    alsoFails: [
      'derivatives agree with differences', 'value and slope are finite far out', 'gradients agree with differences',
      'a row by itself gives what it gives among others', 'an edge reaches its own output only, through its own input only',
      'saved and loaded, a network gives the same outputs', 'a network with one input and one output works', 'a network trains',
      'a trained network adapts and extends',
    ] },
  { defect: 'a formula that changes each time', definition: defineFunction({ name: 'fickle', summary: 'x sigmoid(k x)', options: none, apply: (x) => x.mul(x.mul(1 + 0.01 * ++calls).sigmoid()) }), caughtBy: 'the formula is pure', alsoFails: ['saved and loaded, a network gives the same outputs'] },
  { defect: 'steps so small that every slope is zero', definition: defineFunction({ name: 'tabulated', summary: 'tanh of a rounded argument', options: none, apply: (x) => x.mul(2 ** 20).floor().div(2 ** 20).tanh() }), caughtBy: 'derivatives agree with differences', alsoFails: ['gradients agree with differences'] },
  { defect: 'a claim that changes each time', definition: claiming('undecided', () => ({ complexity: ++calls }), (x) => x.tanh()), caughtBy: 'claims can be read, and stay the same' },
  { defect: 'a domain that ends too early', definition: claiming('timid', () => ({ domain: [0.5, Infinity] }), (x) => x.log()), caughtBy: 'the domain is where it is finite' },
  { defect: 'a soft corner that is said to be a corner', definition: claiming('rounded', () => ({ scaling: true }), (x) => x.mul(x.mul(3).tanh())), caughtBy: 'scaling the argument changes an affine part alone' },
  { defect: 'two exponentials that are said to be one', definition: claiming('doubled', () => ({ shift: 'itself' }), (x) => x.mul(0.01).exp().add(x.mul(0.02).exp())), caughtBy: 'shifts are made of the function, and of its slope if it says so' },
  { defect: 'a step that is not as far from both ends', definition: claiming('lopsided', () => ({ mirror: 'odd' }), (x) => x.add(1e-6).tanh()), caughtBy: 'the other half is a mirror image' },
  { defect: 'an expression of another function', definition: claiming('mislabelled', () => ({ mirror: 'even', expression: '(1 - x^2) * exp(-x^2)' }), (x) => x.square().neg().add(1).mul(x.square().mul(-0.5).exp())), caughtBy: 'the expression is the formula' },
  { defect: 'an expression that ends too early', definition: claiming('torn', () => ({ mirror: 'odd', expression: 'x / (1 + abs(x)' }), (x) => x.div(x.abs().add(1))), caughtBy: 'the expression is the formula' },
  { defect: 'an expression of a name that means nothing', definition: claiming('stranger', () => ({ mirror: 'odd', expression: 'tanh(z)' }), (x) => x.tanh()), caughtBy: 'the expression is the formula' },
  { defect: 'two periods that are said to be one', definition: claiming('twice-around', () => ({ period: 4 * Math.PI }), (x) => x.sin()), caughtBy: 'the period is the least one' },
].map((broken) => broken as unknown as BrokenPlugin);
