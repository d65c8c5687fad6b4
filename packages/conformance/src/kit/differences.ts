import { need } from '../engine/need.js';

/** A function on points, with any number of values at each. */
export type Table = (points: Float64Array) => Float64Array;

/** Central differences of steps h and 2h, extrapolated: exact up to h^4 times the fifth derivative. */
export function richardson(f: Table, points: Float64Array, h: number): Float64Array {
  const at = (shift: number): Float64Array => f(points.map((x) => x + shift * h));
  const [up, down, far, back] = [at(1), at(-1), at(2), at(-2)];
  return up!.map((v, k) => (8 * (v - down![k]!) - (far![k]! - back![k]!)) / (12 * h));
}

/**
 * Relative to the largest derivative, or to the largest value over ten thousand steps: rounding leaves about 1e-16 times values over h, below 1e-10; steps
 * are a thousandth of a feature, whose fifth derivative adds less than that.
 */
const TOLERANCE = 1e-6;
/** Steps to a second place: a difference that spans a kink is wrong there and right a few steps on; a wrong derivative is wrong at both. */
const ASIDE = 7;

/** Requires that a derivative is that of differences, at each point or beside it. @throws Error */
export function needSlopes(f: Table, derivative: Table, points: Float64Array, h: number, what: string): void {
  const error = (at: Float64Array): Float64Array => { const d = derivative(at); return richardson(f, at, h).map((v, k) => v - d[k]!); };
  const [here, aside] = [error(points), error(points.map((x) => x + ASIDE * h))];
  const biggest = (values: Float64Array): number => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const scale = Math.max(biggest(derivative(points)), biggest(f(points)) / (1e4 * h));
  here.forEach((e, k) => {
    const least = Math.min(Math.abs(e), Math.abs(aside[k]!));
    const x = points[Math.floor((k * points.length) / here.length)];
    need(least <= TOLERANCE * scale, `${what} at x = ${x}: off by ${least.toExponential(2)} where values are up to ${scale.toExponential(2)}`);
  });
}
