import { expect, test } from '@jest/globals';
import { bandLeastSquares } from './band-least-squares.js';
import type { BandLeastSquaresProblem } from './band-least-squares-problem.js';
import { leastSquares } from './least-squares.js';
import { randomStream } from './random-stream.js';
import { relativeError } from './relative-error.js';

/** What a fit of targets in the span must reach: uniform cubic B-splines have a condition number of order ten. */
const exact = 1e-13;
/** Agreement of two methods on a fit with a residual. */
const agreement = 1e-11;

type Rows = Pick<BandLeastSquaresProblem, 'rows' | 'size' | 'window' | 'starts' | 'values'>;

/** Uniform cubic B-splines on [0, intervals] at the given places: window 4, size intervals + 3. */
function cubicRows(places: Float64Array, intervals: number): Rows {
  const starts = Int32Array.from(places, (x) => Math.min(intervals - 1, Math.floor(x)));
  const values = new Float64Array(4 * places.length);
  places.forEach((x, r) => {
    const t = x - starts[r]!;
    const pieces = [(1 - t) ** 3, 3 * t ** 3 - 6 * t ** 2 + 4, -3 * t ** 3 + 3 * t ** 2 + 3 * t + 1, t ** 3];
    values.set(pieces.map((piece) => piece / 6), 4 * r);
  });
  return { rows: places.length, size: intervals + 3, window: 4, starts, values };
}

function uniformPlaces(rows: number, max: number, name: string): Float64Array {
  const stream = randomStream(31, name);
  return Float64Array.from({ length: rows }, () => stream.uniform(0, max));
}

function normals(length: number, name: string): Float64Array {
  const stream = randomStream(32, name);
  return Float64Array.from({ length }, () => stream.normal());
}

/** Row-major `[rows][count]`. */
function evaluate({ rows, window, starts, values }: Rows, coefficients: Float64Array, count: number): Float64Array {
  const fitted = new Float64Array(rows * count);
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < window; k++) {
      for (let c = 0; c < count; c++) fitted[r * count + c]! += values[r * window + k]! * coefficients[(starts[r]! + k) * count + c]!;
    }
  }
  return fitted;
}

/** The same fit by dense least squares of weighted rows, the ridge as further rows. */
function denseFit({ rows, size, window, starts, values, weights, targets, count, ridge = 0 }: BandLeastSquaresProblem) {
  const all = ridge > 0 ? rows + size : rows;
  const a = new Float64Array(all * size);
  const b = new Float64Array(all * count);
  for (let r = 0; r < rows; r++) {
    const root = Math.sqrt(weights?.[r] ?? 1);
    for (let k = 0; k < window; k++) a[r * size + starts[r]! + k] = root * values[r * window + k]!;
    for (let c = 0; c < count; c++) b[r * count + c] = root * targets[r * count + c]!;
  }
  for (let j = 0; rows + j < all; j++) a[(rows + j) * size + j] = Math.sqrt(ridge);
  return leastSquares(a, b, { rows: all, columns: size, count });
}

test('targets in the span give back their coefficients to 1e-13', () => {
  const rows = cubicRows(uniformPlaces(500, 20, 'samples'), 20);
  const wanted = normals(rows.size * 3, 'coefficients');
  const fit = bandLeastSquares({ ...rows, count: 3, targets: evaluate(rows, wanted, 3) });
  expect(fit).toMatchObject({ rank: 'full', method: 'cholesky' });
  expect(relativeError(fit.coefficients, wanted)).toBeLessThan(exact);
});

test('refinement recovers what squaring the condition number costs', () => {
  // The second interval has samples only in its first 4 %, so the spline that rises there is seen through t³ alone.
  const places = uniformPlaces(400, 5, 'samples').map((x) => (x < 1 ? x : 1 + (x - 1) * 0.01));
  const rows = cubicRows(places, 2);
  const wanted = normals(rows.size, 'coefficients');
  const fit = bandLeastSquares({ ...rows, count: 1, targets: evaluate(rows, wanted, 1) });
  expect(fit.method).toBe('cholesky');
  expect(relativeError(evaluate(rows, fit.coefficients, 1), evaluate(rows, wanted, 1))).toBeLessThan(exact);
  // The condition number is 3e5: unrefined normal equations would leave errors of 1e-6.
  expect(relativeError(fit.coefficients, wanted)).toBeLessThan(1e-11);
});

test('weighted fits with a residual and a ridge agree with dense least squares', () => {
  for (const ridge of [0, 1e-3, 10]) {
    const rows = cubicRows(uniformPlaces(120, 8, 'samples'), 8);
    const problem = {
      ...rows,
      count: 2,
      targets: normals(240, 'targets'),
      weights: normals(120, 'weights').map(Math.abs),
      ridge,
    };
    const fit = bandLeastSquares(problem);
    expect(fit.method).toBe('cholesky');
    expect(relativeError(fit.coefficients, denseFit(problem).coefficients)).toBeLessThan(agreement);
  }
});

test('a window as wide as the problem is dense least squares', () => {
  const problem = {
    rows: 12,
    size: 3,
    window: 3,
    starts: new Int32Array(12),
    values: normals(36, 'values'),
    targets: normals(12, 'targets'),
    count: 1,
  };
  expect(relativeError(bandLeastSquares(problem).coefficients, denseFit(problem).coefficients)).toBeLessThan(agreement);
});

test('the order of the rows does not matter, neither for Cholesky nor for singular values', () => {
  for (const gap of [0, 5]) {
    const places = uniformPlaces(100, 10 - gap, 'samples').map((x) => (x > 3 ? x + gap : x));
    const backwards = places.toSorted().reverse();
    const fits = [places.toSorted(), backwards].map((order) => {
      const rows = cubicRows(order, 10);
      return bandLeastSquares({ ...rows, count: 1, targets: order.map(Math.sin) });
    });
    expect(fits[0]!.method).toBe(gap === 0 ? 'cholesky' : 'singular-values');
    expect(relativeError(fits[0]!.coefficients, fits[1]!.coefficients)).toBeLessThan(agreement);
  }
});

test('coefficients without data are zero and the rest is fitted exactly', () => {
  // No sample in [3, 8]: the splines that live only there have no row.
  const places = uniformPlaces(200, 5, 'samples').map((x) => (x > 3 ? x + 5 : x));
  const rows = cubicRows(places, 10);
  const wanted = normals(rows.size, 'coefficients');
  const targets = evaluate(rows, wanted, 1);
  const fit = bandLeastSquares({ ...rows, count: 1, targets });
  expect(fit).toMatchObject({ rank: 'deficient', method: 'singular-values' });
  expect(Array.from(fit.coefficients.subarray(6, 8))).toEqual([expect.closeTo(0, 14), expect.closeTo(0, 14)]);
  expect(relativeError(evaluate(rows, fit.coefficients, 1), targets)).toBeLessThan(exact);
});

test('fewer rows than coefficients give the interpolant of smallest norm', () => {
  const rows = cubicRows(uniformPlaces(6, 12, 'samples'), 12);
  const problem = { ...rows, count: 2, targets: normals(12, 'targets'), weights: Float64Array.of(1, 2, 3, 4, 5, 6) };
  const fit = bandLeastSquares(problem);
  expect(fit).toMatchObject({ rank: 'deficient', method: 'singular-values' });
  expect(relativeError(evaluate(rows, fit.coefficients, 2), problem.targets)).toBeLessThan(agreement);
  expect(relativeError(fit.coefficients, denseFit(problem).coefficients)).toBeLessThan(agreement);
});

test('columns too different for the normal equations keep their full rank', () => {
  const fit = bandLeastSquares({
    rows: 3,
    size: 2,
    window: 2,
    starts: new Int32Array(3),
    values: Float64Array.of(1, 0, 0, 1e-9, 1, 1e-9),
    targets: Float64Array.of(3, 2e-9, 3 + 2e-9),
    count: 1,
  });
  expect(fit).toMatchObject({ rank: 'full', method: 'singular-values' });
  expect(relativeError(fit.coefficients, [3, 2])).toBeLessThan(1e-6);
});

test('a ridge too small for the normal equations still enters the singular values', () => {
  const rows = cubicRows(uniformPlaces(6, 12, 'samples'), 12);
  const problem = { ...rows, count: 1, targets: normals(6, 'targets'), ridge: 1e-20 };
  const fit = bandLeastSquares(problem);
  expect(fit.method).toBe('singular-values');
  expect(relativeError(fit.coefficients, denseFit(problem).coefficients)).toBeLessThan(1e-8);
});

test('a ridge makes any problem full rank', () => {
  const rows = cubicRows(uniformPlaces(2, 12, 'samples'), 12);
  const problem = { ...rows, count: 1, targets: Float64Array.of(1, 2), ridge: 1e-6 };
  const fit = bandLeastSquares(problem);
  expect(fit).toMatchObject({ rank: 'full', method: 'cholesky' });
  expect(relativeError(fit.coefficients, denseFit(problem).coefficients)).toBeLessThan(1e-9);
});

test('rows of zero weight do not count', () => {
  const rows = cubicRows(uniformPlaces(100, 6, 'samples'), 6);
  const wanted = normals(rows.size, 'coefficients');
  const weights = Float64Array.from({ length: 100 }, (_, r) => (r % 5 === 0 ? 0 : 1));
  const targets = evaluate(rows, wanted, 1).map((target, r) => (r % 5 === 0 ? 1e6 : target));
  expect(relativeError(bandLeastSquares({ ...rows, count: 1, targets, weights }).coefficients, wanted)).toBeLessThan(exact);
});

test('targets orthogonal to the columns do not upset refinement', () => {
  const fit = bandLeastSquares({
    rows: 3,
    size: 1,
    window: 1,
    starts: new Int32Array(3),
    values: Float64Array.of(0.1, 0.2, 0.3),
    targets: Float64Array.of(3, 0, -1),
    count: 1,
  });
  expect(fit.method).toBe('cholesky');
  expect(Math.abs(fit.coefficients[0]!)).toBeLessThan(1e-14);
});

test('values whose squares underflow or overflow are fitted all the same', () => {
  for (const scale of [1e-200, 1e200]) {
    const rows = cubicRows(uniformPlaces(50, 4, 'samples'), 4);
    const wanted = normals(rows.size, 'coefficients');
    const targets = evaluate(rows, wanted, 1).map((target) => scale * target);
    const fit = bandLeastSquares({ ...rows, values: rows.values.map((value) => scale * value), count: 1, targets });
    expect(fit).toMatchObject({ rank: 'full', method: 'singular-values' });
    expect(relativeError(fit.coefficients, wanted)).toBeLessThan(agreement);
  }
});

test('no rows, or no weight, give zero coefficients of deficient rank', () => {
  const none = bandLeastSquares({ ...cubicRows(new Float64Array(0), 2), count: 2, targets: new Float64Array(0) });
  expect(none).toEqual({ coefficients: new Float64Array(10), rank: 'deficient', method: 'singular-values' });
  const rows = cubicRows(uniformPlaces(9, 2, 'samples'), 2);
  const weightless = bandLeastSquares({ ...rows, count: 1, targets: normals(9, 'targets'), weights: new Float64Array(9) });
  expect(weightless).toEqual({ coefficients: new Float64Array(5), rank: 'deficient', method: 'singular-values' });
});

test.each<[string, Partial<BandLeastSquaresProblem>, string]>([
  ['a start beyond the last window', { starts: Int32Array.of(0, 2) }, '"starts" must be an integer in [0, 1]; got 2.'],
  ['a negative start', { starts: Int32Array.of(-1, 0) }, '"starts" must be an integer in [0, 1]; got -1.'],
  ['too few values', { values: new Float64Array(3) }, '"values" must have 4 elements (2 x 2); got 3.'],
  ['a NaN target', { targets: Float64Array.of(1, NaN) }, '"targets" must be finite; got NaN at index 1.'],
  ['a negative weight', { weights: Float64Array.of(1, -2) }, '"weights" must be at least 0; got -2 at index 1.'],
  ['a missing weight', { weights: Float64Array.of(1) }, '"weights" must have 2 elements (one per row); got 1.'],
  ['a negative ridge', { ridge: -1 }, '"ridge" must be finite and at least 0; got -1.'],
  ['a NaN ridge', { ridge: NaN }, '"ridge" must be finite and at least 0; got NaN.'],
  ['a window wider than the problem', { window: 4 }, '"window" must be an integer in [1, 3]; got 4.'],
])('%s is refused', (_, change, message) => {
  const problem = {
    rows: 2,
    size: 3,
    window: 2,
    starts: Int32Array.of(0, 1),
    values: Float64Array.of(1, 2, 3, 4),
    targets: Float64Array.of(1, 2),
    count: 1,
  };
  const attempt = () => bandLeastSquares({ ...problem, ...change });
  expect(attempt).toThrow(RangeError);
  expect(attempt).toThrow(message);
});

test('the example holds', () => {
  const { coefficients } = bandLeastSquares({
    rows: 3,
    size: 3,
    window: 2,
    count: 1,
    starts: Int32Array.of(0, 0, 1),
    values: Float64Array.of(0.5, 0.5, 0, 1, 0.5, 0.5),
    targets: Float64Array.of(1, 2, 3),
  });
  expect(relativeError(coefficients, [0, 2, 4])).toBeLessThan(exact);
});
