import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { drawnBy } from './drawn-by.js';

/** Points that are their own number. */
const numbered = (count: number) => ({ count, width: 2, values: Float64Array.from({ length: 2 * count }, (_, k) => (k % 2 === 0 ? k / 2 : -k)) });
const rowsOf = ({ values }: { readonly values: Float64Array }): number[] => [...values].filter((_, k) => k % 2 === 0);

test('half of the rows are in proportion to the residual, half everywhere alike', () => {
  // A tenth of the rows has nearly all of the residual: half of the draws, and a tenth of the other half.
  const residuals = Float64Array.from({ length: 1000 }, (_, row) => (row < 100 ? 10 : 0));
  const rows = rowsOf(drawnBy(residuals, numbered(1000), 200, 0.3));
  expect(rows).toHaveLength(200);
  expect(Math.abs(rows.filter((row) => row < 100).length - 110)).toBeLessThanOrEqual(1);
});

test('every row comes as often as its share says, within one, whatever the order', () => {
  const stream = randomStream(1, 'residuals');
  const residuals = Float64Array.from({ length: 300 }, () => stream.uniform(0, 1) ** 3);
  const mean = residuals.reduce((a, b) => a + b) / 300;
  for (const begin of [0, 0.5, 0.999]) {
    const drawn = drawnBy(residuals, numbered(300), 500, begin);
    const times = new Array<number>(300).fill(0);
    for (const row of rowsOf(drawn)) times[row]!++;
    for (const [row, r] of residuals.entries()) expect(Math.abs(times[row]! - (500 * (1 + r / mean)) / 600)).toBeLessThan(1 + 1e-9);
    // Rows stay whole.
    expect([...drawn.values].filter((_, k) => k % 2 === 1)).toEqual(rowsOf(drawn).map((row) => -2 * row - 1));
  }
});

test('where all residuals are 0, or none is a number, rows are drawn everywhere alike', () => {
  for (const r of [0, NaN]) {
    const times = new Array<number>(50).fill(0);
    for (const row of rowsOf(drawnBy(new Float64Array(50).fill(r), numbered(50), 100, 0.1))) times[row]!++;
    expect(new Set(times)).toEqual(new Set([2]));
  }
});
