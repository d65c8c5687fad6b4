import { expect, test } from '@jest/globals';
import { formula, input } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import type { Rows, Samples } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import type { Model } from '../stages/stage.js';
import { Judge } from './judging.js';

const stream = randomStream(3, 'judging');
const column = (count: number, of: (n: number) => number): Samples => ({ count, width: 1, values: Float64Array.from({ length: count }, (_, n) => of(n)) });
const rowsOf = (count: number, noise: number, weights?: (n: number) => number): Rows => {
  const inputs = column(count, () => stream.uniform(-1, 1));
  return { inputs, targets: column(count, (n) => Math.sin(3 * inputs.values[n]!) + noise * stream.normal()), ...(weights === undefined ? {} : { weights: Float64Array.from({ length: count }, (_, n) => weights(n)) }) };
};
const reads = { y0: { of: 'output', index: 0 }, t0: { of: 'target', index: 0 } } as const;
const squares: Objective = { blocks: [{ name: 'data', points: 'data', form: 'residuals', weight: 1, formula: formula(['y0', 't0'], { r: input('y0').sub(input('t0')) }), reads }] };

/** Judges functions of the input in place of networks. */
function judgeOf(train: Rows, validation: Rows | null) {
  const outputs = (model: Model, sets: readonly Rows[]): Promise<Samples[]> => Promise.resolve(sets.map(({ inputs }) => column(inputs.count, (n) => (model as unknown as (x: number) => number)(inputs.values[n]!))));
  const judge = new Judge(squares, { train, validation }, outputs, 'float64', false);
  return { judge, of: (f: (x: number) => number, numbers: number) => judge.judge(f as unknown as Model, numbers) };
}

test('of exact rows a network that errs more is worse, however little, and one that errs less is not', async () => {
  const { judge, of } = judgeOf(rowsOf(300, 0), rowsOf(100, 0));
  const before = await of((x) => Math.sin(3 * x) + 1e-4 * Math.cos(20 * x), 40);
  const [same, twice, less, exact] = await Promise.all([1e-4, 2e-4, 1e-6, 0].map((e) => of((x) => Math.sin(3 * x) + e * Math.sin(20 * x), 4)));
  expect([same, twice, less, exact].map((one) => judge.isNoWorse(one!, before))).toEqual([true, false, true, true]);
  expect([judge.isExact(less!), judge.isExact(exact!)]).toEqual([false, true]);
  expect(judge.length(exact!)).toBeLessThan(judge.length(less!));
});

test('of noisy rows what is lost among the noise is no worse, and what stands out is', async () => {
  const { judge, of } = judgeOf(rowsOf(600, 0.1), rowsOf(300, 0.1));
  const before = await of((x) => Math.sin(3 * x) + 0.01 * Math.cos(9 * x), 40);
  expect(judge.isNoWorse(await of((x) => Math.sin(3 * x), 4), before)).toBe(true);
  expect(judge.isNoWorse(await of((x) => Math.sin(3 * x) + 0.008 * x, 4), before)).toBe(true);
  expect(judge.isNoWorse(await of((x) => Math.sin(3 * x) + 0.1 * x, 4), before)).toBe(false);
  // A pole beside a single row is seen, however unsure it makes the mean.
  let row = 0;
  expect(judge.isNoWorse(await of((x) => Math.sin(3 * x) + (row++ === 700 ? 4 : 0), 4), before)).toBe(false);
  // Of two that err alike the one of fewer numbers is shorter: half a logarithm of the rows each.
  expect(judge.length(await of(Math.sin, 9)) - judge.length(await of(Math.sin, 4))).toBeCloseTo(2.5 * Math.log(600), 9);
});

test('validation rows have a say of their own: what is wrong where no training row is, is worse', async () => {
  const validation = rowsOf(100, 0.1);
  const { judge, of } = judgeOf(rowsOf(300, 0.1), { ...validation, inputs: { ...validation.inputs, values: validation.inputs.values.map((x) => x + 10) }, targets: { ...validation.targets, values: validation.targets.values.map((_, n) => Math.sin(3 * (validation.inputs.values[n]! + 10)) + 0.1 * stream.normal()) } });
  const before = await of((x) => Math.sin(3 * x), 40);
  expect(judge.isNoWorse(await of((x) => Math.sin(3 * x) + (x > 5 ? 0.15 : 0), 4), before)).toBe(false);
  expect(judge.isNoWorse(await of((x) => Math.sin(3 * x) + (x > 5 ? 0.003 : 0), 4), before)).toBe(true);
});

test('rows that a network predicts count in its description', async () => {
  const [train, validation] = [rowsOf(300, 0.1), rowsOf(100, 0.1)];
  const { judge, of } = judgeOf(train, validation);
  const wrong = await of((x) => Math.sin(3 * x) + (validation.inputs.values.includes(x) ? 0.1 : 0), 4);
  const right = await of((x) => Math.sin(3 * x), 4);
  expect(wrong.train.means).toEqual(right.train.means);
  expect(judge.length(wrong) - judge.length(right)).toBeCloseTo(50 * Math.log(wrong.validation!.means[0]! / right.validation!.means[0]!), 9);
  expect(judge.length(wrong)).toBeGreaterThan(judge.length(right) + 5);
});

test('without validation rows the training error counts, with the numbers that it was bought with', async () => {
  const { judge, of } = judgeOf(rowsOf(200, 0.1), null);
  const fitted = await of((x) => Math.sin(3 * x), 60);
  expect(judge.isNoWorse(await of((x) => Math.sin(3 * x) + 0.03 * x, 4), fitted)).toBe(true);
  expect(judge.isNoWorse(await of((x) => Math.sin(3 * x) + 0.03 * x, 120), fitted)).toBe(false);
  expect(judge.isNoWorse(await of((x) => Math.sin(3 * x) + 0.3 * x, 4), fitted)).toBe(false);
});

test('what is not finite is worse than anything, and rows of weight 0 do not count', async () => {
  const { judge, of } = judgeOf(rowsOf(100, 0.1, (n) => (n < 50 ? 0 : 2)), rowsOf(50, 0.1));
  const before = await of((x) => Math.sin(3 * x), 40);
  const broken = await of((x) => Math.log(x), 4);
  expect([judge.isNoWorse(broken, before), judge.length(broken)]).toEqual([false, Infinity]);
  expect([...before.train.parts[0]!.subarray(0, 50)].every((v) => v === 0)).toBe(true);
});
