import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Rows, Samples } from '@knotwork/plugin';
import { howOf, simpleModels } from './simple-models.js';

const samples = (width: number, values: readonly number[]): Samples => ({ count: values.length / width, width, values: Float64Array.from(values) });
const named = (name: string): (typeof simpleModels)[number] => simpleModels.find(({ names }) => names.values === name)!;
const x = Array.from({ length: 200 }, (_, n) => n / 100 - 1);
const curve = (v: number): number => Math.abs(v) ** 3;
const rows: Rows = { inputs: samples(2, x.flatMap((v, n) => [v, x[(37 * n) % 200]!])), targets: samples(1, x.map((v, n) => curve(v) + 2 * x[(37 * n) % 200]!)) };

test('a constant knows the mean, a line the slopes, splines the curves', () => {
  const at = samples(2, [0.5, 0, 0.5, 0.5, -0.5, 0.5]);
  const said = (name: string): number[] => [...named(name).predict(rows, at, 'values')!.values].map((v) => Number(v.toFixed(2)));
  const mean = x.reduce((sum, v) => sum + curve(v), 0) / 200 + 2 * x.reduce((a, b) => a + b, 0) / 200;
  expect(said('constant')).toEqual(Array(3).fill(Number(mean.toFixed(2))));
  const [a, b, c] = said('ridge');
  expect([b! - a!, Math.abs(c! - b!) < 0.1]).toEqual([expect.closeTo(1, 1), true]);
  said('splines + ridge').forEach((v, n) => { expect(v).toBeCloseTo(curve(at.values[2 * n]!) + 2 * at.values[2 * n + 1]!, 1); });
});

test('of classes they give the logarithms of odds', () => {
  const stream = randomStream(1, 'classes');
  const inner = Array.from({ length: 400 }, () => 2 * stream.next() - 1);
  const classes: Rows = { inputs: samples(1, inner), targets: samples(2, inner.flatMap((v) => (Math.abs(v) < 0.5 ? [1, 0] : [0, 1]))) };
  const odds = (name: string, v: number): number => { const { values } = named(name).predict(classes, samples(1, [v]), 'odds')!; return values[0]! - values[1]!; };
  const count = inner.filter((v) => Math.abs(v) < 0.5).length;
  expect(odds('constant', 0)).toBeCloseTo(Math.log(count / (400 - count)), 4);
  expect(Math.abs(odds('ridge', 0.9))).toBeLessThan(1);
  expect([odds('splines + ridge', 0) > 2, odds('splines + ridge', 0.95) < -2]).toEqual([true, true]);
  expect([howOf('classification'), howOf('regression')]).toEqual(['odds', 'values']);
});

test('what would take too long is left out', () => {
  const wide: Rows = { inputs: samples(500, Array<number>(1000).fill(0)), targets: samples(1, [0, 1]) };
  expect([named('ridge').predict(wide, wide.inputs, 'values'), named('constant').predict(wide, wide.inputs, 'values')?.count]).toEqual([null, 2]);
  const many: Rows = { inputs: samples(20, Array<number>(20 * 5000).fill(0)), targets: samples(10, Array.from({ length: 50000 }, (_, k) => Number(k % 10 === 0))) };
  expect(named('splines + ridge').predict(many, many.inputs, 'odds')).toBeNull();
});
