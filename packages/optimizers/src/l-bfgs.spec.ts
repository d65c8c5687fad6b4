import { expect, test } from '@jest/globals';
import { lBfgs } from './l-bfgs.js';

if (lBfgs.method !== 'quasi-newton') throw new Error('L-BFGS is a quasi-Newton method.');
const { search, options } = lBfgs;

test('defaults are those of the experiment file, and the constants of the Wolfe conditions the usual ones', () => {
  expect(search(options.parse({}))).toEqual({ memory: 10, decrease: 1e-4, curvature: 0.9, tries: 20, tolerance: 1e-5, patience: 10 });
  expect(search(options.parse({ memory: 3, tries: 5 }))).toMatchObject({ memory: 3, tries: 5 });
});

test('a memory of nothing is refused', () => {
  expect(options.safeParse({ memory: 0 }).success).toBe(false);
});
