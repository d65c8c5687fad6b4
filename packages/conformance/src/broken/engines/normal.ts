import type { Vec } from '@knotwork/plugin';
import { DATA } from '../../subjects/squared-error.js';
import type { BrokenEngine } from '../broken-engine.js';
import { answering, withStates } from './change-engine.js';

/** Defects of normal equations and of what is solved with them. */
export const brokenNormals: readonly BrokenEngine[] = [
  {
    defect: 'normal equations that are summed in single precision', caughtBy: 'normal equations are the products of the Jacobian rows, without any penalty',
    alsoFails: [{
      because: 'they take damped steps',
      checks: [
        'a damped step solves the normal equations of the Jacobian rows', 'the reduction that a damped step predicts is that of the quadratic model',
        "a damped step of a loss solves J'HJ, with what is negative in the curvature of a row left out",
        'damped steps of losses are those of the reference engine', 'normal equations find a scalar of a frozen network in one step',
        'a damped step is that of the reference engine, and predicts the same',
      ],
    }, { because: 'rounding takes the inverse away', checks: ['an inverse of normal equations that are not positive definite is refused'] }],
    break: withStates((s, { program: { layout: { unknowns: p }, structure } }) => ({
      normal: async (d, q) => {
        const normal = await s.normal(d, q);
        if (d.blocks.join() !== DATA) return normal;
        // Steps are tried with the same object: its numbers are replaced, not it.
        const count = d.count * structure.layers.at(-1)!.outputs;
        const rows = await s.rows(d, DATA, 0, count);
        sumInSingle(normal.hessian, rows, p, count);
        return normal;
      },
    })),
  },
  {
    defect: 'a gradient of normal equations that has the penalty', caughtBy: 'normal equations are the products of the Jacobian rows, without any penalty',
    alsoFails: [{
      because: 'they take damped steps',
      checks: [
        'a damped step solves the normal equations of the Jacobian rows', 'the reduction that a damped step predicts is that of the quadratic model',
        'a damped step is that of the reference engine, and predicts the same',
      ],
    }],
    break: withStates((s) => ({
      normal: async (d, q) => {
        const [normal, { gradient }] = [await s.normal(d, q), await s.gradient(d, q)];
        normal.gradient.set(gradient);
        return normal;
      },
    })),
  },
  {
    defect: 'damping that is halved', caughtBy: 'a damped step solves the normal equations of the Jacobian rows',
    alsoFails: [{
      because: 'they take damped steps',
      checks: [
        "a damped step of a loss solves J'HJ, with what is negative in the curvature of a row left out",
        'damped steps of losses are those of the reference engine', 'a damped step is that of the reference engine, and predicts the same',
      ],
    }],
    break: withStates((s) => ({ tryStep: (n, damping, d, q) => s.tryStep(n, { ...damping, mu: damping.mu / 2 }, d, q) })),
  },
  {
    defect: 'a trial that promises more than it gives', caughtBy: 'a damped step solves the normal equations of the Jacobian rows',
    alsoFails: [{
      because: 'they look at what a trial promises',
      checks: [
        "a damped step of a loss solves J'HJ, with what is negative in the curvature of a row left out",
        'a trial that would take a scalar below zero is looked at where it may go',
      ],
    }],
    break: answering('tryStep', (t) => Object.assign(t, { value: { ...t.value, value: t.value.value * (1 - 1e-9) } })),
  },
  {
    defect: 'a prediction that counts damping as a gain', caughtBy: 'the reduction that a damped step predicts is that of the quadratic model',
    alsoFails: [{
      because: 'they look at predictions too',
      checks: [
        "a damped step of a loss solves J'HJ, with what is negative in the curvature of a row left out",
        'damped steps of losses are those of the reference engine', 'a damped step is that of the reference engine, and predicts the same',
      ],
    }],
    break: answering('tryStep', (t, [, damping]) => Object.assign(t, { predicted: t.predicted * (1 + 1e-3 * damping.mu) })),
  },
  {
    defect: 'normal equations that outlive what was written', caughtBy: 'normal equations and trials of an earlier state are refused, whatever changed it',
    break: withStates((s) => ({
      tryStep: async (n, damping, d, q) => { try { return await s.tryStep(n, damping, d, q); } catch { return s.tryStep(await s.normal(d, q), damping, d, q); } },
    })),
  },
  {
    defect: 'an inverse of normal equations without their penalty', caughtBy: 'solutions and blocks of the inverse are those of a dense inverse',
    break: withStates((s) => ({ inverseBlocks: (n, q, ranges) => s.inverseBlocks(n, Object.keys(q).length === 0 || q.penalty!.forms[0]!.scale < 0 ? q : {}, ranges) })),
  },
  {
    defect: 'right sides that are overwritten by solutions', caughtBy: 'solutions and blocks of the inverse are those of a dense inverse',
    break: withStates((s) => ({ solve: async (n, q, rhs) => { const x = await s.solve(n, q, rhs); rhs.set(x); return x; } })),
  },
  {
    defect: 'an inverse of whatever came', caughtBy: 'an inverse of normal equations that are not positive definite is refused',
    break: withStates((s) => ({
      inverseBlocks: async (n, q, ranges) => {
        try { return await s.inverseBlocks(n, q, ranges); } catch (error) {
          if (!(error as Error).message.includes('positive definite')) throw error;
          return ranges.map(([from, to]) => new Float64Array((to - from) ** 2));
        }
      },
    })),
  },
];

/** The mean of r r' over rows, its lower triangle, in single precision. */
function sumInSingle(hessian: Vec, rows: Vec, p: number, count: number): void {
  hessian.fill(0);
  for (let r = 0; r < count; r++) {
    for (let i = 0; i < p; i++) {
      const own = rows[r * p + i]!;
      for (let j = 0, k = i * p; j <= i; j++, k++) hessian[k] = Math.fround(hessian[k]! + Math.fround((own * rows[r * p + j]!) / count));
    }
  }
}
