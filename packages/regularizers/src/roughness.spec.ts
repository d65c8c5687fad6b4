import { expect, test } from '@jest/globals';
import { evaluate, formula, input } from '@knotwork/algebra';
import { roughness } from './roughness.js';

const defaults = roughness.options.parse({});

test('the penalty is the strength times the sum over edges, and zero for straight edges', () => {
  const sums = formula(['s'], roughness.sums(input('s'), defaults));
  const penalty = formula(['total'], { p: roughness.penalty({ total: input('total') }, { ...defaults, strength: 0.5 }) });
  expect(evaluate(penalty, evaluate(sums, { s: 6 }))).toEqual({ p: 3 });
  expect(evaluate(penalty, { total: 0 })).toEqual({ p: 0 });
});

test('options have the defaults of the experiment file and refuse what makes no sense', () => {
  expect(defaults).toEqual({ strength: 1e-6, derivative: 2 });
  expect(roughness.derivative!({ ...defaults, derivative: 3 })).toBe(3);
  for (const bad of [{ strength: -1 }, { derivative: 0 }, { derivative: 1.5 }, { order: 2 }]) expect(roughness.options.safeParse(bad).success).toBe(false);
});
