import { expect, test } from '@jest/globals';
import { mean, standardDeviation } from '@knotwork/numerics';
import { burgers } from './cole-hopf.js';
import { noisySamples } from './noisy-samples.js';

const NU = 0.01 / Math.PI;
const { columns, rows } = noisySamples(NU, 500, 1);
const column = (k: number): number[] => rows.map((row) => row[k]!);

test('points are uniform over times and places', () => {
  expect(columns).toEqual(['t', 'x', 'u']);
  expect(rows).toHaveLength(500);
  const [t, x] = [column(0), column(1)];
  expect(Math.min(...t)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...t)).toBeLessThanOrEqual(1);
  expect(Math.max(...x.map(Math.abs))).toBeLessThanOrEqual(1);
  // Standard errors are 0.013 and 0.026.
  expect(Math.abs(mean(t) - 0.5)).toBeLessThan(0.04);
  expect(Math.abs(mean(x))).toBeLessThan(0.08);
  expect(standardDeviation(x)).toBeCloseTo(1 / Math.sqrt(3), 1);
});

test('u is off by normal noise of a hundredth of its standard deviation', () => {
  const exact = rows.map(([t, x]) => burgers(NU, t!, x!));
  const noise = column(2).map((u, k) => (u - exact[k]!) / (0.01 * standardDeviation(exact)));
  // Standard errors of 500 numbers: 0.045 and 0.032.
  expect(Math.abs(mean(noise))).toBeLessThan(0.14);
  expect(Math.abs(standardDeviation(noise) - 1)).toBeLessThan(0.1);
  const within = noise.filter((value) => Math.abs(value) < 1).length / 500;
  expect(Math.abs(within - 0.683)).toBeLessThan(0.065);
});

test('another seed gives other points and other noise, the same seed the same', () => {
  expect(noisySamples(NU, 500, 1).rows).toEqual(rows);
  const other = noisySamples(NU, 500, 2).rows;
  expect(other[0]![0]).not.toBe(rows[0]![0]);
});
