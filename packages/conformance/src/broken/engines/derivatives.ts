import type { BrokenEngine } from '../broken-engine.js';
import { penaltyless } from './penaltyless.js';
import { withStates } from './change-engine.js';

/** Defects of gradients, Jacobian rows, rows and outputs. */
export const brokenDerivatives: readonly BrokenEngine[] = [
  {
    defect: 'a gradient without the penalty', caughtBy: 'gradients agree with differences of values, penalty included',
    break: withStates((s) => ({ gradient: async (d, q) => ({ ...await s.gradient(d, q), gradient: (await s.gradient(d, penaltyless(q))).gradient }) })),
  },
  {
    defect: 'gradients of basis weights that are halved', caughtBy: 'gradients agree with differences of values, penalty included',
    break: withStates((s, { program: { structure, layout } }) => {
      const weights = structure.segments.filter(({ role }) => role === 'basisWeight');
      const isWeight = (u: number): boolean => weights.some(({ offset, length }) => layout.parameterOf[u]! >= offset && layout.parameterOf[u]! < offset + length);
      return { gradient: async (d, q) => { const g = await s.gradient(d, q); return { ...g, gradient: g.gradient.map((v, u) => (isWeight(u) ? v / 2 : v)) }; } };
    }),
  },
  {
    defect: 'Jacobian rows that come in reverse', caughtBy: 'Jacobian rows agree with differences of outputs',
    break: withStates((s, { program: { layout: { unknowns } } }) => ({
      rows: async (d, block, from, to) => { const rows = await s.rows(d, block, from, to); return rows.map((_, k) => rows[(to - from - 1 - Math.floor(k / unknowns)) * unknowns + (k % unknowns)]!); },
    })),
  },
  {
    defect: 'Jacobian rows that lose a digit of ten', caughtBy: 'outputs, inputs of layers and Jacobian rows are those of the reference engine',
    break: withStates((s) => ({ rows: async (d, block, from, to) => (await s.rows(d, block, from, to)).map((v) => v * (1 + 1e-9)) })),
  },
  {
    defect: 'inputs of layers that lose a digit of ten', caughtBy: 'edge functions add up to the layer, and their derivatives agree with differences',
    break: withStates((s) => ({ preActivations: async (d, l) => { const x = await s.preActivations(d, l); return l === 0 ? x : { ...x, values: x.values.map((v) => v * (1 + 1e-9)) }; } })),
  },
  {
    defect: 'gradients that lose a digit of ten', caughtBy: 'values and gradients are those of the reference engine',
    break: withStates((s) => ({ gradient: async (d, q) => { const g = await s.gradient(d, q); return { ...g, gradient: g.gradient.map((v) => v * (1 + 1e-9)) }; } })),
  },
  {
    defect: 'numbers of half precision for single ones', precision: 'float32', caughtBy: 'values and gradients are those of the reference engine',
    break: withStates((s) => ({ gradient: async (d, q) => { const g = await s.gradient(d, q); return { ...g, gradient: g.gradient.map((v) => v * (1 + 2 ** -11)) }; } })),
  },
  {
    defect: 'outputs that depend on how many rows there are', caughtBy: 'a row by itself gives what it gives among others',
    break: withStates((s) => ({ outputs: async (d, reads) => { const y = await s.outputs(d, reads); return { ...y, values: y.values.map((v) => v * (1 + 1e-9 * d.count)) }; } })),
  },
  {
    defect: 'outputs that come as they are, whatever is asked for', caughtBy: 'outputs that are asked for come in the order in which they are asked',
    break: withStates((s) => ({ outputs: (d) => s.outputs(d) })),
  },
  {
    defect: 'moments that count a product twice', caughtBy: 'moments are averages of the features and of their products',
    break: withStates((s) => ({
      moments: async (d, l) => { const m = await s.moments(d, l); return { ...m, terms: m.terms.map((t) => ({ ...t, second: t.second.map((v, k) => (k % t.band === 0 ? v : 2 * v)) })) }; },
    })),
  },
  {
    defect: 'moments of the base function without its square', caughtBy: 'moments are averages of the features and of their products',
    break: withStates((s) => ({
      moments: async (d, l) => { const m = await s.moments(d, l); return { ...m, terms: m.terms.map((t) => (t.base === null ? t : { ...t, base: { ...t.base, square: t.base.mean } })) }; },
    })),
  },
];
