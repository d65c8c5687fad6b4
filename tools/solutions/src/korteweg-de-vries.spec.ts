import { expect, test } from '@jest/globals';
import { mean } from '@knotwork/numerics';
import { derivative, derivativeOf, stencil } from './fixtures/derivative.js';
import { kortewegDeVries } from './korteweg-de-vries.js';
import { evenly } from './tables/evenly.js';

// Coarser than the table, for speed; the table's own errors are those of solutions.int.spec.ts.
const COARSE = { highest: 127, step: 2e-4 };
const DISPERSION = 0.022 ** 2;

test('the equation holds', () => {
  for (const [t, h] of [[0.15, 0.005], [0.6, 5e-4]] as const) {
    const functions = kortewegDeVries([0, ...stencil(t, h)], COARSE).slice(1);
    for (const x of [-0.9, -0.4, 0, 0.13, 0.5]) {
      const u = functions[4]!;
      const [ux, uxxx] = [derivativeOf(u, 1, x, 2e-3), derivativeOf(u, 3, x, 2e-3)];
      // Terms are up to 40.
      expect(Math.abs(derivative(1, functions.map((f) => f(x)), h) + u(x) * ux + DISPERSION * uxxx)).toBeLessThan(2e-4);
    }
  }
});

/** On a grid of one period whose rule is exact for the modes there are. */
const COUNT = 600;
const places = evenly(-1, 1, COUNT + 1).slice(1);

test('mean, energy and Hamiltonian are kept', () => {
  for (const f of kortewegDeVries([0, 0.25, 0.5, 1], COARSE)) {
    const u = places.map(f);
    const slopes = u.map((_, k) => derivative(1, stencil(k, 1).map((j) => u[(j + COUNT) % COUNT]!), 2 / COUNT));
    expect(mean(u)).toBeCloseTo(0, 13);
    expect(mean(u.map((value) => value ** 2))).toBeCloseTo(0.5, 9);
    // Of the start: the mean of cos^3 is 0, that of the slope's square pi^2 / 2.
    expect(mean(u.map((value, k) => value ** 3 / 6 - (DISPERSION / 2) * slopes[k]! ** 2))).toBeCloseTo((-DISPERSION * Math.PI ** 2) / 4, 8);
  }
});

test('it starts as cos(pi x), is carried to the right, and breaks into waves that are higher than it was', () => {
  const [start, later, end] = kortewegDeVries([0, 0.2, 1], COARSE);
  for (const x of [-1, -0.3, 0, 0.6]) expect(start!(x)).toBeCloseTo(Math.cos(Math.PI * x), 14);
  // Without dispersion u = cos(pi (x - u t)).
  const u = later!(0.3);
  expect(u).toBeCloseTo(Math.cos(Math.PI * (0.3 - 0.2 * u)), 1);
  const highest = Math.max(...evenly(-1, 1, 401).map(end!));
  expect(highest).toBeGreaterThan(2);
  expect(highest).toBeLessThan(3);
});
