import type { BrokenEngine } from '../broken-engine.js';
import { type StateChange, withStates } from './change-engine.js';

/** A change of states of an objective that is one loss. */
const ofLosses = (change: StateChange): BrokenEngine['break'] => withStates((s, around) => {
  const { objective: { blocks } } = around;
  return blocks.length === 1 && blocks[0]!.form === 'loss' ? change(s, around) : {};
});

/** Defects of losses that are no sums of squares. */
export const brokenEngineLosses: readonly BrokenEngine[] = [
  {
    defect: 'a loss that is halved like a square', caughtBy: 'a loss is the mean of its formula, and its gradient agrees with differences',
    alsoFails: [{
      because: 'one block alone may be a loss',
      checks: [
        'losses and their gradients are those of the reference engine', 'several blocks add up to what they are apart',
        'blocks that are not asked for are not evaluated',
      ],
    }],
    break: ofLosses((s) => ({
      gradient: async (d, q) => {
        const g = await s.gradient(d, q);
        return { ...g, value: g.value / 2, data: g.data / 2 };
      },
    })),
  },
  {
    defect: 'rows of a loss that carry its slope', caughtBy: 'Jacobian rows of a loss are those of the outputs',
    alsoFails: [{
      because: 'they go by rows of a loss',
      checks: [
        "a damped step of a loss solves J'HJ, with what is negative in the curvature of a row left out",
        'several blocks add up to what they are apart',
      ],
    }],
    break: ofLosses((s) => ({ rows: async (d, block, from, to) => (await s.rows(d, block, from, to)).map((v) => 0.5 * v) })),
  },
  {
    defect: 'damping of a loss that is halved', caughtBy: "a damped step of a loss solves J'HJ, with what is negative in the curvature of a row left out",
    alsoFails: [{ because: 'it takes damped steps of losses', checks: ['damped steps of losses are those of the reference engine'] }],
    break: ofLosses((s) => ({ tryStep: (n, damping, d, q) => s.tryStep(n, { ...damping, mu: damping.mu / 2 }, d, q) })),
  },
  {
    defect: 'curvature of a loss that is a tenth too small', caughtBy: "a damped step of a loss solves J'HJ, with what is negative in the curvature of a row left out",
    alsoFails: [{
      because: 'they see the curvature of a loss',
      checks: [
        'damped steps of losses are those of the reference engine', 'normal equations of several blocks add up to what they are apart',
      ],
    }],
    break: ofLosses((s) => ({
      normal: async (d, q) => {
        const normal = await s.normal(d, q);
        normal.hessian.forEach((v, k) => { normal.hessian[k] = 0.9 * v; });
        return normal;
      },
    })),
  },
  {
    defect: 'lines that see twice the slope of a loss', caughtBy: 'steps and lines see the gradient of a loss',
    break: ofLosses((s) => ({
      alongLine: async (v, t, d, q) => {
        const at = await s.alongLine(v, t, d, q);
        return { ...at, slope: 2 * at.slope };
      },
    })),
  },
  {
    defect: 'a loss of half precision', precision: 'float32', caughtBy: 'losses and their gradients are those of the reference engine',
    alsoFails: [{
      because: 'they go by gradients of losses',
      checks: [
        'a loss is the mean of its formula, and its gradient agrees with differences',
        "a damped step of a loss solves J'HJ, with what is negative in the curvature of a row left out", 'steps and lines see the gradient of a loss',
        'several blocks add up to what they are apart', 'blocks that are not asked for are not evaluated',
      ],
    }],
    break: ofLosses((s) => ({
      gradient: async (d, q) => {
        const g = await s.gradient(d, q);
        return { ...g, gradient: g.gradient.map((v) => v * (1 + 2 ** -8)) };
      },
    })),
  },
];
