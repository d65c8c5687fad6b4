import { expect, test } from '@jest/globals';
import { derivativeOf } from '../fixtures/derivative.js';
import { evenly } from '../tables/evenly.js';
import { boundaryPoints } from './domain.js';
import { L_SHAPE, lShapePoisson } from './poisson.js';

const { at, boundaryError } = lShapePoisson();
const places = [[-0.5, 0.5], [-0.3, -0.7], [0.4, 0.3], [0.85, 0.9], [-0.1, -0.1], [0.15, 0.1]] as const;

test.each(places)('at (%d, %d) the equation holds', (x, y) => {
  const h = 0.01;
  const laplacian = derivativeOf((s) => at({ x: s, y }), 2, x, h) + derivativeOf((s) => at({ x, y: s }), 2, y, h);
  expect(laplacian).toBeCloseTo(-1, 8);
});

test('on the boundary it is 0, also on the half that was not fitted', () => {
  expect(boundaryError).toBeLessThan(1e-13);
  for (const point of boundaryPoints(32)) expect(Math.abs(at(point))).toBeLessThan(1e-13);
});

test('fewer and more functions give the same', () => {
  const [fewer, more] = [lShapePoisson({ singular: 20, degree: 30 }), lShapePoisson({ singular: 2 * L_SHAPE.singular, degree: 2 * L_SHAPE.degree })];
  for (const [x, y] of places) {
    expect(Math.abs(fewer.at({ x, y }) - at({ x, y }))).toBeLessThan(fewer.boundaryError);
    expect(Math.abs(more.at({ x, y }) - at({ x, y }))).toBeLessThan(1e-13);
  }
  expect(fewer.boundaryError).toBeLessThan(1e-10);
});

// The energy of this problem, the integral of |grad u|^2 and of u. Programs of adaptive finite elements take 0.214075802220546 for it;
// with any number of functions and nodes it is 0.2140758026865 here.
test('its integral is that of the literature', () => {
  // Nodes x = (1 + tanh(pi/2 sinh s)) / 2, so dense at both ends that the corner costs no accuracy.
  const h = 0.125;
  const nodes = evenly(-26, 26, 53).map((k) => {
    const s = (Math.PI / 2) * Math.sinh(k * h);
    return { place: 1 / (1 + Math.exp(-2 * s)), weight: (h * Math.PI * Math.cosh(k * h)) / (4 * Math.cosh(s) ** 2) };
  });
  const integral = ([[0, 0], [-1, 0], [-1, -1]] as const).reduce((whole, [left, low]) => whole + nodes.reduce((sum, p) => sum + p.weight * nodes.reduce(
    (inner, q) => inner + q.weight * at({ x: left + p.place, y: low + q.place }), 0), 0), 0);
  expect(Math.abs(integral - 0.214075802220546)).toBeLessThan(1e-9);
  expect(Math.abs(integral - 0.2140758026865)).toBeLessThan(1e-12);
});
