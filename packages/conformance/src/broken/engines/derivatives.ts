import type { Objective } from '@knotwork/plugin/engine';
import type { BrokenEngine } from '../broken-engine.js';
import { penaltyless } from './penaltyless.js';
import { answering, withStates } from './change-engine.js';

/** Defects of gradients, Jacobian rows, rows and outputs. */
export const brokenDerivatives: readonly BrokenEngine[] = [
  {
    defect: 'a gradient without the penalty', caughtBy: 'gradients agree with differences of values, penalty included',
    alsoFails: [{
      because: 'they go by gradients with penalties',
      checks: [
        'a damped step solves the normal equations of the Jacobian rows', 'the reduction that a damped step predicts is that of the quadratic model',
        'one step is the update formula of the gradient, evaluated by hand',
        'a step over a batch is the update formula of the gradient of its rows, weighted by their share',
        'a gradient that is too long is shortened to its limit, any other left alone',
        'a frozen penalty is the sum of its forms, and so is its gradient', 'a penalty that is frozen has its own value there, and its own gradient',
        'values and gradients are those of the reference engine',
      ],
    }],
    break: withStates((s) => ({ gradient: async (d, q) => ({ ...await s.gradient(d, q), gradient: (await s.gradient(d, penaltyless(q))).gradient }) })),
  },
  {
    defect: 'gradients of basis weights that are halved', caughtBy: 'gradients agree with differences of values, penalty included',
    alsoFails: [{
      because: 'they go by gradients in trainable unknowns',
      checks: [
        'a loss is the mean of its formula, and its gradient agrees with differences', 'a set is seen in batches while another is seen whole',
        'gradients in scalars agree with differences', 'steps update scalars by the formula, and no weight decay reaches them',
        'optimizer slots start at zero, are updated, read back, and reset where parameters were written',
        'one step is the update formula of the gradient, evaluated by hand',
        'a step over a batch is the update formula of the gradient of its rows, weighted by their share',
        'a gradient that is too long is shortened to its limit, any other left alone',
        'a frozen penalty is the sum of its forms, and so is its gradient', 'a penalty that is frozen has its own value there, and its own gradient',
        'values and gradients are those of the reference engine',
      ],
    }],
    break: withStates((s, { program: { structure, layout } }) => {
      const weights = structure.segments.filter(({ role }) => role === 'basisWeight');
      const isWeight = (u: number): boolean => weights.some(({ offset, length }) => layout.parameterOf[u]! >= offset && layout.parameterOf[u]! < offset + length);
      return { gradient: async (d, q) => { const g = await s.gradient(d, q); return { ...g, gradient: g.gradient.map((v, u) => (isWeight(u) ? v / 2 : v)) }; } };
    }),
  },
  {
    defect: 'Jacobian rows that come in reverse', caughtBy: 'Jacobian rows agree with differences of outputs',
    alsoFails: [{ because: 'so it is where derivatives are read', checks: ['Jacobian rows of objectives that read derivatives agree with differences', "normal equations of objectives that read derivatives are J'WJ by hand"] }, {
      because: 'they go by Jacobian rows',
      checks: [
        'Jacobian rows of a loss are those of the outputs',
        "a damped step of a loss solves J'HJ, with what is negative in the curvature of a row left out",
        'Jacobian rows of blocks go through what they read, scalars in the last columns',
        "normal equations of several blocks are J'WJ by hand, scalars included",
        'outputs, inputs of layers and Jacobian rows are those of the reference engine',
      ],
    }],
    break: answering('rows', (rows, [, , from, to], { program: { layout: { unknowns: p } } }) => rows.map((_, k) => rows[(to - from - 1 - Math.floor(k / p)) * p + (k % p)]!)),
  },
  {
    defect: 'Jacobian rows that lose a digit of ten', caughtBy: 'outputs, inputs of layers and Jacobian rows are those of the reference engine',
    alsoFails: [{ because: 'so it is where derivatives are read', checks: ["normal equations of objectives that read derivatives are J'WJ by hand"] }, {
      because: 'they go by Jacobian rows to more digits',
      checks: [
        'normal equations are the products of the Jacobian rows, without any penalty',
        'Jacobian rows of blocks go through what they read, scalars in the last columns',
        "normal equations of several blocks are J'WJ by hand, scalars included",
      ],
    }],
    break: answering('rows', (rows) => rows.map((v) => v * (1 + 1e-9))),
  },
  {
    defect: 'inputs of layers that lose a digit of ten', caughtBy: 'edge functions add up to the layer, and their derivatives agree with differences',
    alsoFails: [{
      because: 'they see the same inputs',
      checks: [
        'moments are averages of the features and of their products', 'outputs, inputs of layers and Jacobian rows are those of the reference engine',
      ],
    }],
    break: answering('preActivations', (x, [, l]) => (l === 0 ? x : { ...x, values: x.values.map((v) => v * (1 + 1e-9)) })),
  },
  {
    defect: 'gradients that lose a digit of ten', caughtBy: 'values and gradients are those of the reference engine',
    alsoFails: [{
      because: 'they go by gradients to more digits',
      checks: [
        'normal equations are the products of the Jacobian rows, without any penalty', 'steps and lines see the gradient of a loss',
        'losses and their gradients are those of the reference engine', 'a set is seen in batches while another is seen whole',
        'steps update scalars by the formula, and no weight decay reaches them', 'vectors and moves have scalars behind the numbers of the network',
        'optimizer slots start at zero, are updated, read back, and reset where parameters were written',
        'one step is the update formula of the gradient, evaluated by hand', 'values and slopes along a line agree with moved states',
        'a step over a batch is the update formula of the gradient of its rows, weighted by their share',
        'a gradient that is too long is shortened to its limit, any other left alone',
        'a frozen penalty is the sum of its forms, and so is its gradient',
      ],
    }],
    break: answering('gradient', (g) => ({ ...g, gradient: g.gradient.map((v) => v * (1 + 1e-9)) })),
  },
  {
    defect: 'numbers of half precision for single ones', precision: 'float32', caughtBy: 'values and gradients are those of the reference engine',
    alsoFails: [{ because: 'so it is where derivatives are read', checks: ['gradients of objectives that read derivatives agree with differences'] }, {
      because: 'they go by gradients',
      checks: [
        'gradients agree with differences of values, penalty included', 'normal equations are the products of the Jacobian rows, without any penalty',
        'a damped step solves the normal equations of the Jacobian rows', 'the reduction that a damped step predicts is that of the quadratic model',
        'steps and lines see the gradient of a loss', 'gradients in scalars agree with differences',
        'steps update scalars by the formula, and no weight decay reaches them', 'vectors and moves have scalars behind the numbers of the network',
        'a frozen network with one scalar is a problem: steps find the scalar',
        'optimizer slots start at zero, are updated, read back, and reset where parameters were written',
        'one step is the update formula of the gradient, evaluated by hand', 'values and slopes along a line agree with moved states',
        'a frozen penalty is the sum of its forms, and so is its gradient',
      ],
    }],
    break: answering('gradient', (g) => ({ ...g, gradient: g.gradient.map((v) => v * (1 + 2 ** -11)) })),
  },
  {
    defect: 'outputs that depend on how many rows there are', caughtBy: 'a row by itself gives what it gives among others',
    alsoFails: [{ because: 'so it is where derivatives are read', checks: ["normal equations of objectives that read derivatives are J'WJ by hand"] }, {
      because: 'they compute with outputs',
      checks: [
        'a loss is the mean of its formula, and its gradient agrees with differences',
        'an objective is the weighted sum of its blocks, each of them by hand',
        'Jacobian rows of blocks go through what they read, scalars in the last columns',
        "normal equations of several blocks are J'WJ by hand, scalars included",
        'what is told by point goes through the sets in the order of the blocks',
        'a frozen network with one scalar is a problem: steps find the scalar', 'normal equations find a scalar of a frozen network in one step',
        'edge functions add up to the layer, and their derivatives agree with differences',
        'knots beyond the ends continue the spacing at their own end', 'outputs, inputs of layers and Jacobian rows are those of the reference engine',
        'outputs hold their conditions, and so does what is trained',
      ],
    }],
    break: answering('outputs', (y, [d]) => ({ ...y, values: y.values.map((v) => v * (1 + 1e-9 * d.count)) })),
  },
  {
    defect: 'outputs that come as they are, whatever is asked for', caughtBy: 'outputs that are asked for come in the order in which they are asked',
    alsoFails: [{ because: 'so it is where derivatives are read', checks: ['first derivatives of outputs in inputs agree with differences of outputs', 'derivatives of higher orders agree with differences of those below', 'Jacobian rows of objectives that read derivatives agree with differences', "normal equations of objectives that read derivatives are J'WJ by hand"] }, { because: 'a derivative is no output, and is not refused', checks: ['derivatives of outputs of a higher order than the engine says are refused by name'] }],
    break: withStates((s) => ({ outputs: (d) => s.outputs(d) })),
  },
  {
    defect: 'derivatives in inputs that are taken of the next output', caughtBy: 'first derivatives of outputs in inputs agree with differences of outputs',
    alsoFails: [{
      because: 'they go by derivatives of outputs',
      checks: ['Jacobian rows of objectives that read derivatives agree with differences', "normal equations of objectives that read derivatives are J'WJ by hand"],
    }],
    break: withStates((s) => ({
      outputs: (d, reads) => s.outputs(d, reads?.map((read) => (read.of === 'derivative' ? { ...read, output: Math.max(0, read.output - 1) } : read))),
    })),
  },
  {
    defect: 'derivatives that take an input once which is named twice', caughtBy: 'derivatives of higher orders agree with differences of those below',
    alsoFails: [{ because: 'so it is where derivatives are read', checks: ['derivatives of outputs of a higher order than the engine says are refused by name'] }, { because: 'it goes by derivatives of outputs', checks: ['Jacobian rows of objectives that read derivatives agree with differences'] }],
    break: withStates((s) => ({ outputs: (d, reads) => s.outputs(d, reads?.map((read) => (read.of === 'derivative' ? { ...read, inputs: [...new Set(read.inputs)] } : read))) })),
  },
  {
    defect: 'gradients that lose a thousandth where derivatives are read', caughtBy: 'gradients of objectives that read derivatives agree with differences',
    break: withStates((s, { objective }) => (readsDerivatives(objective) ? { gradient: async (d, q) => { const g = await s.gradient(d, q); return { ...g, gradient: g.gradient.map((v) => 0.999 * v) }; } } : {})),
  },
  {
    defect: 'Jacobian rows that lose a thousandth where derivatives are read', caughtBy: 'Jacobian rows of objectives that read derivatives agree with differences',
    alsoFails: [{ because: 'it goes by Jacobian rows', checks: ["normal equations of objectives that read derivatives are J'WJ by hand"] }],
    break: withStates((s, { objective }) => (readsDerivatives(objective) ? { rows: async (...asked) => (await s.rows(...asked)).map((v) => 0.999 * v) } : {})),
  },
  {
    defect: 'normal equations that lose a thousandth where derivatives are read', caughtBy: "normal equations of objectives that read derivatives are J'WJ by hand",
    break: withStates((s, { objective }) => (readsDerivatives(objective) ? { normal: async (d, q) => { const n = await s.normal(d, q); return { ...n, hessian: n.hessian.map((v) => 0.999 * v) }; } } : {})),
  },
  {
    defect: 'moments that count a product twice', caughtBy: 'moments are averages of the features and of their products',
    alsoFails: [{
      because: 'they go by moments',
      checks: [
        'a penalty that is frozen has its own value there, and its own gradient', 'a concave penalty that is frozen lies nowhere below it',
        'what is frozen from moments is what the reference engine freezes', 'moments are those of the reference engine',
      ],
    }],
    break: answering('moments', (m) => ({ ...m, terms: m.terms.map((t) => ({ ...t, second: t.second.map((v, k) => (k % t.band === 0 ? v : 2 * v)) })) })),
  },
  {
    defect: 'moments of the base function without its square', caughtBy: 'moments are averages of the features and of their products',
    alsoFails: [{
      because: 'they go by moments',
      checks: [
        'a penalty that is frozen has its own value there, and its own gradient', 'a concave penalty that is frozen lies nowhere below it',
        'what is frozen from moments is what the reference engine freezes', 'moments are those of the reference engine',
      ],
    }],
    break: answering('moments', (m) => ({ ...m, terms: m.terms.map((t) => (t.base === null ? t : { ...t, base: { ...t.base, square: t.base.mean } })) })),
  },
];

const readsDerivatives = ({ blocks }: Objective): boolean => blocks.some(({ reads }) => Object.values(reads).some(({ of }) => of === 'derivative'));
