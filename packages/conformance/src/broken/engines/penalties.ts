import type { Query } from '@knotwork/plugin';
import type { BrokenEngine } from '../broken-engine.js';
import { withStates } from './change-engine.js';
import { penaltyless } from './penaltyless.js';

/** Value of every frozen penalty when it was asked for first. */
const firstPenalties = new WeakMap<object, number>();

const withoutLinear = (q: Query | undefined): Query => (q?.penalty === undefined ? q ?? {} : { ...q, penalty: { ...q.penalty, linear: [] } });
const withoutMeans = (q: Query | undefined): Query => (q?.penalty === undefined ? q ?? {} : {
  ...q, penalty: { ...q.penalty, forms: q.penalty.forms.map((form) => (form.border === undefined ? form : { ...form, border: { ...form.border, mean: new Float64Array(form.size + 1) } })) },
});

/** Defects of penalties. */
export const brokenPenalties: readonly BrokenEngine[] = [
  {
    defect: 'a penalty without its linear forms', caughtBy: 'a frozen penalty is the sum of its forms, and so is its gradient',
    break: withStates((s) => ({ gradient: (d, q) => s.gradient(d, withoutLinear(q)) })),
  },
  {
    defect: 'variances that are mean squares', caughtBy: 'a frozen penalty is the sum of its forms, and so is its gradient',
    break: withStates((s) => ({ value: (d, q) => s.value(d, withoutMeans(q)), gradient: (d, q) => s.gradient(d, withoutMeans(q)) })),
  },
  {
    defect: 'a penalty that is frozen too high', caughtBy: 'a penalty that is frozen has its own value there, and its own gradient',
    break: withStates((s) => ({ value: async (d, q) => { const v = await s.value(d, q); return { ...v, penalty: v.penalty * (1 + 1e-2) }; } })),
  },
  {
    defect: 'a gradient of half the penalty', caughtBy: 'a penalty that is frozen has its own value there, and its own gradient',
    break: withStates((s) => ({ gradient: async (d, q) => { const [a, b] = [await s.gradient(d, q), await s.gradient(d, penaltyless(q))]; return { ...a, gradient: a.gradient.map((v, k) => (v + b.gradient[k]!) / 2) }; } })),
  },
  {
    defect: 'a penalty that stays where it is frozen', caughtBy: 'a concave penalty that is frozen lies nowhere below it',
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
    break: withStates((s) => ({ gradient: async (d, q) => { const g = await s.gradient(d, q); return g.penalty === 0 && q?.penalty !== undefined ? { ...g, gradient: g.gradient.map((v) => v / g.penalty) } : g; } })),
  },
  {
    defect: 'moments that lose a digit of five', caughtBy: 'what is frozen from moments is what the reference engine freezes',
    break: withStates((s) => ({ moments: async (d, l) => { const m = await s.moments(d, l); return { ...m, terms: m.terms.map((t) => ({ ...t, second: t.second.map((v) => v * (1 + 1e-5)) })) }; } })),
  },
  {
    defect: 'penalties of single precision for double ones', caughtBy: 'a penalty is what it is of the numbers that are read out, not what rounding makes of it',
    break: withStates((s) => ({ value: async (d, q) => { const v = await s.value(d, q); return { ...v, penalty: Math.fround(v.penalty) }; } })),
  },
  {
    defect: 'penalties of half precision for single ones', precision: 'float32', caughtBy: 'a penalty is what it is of the numbers that are read out, not what rounding makes of it',
    break: withStates((s) => ({ value: async (d, q) => { const v = await s.value(d, q); return { ...v, penalty: v.penalty * (1 + 2 ** -11) }; } })),
  },
];
