import { expect, test } from '@jest/globals';
import { randomStream, rootMeanSquare } from '@knotwork/numerics';
import { featuresOf, solved } from './separate-curves.js';

const columnOf = (f: (u: number) => number): Float64Array => { const stream = randomStream(1, 'column'); return Float64Array.from({ length: 120 }, () => f(stream.next())); };

/** What splines of twelve pieces leave of a function of a column. */
function left(column: Float64Array, f: (x: number) => number): number {
  const [features, y] = [featuresOf(column, 12), column.map(f)];
  const { coefficients } = solved(features, y);
  return rootMeanSquare(y.map((v, n) => v - features.reduce((sum, feature, k) => sum + coefficients[k]! * feature[n]!, 0)));
}

test('curves of a column that goes over decades are smooth in its logarithm', () => {
  const decades = columnOf((u) => Math.exp(-9 + 9 * u));
  expect(left(decades, (x) => Math.log(x) ** 2)).toBeLessThan(1e-9);
  // Not of one that does not, nor of one that has both signs.
  expect(left(columnOf((u) => 1 + u), (x) => Math.sin(20 * x))).toBeLessThan(0.05);
  expect(left(columnOf((u) => u - 0.5), (x) => Math.sin(20 * x))).toBeLessThan(0.05);
});

test('those of a column that comes near to 0 may be steep there', () => {
  const near = columnOf((u) => 0.001 + u);
  expect(left(near, Math.log)).toBeLessThan(1e-9);
  expect(left(near, (x) => Math.sin(20 * x))).toBeLessThan(0.05);
  // A few large numbers are no decades.
  expect(left(columnOf((u) => 1 + 40 * u ** 6), (x) => (x / 41) ** 3)).toBeLessThan(1e-9);
  expect(featuresOf(columnOf((u) => 1 + u), 12).length).toBe(featuresOf(near, 12).length - 1);
});
