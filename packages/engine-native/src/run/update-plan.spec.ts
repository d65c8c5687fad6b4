import { expect, test } from '@jest/globals';
import { evaluate, type Expr, formula, input } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import type { UpdateFormula } from '@knotwork/plugin/engine';
import { adam, momentum, updateOf } from '../fixtures/update-formulas.js';
import { updatePlan } from './update-plan.js';

const [parameter, gradient, step, steps] = ['parameter', 'gradient', 'step', 'steps'].map(input) as [Expr, Expr, Expr, Expr];
const a = input('a');
const b = input('b');

/** Plain descent with a rate that falls. */
const scheduled = updateOf({ parameter: parameter.sub(gradient.mul(steps.sub(step).div(steps))) });
/** b counts twice as fast as a, and reads it. */
const chained = updateOf({ parameter: parameter.sub(gradient.mul(b)), a: a.add(1), b: b.add(a.mul(2)) });
/** a is no clock, since it reads the gradient, and so b, which reads a, is none. */
const spoilt = updateOf({ parameter: parameter.sub(gradient.mul(b)), a: a.add(gradient), b: b.add(a) });
/** A parameter that only time decides. */
const timed = updateOf({ parameter: a.add(step), a: a.add(1) });
/** Restarts with the stage: the clock depends on the number of the step alone. */
const periodic = updateOf({ parameter: parameter.sub(gradient.div(a.add(1))), a: step.less(3).mul(a.add(1)), m: input('m').add(a) });

const formulas: Readonly<Record<string, UpdateFormula>> = { momentum: momentum(), adam: adam(), decaying: adam(0.1), scheduled, chained, spoilt, timed, periodic };

test('a clock is a slot that depends on clocks and the number of the step alone', () => {
  const clocks = Object.fromEntries(Object.entries(formulas).map(([name, f]) => [name, updatePlan(f).clocks]));
  expect(clocks).toEqual({ momentum: [], adam: ['t'], decaying: ['t'], scheduled: [], chained: ['a', 'b'], spoilt: [], timed: ['a'], periodic: ['a', 'm'] });
  for (const f of Object.values(formulas)) {
    const plan = updatePlan(f);
    expect([...plan.clocks, ...plan.slots].sort()).toEqual([...f.slots].sort());
    expect(plan.outputs.map(({ name }) => name)).toEqual(['parameter', ...plan.slots]);
  }
});

test('what is left for every number reads neither clocks nor steps, and as few results of them as there are', () => {
  for (const [name, f] of Object.entries(formulas)) {
    const plan = updatePlan(f);
    const read = new Set(formula(['parameter', 'gradient', ...plan.slots, ...Array.from({ length: plan.cuts }, (_, k) => `cut.${k}`)], Object.fromEntries(plan.outputs.map((o) => [o.name, o.expr])))
      .nodes.filter(({ op }) => op === 'input').map((e) => e.name));
    expect([name, [...read].filter((r) => plan.clocks.includes(r) || r === 'step' || r === 'steps')]).toEqual([name, []]);
    expect([name, [...read].filter((r) => r.startsWith('cut.')).length]).toEqual([name, plan.cuts]);
  }
  expect(updatePlan(momentum()).cuts).toBe(0);
  expect(updatePlan(scheduled).cuts).toBe(1);
});

test('a plan does what the formula does, step by step, wherever clocks stand', () => {
  const random = randomStream(2, 'plan');
  // More places than are computed at once.
  const places = 70;
  for (const [name, f] of Object.entries(formulas)) {
    const plan = updatePlan(f);
    const clocks = plan.clocks.map(() => Float64Array.from({ length: places }, () => random.integer(5)));
    const now = Array.from({ length: places }, (_, k): Record<string, number> => ({
      parameter: random.normal(), ...Object.fromEntries(plan.slots.map((s) => [s, random.next()])), ...Object.fromEntries(plan.clocks.map((c, j) => [c, clocks[j]![k]!])),
    }));
    for (let s = 1; s <= 4; s++) {
      const cuts = plan.advance(clocks, places, s, 4);
      now.forEach((values, k) => {
        const g = random.normal();
        const expected = evaluate(f.formula, { ...values, gradient: g, step: s, steps: 4 });
        const inputs = { parameter: values['parameter']!, gradient: g, ...Object.fromEntries(plan.slots.map((slot) => [slot, values[slot]!])), ...Object.fromEntries(cuts.map((c, j) => [`cut.${j}`, c[k]!])) };
        const actual = evaluate(formula(Object.keys(inputs), Object.fromEntries(plan.outputs.map((o) => [o.name, o.expr]))), inputs);
        for (const output of Object.keys(actual)) expect([name, output, actual[output]]).toEqual([name, output, expected[output]]);
        plan.clocks.forEach((clock, j) => { expect([name, clock, clocks[j]![k]]).toEqual([name, clock, expected[clock]]); });
        Object.assign(values, expected);
      });
    }
  }
});

test('whether a number without gradient and memory stays is shown, not guessed', () => {
  const still = (f: UpdateFormula): [boolean, boolean] => { const { isStill, keepsZero } = updatePlan(f); return [isStill, keepsZero]; };
  expect(still(momentum())).toEqual([true, true]);
  expect(still(adam())).toEqual([true, true]);
  expect(still(scheduled)).toEqual([true, true]);
  // Decay of weights moves a number towards zero, and zero not at all.
  expect(still(adam(0.1))).toEqual([false, true]);
  expect(still(timed)).toEqual([false, false]);
  // A slot that fills by itself moves the number later.
  expect(still(updateOf({ parameter: parameter.add(a), a: a.add(gradient).add(1e-3) }))).toEqual([false, false]);
  expect(still(updateOf({ parameter: parameter.add(1) }))).toEqual([false, false]);
});
