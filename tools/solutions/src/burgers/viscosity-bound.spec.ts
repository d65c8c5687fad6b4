import { expect, test } from '@jest/globals';
import { mean } from '@knotwork/numerics';
import { burgers } from './cole-hopf.js';
import { noisySamples } from './noisy-samples.js';
import { viscosityBound } from './viscosity-bound.js';

const NU = 0.01 / Math.PI;

test('least squares of many tables are off by as much as the bound says', () => {
  const bounds = Array.from({ length: 16 }, (_, k) => viscosityBound(NU, noisySamples(NU, 100, k + 1)));
  // The mean of 16 squares of normal numbers has a standard error of 0.35.
  const squares = mean(bounds.map(({ off, standardError }) => (off / standardError) ** 2));
  expect(squares).toBeGreaterThan(0.3);
  expect(squares).toBeLessThan(2);
});

test('few rows know most, and five of five know all', () => {
  const { columns, rows } = noisySamples(NU, 100, 1);
  const { ofFive } = viscosityBound(NU, { columns, rows });
  expect(ofFive).toBeGreaterThan(0.5);
  expect(ofFive).toBeLessThan(1);
  expect(viscosityBound(NU, { columns, rows: rows.slice(0, 5) }).ofFive).toBeCloseTo(1, 12);
});

test('without noise nothing is off, and u that belongs to another nu is off by the difference', () => {
  const { columns, rows } = noisySamples(NU, 100, 1);
  const rowsOf = (nu: number): number[][] => rows.map(([t, x]) => [t!, x!, burgers(nu, t!, x!)]);
  expect(viscosityBound(NU, { columns, rows: rowsOf(NU) }).off).toBe(0);
  expect(viscosityBound(NU, { columns, rows: rowsOf(1.001 * NU) }).off).toBeCloseTo(0.001, 5);
});
