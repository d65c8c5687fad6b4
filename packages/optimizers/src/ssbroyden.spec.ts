import { expect, test } from '@jest/globals';
import { ssbroyden } from './ssbroyden.js';

if (ssbroyden.method !== 'quasi-newton') throw new Error('Self-scaled Broyden is a quasi-Newton method.');
const { search, options } = ssbroyden;

test('defaults are those of the experiment file, with a matrix that scales itself', () => {
  expect(search(options.parse({}))).toEqual({ memory: { update: 'broyden', scaling: 'self' }, decrease: 1e-4, curvature: 0.9, tries: 20, tolerance: 1e-5, patience: 10 });
});

test('BFGS, scaled at first, and limits are asked for by options', () => {
  expect(search(options.parse({ update: 'bfgs', scaling: 'first', tries: 5, tolerance: 0 }))).toMatchObject({ memory: { update: 'bfgs', scaling: 'first' }, tries: 5, tolerance: 0 });
});

test('other updates are refused', () => {
  expect(options.safeParse({ update: 'dfp' }).success).toBe(false);
  expect(options.safeParse({ memory: 10 }).success).toBe(false);
});
