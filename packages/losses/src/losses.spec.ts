import { expect, test } from '@jest/globals';
import { differentiate, evaluate, formula, type Formula, hessian, input } from '@knotwork/algebra';
import type { LossDefinition } from '@knotwork/plugin';
import { crossEntropy } from './cross-entropy.js';
import { huber } from './huber.js';
import { meanAbsoluteError } from './mean-absolute-error.js';

/** The formula of a loss of some outputs. */
function trace(loss: LossDefinition, outputs: number, options: Record<string, unknown> = {}): Formula {
  const range = Array.from({ length: outputs }, (_, q) => q);
  const [l, ...others] = loss.formula(range.map((q) => input(`y${q}`)), range.map((q) => input(`t${q}`)), loss.options.parse(options));
  expect([loss.form, others]).toEqual(['loss', []]);
  return formula([...range.map((q) => `y${q}`), ...range.map((q) => `t${q}`)], { l: l! });
}

const at = (y: readonly number[], t: readonly number[]): Record<string, number> =>
  Object.fromEntries([...y.map((v, q) => [`y${q}`, v] as const), ...t.map((v, q) => [`t${q}`, v] as const)]);
const value = (f: Formula, y: readonly number[], t: readonly number[]): number => evaluate(f, at(y, t))['l']!;
const slope = (f: Formula, q: number, y: readonly number[], t: readonly number[]): number => value(differentiate(f, `y${q}`), y, t);

test('the mean absolute error is a mean over outputs that bends nowhere', () => {
  const f = trace(meanAbsoluteError, 2);
  expect(value(f, [1, 5], [3, 4])).toBe(1.5);
  expect([slope(f, 0, [1, 5], [3, 4]), slope(f, 1, [1, 5], [3, 4])]).toEqual([-0.5, 0.5]);
  for (const e of hessian(f, ['y0', 'y1']).flat()) expect(e).toMatchObject({ op: 'constant', value: 0 });
});

test("Huber's loss is half a square up to delta and linear from there, without a jump in value or slope", () => {
  const f = trace(huber, 1, { delta: 2 });
  expect([value(f, [1], [0]), value(f, [0], [1]), value(f, [5], [0]), value(f, [-5], [0])]).toEqual([0.5, 0.5, 8, 8]);
  expect([slope(f, 0, [1.5], [0]), slope(f, 0, [5], [0]), slope(f, 0, [-5], [0])]).toEqual([1.5, 2, -2]);
  for (const sign of [-1, 1]) {
    const [below, above] = [sign * (2 - 1e-9), sign * (2 + 1e-9)];
    expect(value(f, [above], [0]) - value(f, [below], [0])).toBeCloseTo(0, 8);
    expect(slope(f, 0, [above], [0]) - slope(f, 0, [below], [0])).toBeCloseTo(0, 8);
  }
  const second = formula(f.inputs, { l: hessian(f, ['y0'])[0]![0]! });
  expect([value(second, [1.5], [0]), value(second, [5], [0])]).toEqual([1, 0]);
  expect(value(trace(huber, 2, { delta: 2 }), [1, 5], [0, 0])).toBe(4.25);
});

/** Exponentials and a logarithm. */
const DIGITS = 14;

test('cross-entropy is minus the logarithm of the probability of the class, and its slope probability minus target', () => {
  const f = trace(crossEntropy, 3);
  const [y, t] = [[0.3, -1.2, 2.1], [0, 1, 0]];
  const p = y.map((v) => Math.exp(v) / y.reduce((sum, w) => sum + Math.exp(w), 0));
  expect(value(f, y, t)).toBeCloseTo(-Math.log(p[1]!), DIGITS);
  y.forEach((_, q) => { expect(slope(f, q, y, t)).toBeCloseTo(p[q]! - t[q]!, DIGITS); });
  const second = hessian(f, ['y0', 'y1', 'y2']);
  second.forEach((row, i) => row.forEach((l, j) => { expect(value(formula(f.inputs, { l }), y, t)).toBeCloseTo((i === j ? p[i]! : 0) - p[i]! * p[j]!, DIGITS); }));
});

test('cross-entropy takes probabilities for targets and does not care for a shift of all outputs', () => {
  const f = trace(crossEntropy, 2);
  expect(value(f, [0, 0], [0.25, 0.75])).toBeCloseTo(Math.LN2, DIGITS);
  expect(value(f, [Math.log(0.25), Math.log(0.75)], [0.25, 0.75])).toBeCloseTo(-0.25 * Math.log(0.25) - 0.75 * Math.log(0.75), DIGITS);
  expect(value(f, [7.5, 9.25], [0, 1])).toBeCloseTo(value(f, [-0.5, 1.25], [0, 1]), DIGITS);
});

test('cross-entropy is finite and right where probabilities are beyond the range of numbers', () => {
  const f = trace(crossEntropy, 2);
  for (const [y, expected] of [[[2000, 0], 2000], [[0, 2000], 0], [[-1e9, 1e9], 0], [[1e9, -1e9], 2e9]] as const) {
    expect(value(f, y, [0, 1])).toBe(expected);
    expect(slope(f, 0, y, [0, 1])).toBe(expected > 0 ? 1 : 0);
  }
});

test('smoothed labels are a mixture with an even distribution', () => {
  const [plain, smooth] = [trace(crossEntropy, 3), trace(crossEntropy, 3, { labelSmoothing: 0.3 })];
  const y = [1, -0.5, 0.25];
  expect(value(smooth, y, [1, 0, 0])).toBeCloseTo(value(plain, y, [0.8, 0.1, 0.1]), DIGITS);
});

test('options are checked', () => {
  expect([huber.options.parse({}), crossEntropy.options.parse({})]).toEqual([{ delta: 1 }, { labelSmoothing: 0 }]);
  for (const bad of [{ delta: 0 }, { delta: -1 }, { d: 1 }]) expect(huber.options.safeParse(bad).success).toBe(false);
  for (const bad of [{ labelSmoothing: 1 }, { labelSmoothing: -0.1 }]) expect(crossEntropy.options.safeParse(bad).success).toBe(false);
  expect([meanAbsoluteError.task, huber.task, crossEntropy.task]).toEqual([undefined, undefined, 'classification']);
});
