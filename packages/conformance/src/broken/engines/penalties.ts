import type { QuadraticForm, Query } from '@knotwork/plugin/engine';
import type { BrokenEngine } from '../broken-engine.js';
import { answering, withStates } from './change-engine.js';
import { penaltyless } from './penaltyless.js';

/** Value of every frozen penalty when it was asked for first. */
const firstPenalties = new WeakMap<object, number>();

const withoutLinear = (q: Query | undefined): Query => (q?.penalty === undefined ? q ?? {} : { ...q, penalty: { ...q.penalty, linear: [] } });
const withoutMean = (form: QuadraticForm): QuadraticForm => (form.border === undefined ? form : { ...form, border: { ...form.border, mean: new Float64Array(form.size + 1) } });
const withoutMeans = (q: Query | undefined): Query => (q?.penalty === undefined ? q ?? {} : { ...q, penalty: { ...q.penalty, forms: q.penalty.forms.map(withoutMean) } });

/** Checks that go by gradients with penalties. */
const BY_GRADIENTS = [
  'gradients agree with differences of values, penalty included', 'a damped step solves the normal equations of the Jacobian rows',
  'the reduction that a damped step predicts is that of the quadratic model',
  'one step is the update formula of the gradient, evaluated by hand',
  'a step over a batch is the update formula of the gradient of its rows, weighted by their share',
  'a gradient that is too long is shortened to its limit, any other left alone',
  'values and gradients are those of the reference engine',
];

/** Defects of penalties. */
export const brokenPenalties: readonly BrokenEngine[] = [
  {
    defect: 'a penalty without its linear forms', caughtBy: 'a frozen penalty is the sum of its forms, and so is its gradient',
    alsoFails: [{
      because: 'they go by gradients with penalties',
      checks: [
        ...BY_GRADIENTS, 'a penalty that is frozen has its own value there, and its own gradient',
      ],
    }],
    break: withStates((s) => ({ gradient: (d, q) => s.gradient(d, withoutLinear(q)) })),
  },
  {
    defect: 'variances that are mean squares', caughtBy: 'a frozen penalty is the sum of its forms, and so is its gradient',
    alsoFails: [{
      because: 'they follow penalties, whose values or gradients are others elsewhere',
      checks: [
        'normal equations are the products of the Jacobian rows, without any penalty',
        'a damped step solves the normal equations of the Jacobian rows', 'the reduction that a damped step predicts is that of the quadratic model',
        'one step is the update formula of the gradient, evaluated by hand',
        'a step over a batch is the update formula of the gradient of its rows, weighted by their share',
        'a gradient that is too long is shortened to its limit, any other left alone',
        'a penalty that is frozen has its own value there, and its own gradient', 'values and gradients are those of the reference engine',
      ],
    }],
    break: withStates((s) => ({ value: (d, q) => s.value(d, withoutMeans(q)), gradient: (d, q) => s.gradient(d, withoutMeans(q)) })),
  },
  {
    defect: 'a penalty that is frozen too high', caughtBy: 'a penalty that is frozen has its own value there, and its own gradient',
    alsoFails: [{
      because: 'they look at values of penalties',
      checks: [
        'normal equations are the products of the Jacobian rows, without any penalty',
        'a frozen penalty is the sum of its forms, and so is its gradient',
        'a penalty is what it is of the numbers that are read out, not what rounding makes of it',
      ],
    }],
    break: answering('value', (v) => ({ ...v, penalty: v.penalty * (1 + 1e-2) })),
  },
  {
    defect: 'a gradient of half the penalty', caughtBy: 'a penalty that is frozen has its own value there, and its own gradient',
    alsoFails: [{
      because: 'they go by gradients with penalties',
      checks: [
        ...BY_GRADIENTS, 'a frozen penalty is the sum of its forms, and so is its gradient',
      ],
    }],
    break: withStates((s) => ({
      gradient: async (d, q) => {
        const [a, b] = [await s.gradient(d, q), await s.gradient(d, penaltyless(q))];
        return { ...a, gradient: a.gradient.map((v, k) => (v + b.gradient[k]!) / 2) };
      },
    })),
  },
  {
    defect: 'a penalty that stays where it is frozen', caughtBy: 'a concave penalty that is frozen lies nowhere below it',
    alsoFails: [{ because: 'it looks at a penalty elsewhere', checks: ['a frozen penalty is the sum of its forms, and so is its gradient'] }],
    break: withStates((s) => ({
      value: async (d, q) => {
        const v = await s.value(d, q);
        if (q?.penalty === undefined) return v;
        if (!firstPenalties.has(q.penalty)) firstPenalties.set(q.penalty, v.penalty);
        return { ...v, penalty: firstPenalties.get(q.penalty)! };
      },
    })),
  },
  {
    defect: 'a penalty that divides by edges that are zero', caughtBy: 'edges that are zero leave penalties finite, and stay zero for them where all are',
    break: answering('gradient', (g, [, q]) => (g.penalty === 0 && q?.penalty !== undefined ? { ...g, gradient: g.gradient.map((v) => v / g.penalty) } : g)),
  },
  {
    defect: 'moments that lose a digit of five', caughtBy: 'what is frozen from moments is what the reference engine freezes',
    alsoFails: [{
      because: 'they go by moments',
      checks: [
        'moments are averages of the features and of their products', 'a penalty that is frozen has its own value there, and its own gradient',
        'moments are those of the reference engine',
      ],
    }],
    break: answering('moments', (m) => ({ ...m, terms: m.terms.map((t) => ({ ...t, second: t.second.map((v) => v * (1 + 1e-5)) })) })),
  },
  {
    defect: 'penalties of single precision for double ones', caughtBy: 'a penalty is what it is of the numbers that are read out, not what rounding makes of it',
    alsoFails: [{
      because: 'they look at values of penalties',
      checks: [
        'normal equations are the products of the Jacobian rows, without any penalty',
        'a frozen penalty is the sum of its forms, and so is its gradient',
      ],
    }],
    break: answering('value', (v) => ({ ...v, penalty: Math.fround(v.penalty) })),
  },
  {
    defect: 'penalties of half precision for single ones', precision: 'float32', caughtBy: 'a penalty is what it is of the numbers that are read out, not what rounding makes of it',
    alsoFails: [{
      because: 'they look at values of penalties',
      checks: [
        'normal equations are the products of the Jacobian rows, without any penalty',
        'a frozen penalty is the sum of its forms, and so is its gradient',
      ],
    }],
    break: answering('value', (v) => ({ ...v, penalty: v.penalty * (1 + 2 ** -11) })),
  },
];
