import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { scalesOfGrowing } from './growing-errors.js';

const stream = randomStream(5, 'growing errors');
const ROWS = 120;

/** Rows of x^2 over two decades of x, four of it. @param error of a row, @param bias of the model */
function told(error: (y: number, n: number) => number, bias: (x: number) => number = () => 0, rows = ROWS): { readonly scales: Float64Array | null; readonly truth: Float64Array } {
  const x = Float64Array.from({ length: rows }, () => 10 ** stream.uniform(-1, 1));
  const truth = x.map((v) => v * v);
  return { scales: scalesOfGrowing([{ name: 'x', values: x }], truth.map((y, n) => y + bias(x[n]!)), truth.map((y, n) => y + error(y, n))), truth };
}
const shareOf = (times: number, one: () => boolean): number => Array.from({ length: times }, one).filter(Boolean).length / times;

describe('errors grow with the values of a flexible model', () => {
  test('where they are in proportion to these, or to their roots', () => {
    expect(shareOf(50, () => told((y) => 0.01 * y * stream.normal()).scales !== null)).toBe(1);
    expect(shareOf(50, () => told((y) => 0.1 * Math.sqrt(y) * stream.normal()).scales !== null)).toBe(1);
  });

  test('and not where they are alike, in one of a thousand tables at most', () => {
    expect(shareOf(1000, () => told(() => 0.3 * stream.normal(), undefined, 60).scales !== null)).toBeLessThanOrEqual(0.001);
  });

  test('and not where a row is far off, however large its target', () => {
    expect(shareOf(50, () => told((y, n) => 0.3 * stream.normal() + (n === 7 ? 0.2 * y : 0)).scales !== null)).toBe(0);
    // Among targets that are all 1 but for a few, one row of these makes as many nats as it likes.
    const values = Float64Array.from({ length: ROWS }, (_, n) => (n < 4 ? 100 : 1) + n / 1000);
    const scales = scalesOfGrowing([{ name: 'x', values }], values, values.map((v, n) => v + (n === 2 ? 9 : 0.1 * stream.normal())));
    expect(scales).toBeNull();
  });

  test('and not where a wrong model leaves what follows the input, though it grows with it', () => {
    expect(shareOf(50, () => told((y) => 0.002 * y * stream.normal(), (v) => 0.05 * v * v * Math.sin(2 * Math.log(v))).scales !== null)).toBe(0);
  });

  test('and not where there is nothing left but rounding, or more than noise', () => {
    expect([told(() => 0).scales, told((y) => Math.fround(y) - y).scales === null, told((y) => 2 * y * stream.normal()).scales]).toEqual([null, expect.any(Boolean), null]);
    expect(told((y) => (y > 50 ? NaN : 0.01 * y * stream.normal())).scales).toBeNull();
  });
});

test('scales are one over the size of errors, of mean square 1, and where values are small the model has errors of its own', () => {
  const ratio = (own: number): number => {
    const { scales, truth } = told((y) => 0.03 * y * stream.normal() + own * stream.normal(), undefined, 400);
    expect(scales!.reduce((sum, s) => sum + s * s, 0) / 400).toBeCloseTo(1, 12);
    const [least, most] = [truth.indexOf(Math.min(...truth)), truth.indexOf(Math.max(...truth))];
    return scales![least]! / scales![most]!;
  };
  // Up to 1/64 of the root mean square of all values.
  expect(ratio(0)).toBeGreaterThan(150);
  expect(ratio(0.3)).toBeLessThan(40);
});
