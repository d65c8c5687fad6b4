import { expect, test } from '@jest/globals';
import { evolve } from './evolve.js';
import type { SemilinearSystem } from './exponential-runge-kutta.js';

/** y' = -y + 1, y = 1 - exp(-t) from 0. */
const system: SemilinearSystem = { linear: [{ re: -1, im: 0 }], nonlinear: (_, out) => { out.re[0] = 1; out.im[0] = 0; } };
const start = { re: Float64Array.of(0), im: Float64Array.of(0) };

test('states come at the times asked for, even or not, and the start is kept', () => {
  const times = [0, 0.1, 0.1, 0.35, 2];
  expect(evolve(system, start, times, 0.1).map(({ re }) => re[0])).toEqual(times.map((t) => expect.closeTo(1 - Math.exp(-t), 12)));
  expect(start.re[0]).toBe(0);
});

test('no step is longer than said, and even times need no step more for their last digits', () => {
  let calls = 0;
  const counted: SemilinearSystem = { ...system, nonlinear: (y, out) => { calls++; system.nonlinear(y, out); } };
  evolve(counted, start, [0, 0.04, 0.08, 0.12, 0.16], 0.01);
  expect(calls).toBe(4 * 4 * 4);
  calls = 0;
  evolve(counted, start, [0, 0.04], 0.0399);
  expect(calls).toBe(4 * 2);
});
