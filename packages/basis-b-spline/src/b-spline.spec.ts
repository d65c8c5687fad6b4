import { expect, test } from '@jest/globals';
import { countOperations, derivatives, type Expr, formula, grid, GRID_MAX, GRID_MIN, input, evaluate, onEvenGrid, rewrite, constant } from '@knotwork/algebra';
import type { WindowFeatures } from '@knotwork/plugin';
import { bSpline } from './b-spline.js';

const ROUNDING = 1e-13;
const DOMAIN = [-1, 2] as const;
const degrees = [0, 1, 2, 3, 4, 5, 6, 7];

const features = (degree: number, intervals: number): WindowFeatures =>
  bSpline.features(input('x'), grid, { degree, intervals }, {}, {}) as WindowFeatures;

/** Derivative of an order of all `size` basis functions at x, on even knots. */
function basisAt(x: number, degree: number, intervals: number, order = 0): number[] {
  const { start, values } = features(degree, intervals);
  const [first, ...rest] = onEvenGrid([start, ...values], intervals) as [Expr, ...Expr[]];
  let live = rest;
  for (let i = 0; i < order; i++) live = derivatives(live, 'x');
  const f = formula(['x', GRID_MIN, GRID_MAX], { start: first, ...Object.fromEntries(live.map((e, j) => [`v${j}`, e])) });
  const at = evaluate(f, { x, [GRID_MIN]: DOMAIN[0], [GRID_MAX]: DOMAIN[1] });
  const all = new Array<number>(intervals + degree).fill(0);
  live.forEach((_, j) => { all[at['start']! + j] = at[`v${j}`]!; });
  return all;
}

/** The definition, word for word: function number i of a degree over knots, each function closed at its left end only. */
function coxDeBoor(i: number, degree: number, t: readonly number[], x: number): number {
  if (degree === 0) return t[i]! <= x && x < t[i + 1]! ? 1 : 0;
  return (x - t[i]!) / (t[i + degree]! - t[i]!) * coxDeBoor(i, degree - 1, t, x)
    + (t[i + degree + 1]! - x) / (t[i + degree + 1]! - t[i + 1]!) * coxDeBoor(i + 1, degree - 1, t, x);
}

const points = Array.from({ length: 41 }, (_, i) => DOMAIN[0] + (DOMAIN[1] - DOMAIN[0]) * (i + 0.37) / 41.5);

test('the cubic B-spline is 1/6, 4/6, 1/6 at its knots and 1/48, 23/48, 23/48, 1/48 between them', () => {
  const near = (actual: number[], expected: number[]) => actual.forEach((v, i) => expect(v).toBeCloseTo(expected[i]!, 13));
  near(basisAt(0, 3, 3), [0, 1 / 6, 4 / 6, 1 / 6, 0, 0]);
  near(basisAt(0.5, 3, 3), [0, 1 / 48, 23 / 48, 23 / 48, 1 / 48, 0]);
});

for (const degree of degrees) {
  test(`degree ${degree} agrees with the recursive definition, is not negative and adds up to one`, () => {
    const intervals = 6;
    const h = (DOMAIN[1] - DOMAIN[0]) / intervals;
    const knots = Array.from({ length: intervals + 2 * degree + 1 }, (_, i) => DOMAIN[0] + (i - degree) * h);
    for (const x of points) {
      const actual = basisAt(x, degree, intervals);
      actual.forEach((v, i) => {
        expect(Math.abs(v - coxDeBoor(i, degree, knots, x))).toBeLessThan(ROUNDING);
        expect(v).toBeGreaterThanOrEqual(0);
      });
      expect(Math.abs(actual.reduce((a, b) => a + b) - 1)).toBeLessThan(ROUNDING);
    }
  });

  test(`degree ${degree} belongs to the last interval at the right end of the domain`, () => {
    const { start } = features(degree, 4);
    const f = formula(['x', GRID_MIN, GRID_MAX], { start: onEvenGrid([start], 4)[0]! });
    expect(evaluate(f, { x: DOMAIN[1], [GRID_MIN]: DOMAIN[0], [GRID_MAX]: DOMAIN[1] })['start']).toBe(3);
    // The right end mirrors the left end.
    const right = basisAt(DOMAIN[1], degree, 4).reverse();
    if (degree > 0) basisAt(DOMAIN[0], degree, 4).forEach((v, i) => expect(right[i]!).toBeCloseTo(v, 13));
    expect(right.reduce((a, b) => a + b)).toBeCloseTo(1, 13);
  });

  test(`degree ${degree} on uneven knots agrees with the recursive definition`, () => {
    const inner = [0, 0.4, 1.9, 2.2, 4.5, 5];
    const t = [...Array.from({ length: degree }, (_, i) => 0.4 * (i - degree)), ...inner, ...Array.from({ length: degree }, (_, i) => 5 + 0.5 * (i + 1))];
    for (const u of [0, 0.1, 0.4, 1, 2, 2.1, 3.3, 4.5, 4.9]) {
      const cell = inner.findIndex((left, i) => left <= u && u < inner[i + 1]!);
      const { start, values } = features(degree, 5);
      const live = rewrite([start, ...values], (e) =>
        e.op === 'cell' ? constant(cell) : e.op === 'knot' ? constant(t[degree + cell + e.value]!) : undefined);
      const f = formula(['x', GRID_MIN, GRID_MAX], Object.fromEntries(live.map((e, j) => [`v${j}`, e])));
      const at = evaluate(f, { x: u, [GRID_MIN]: 0, [GRID_MAX]: 5 });
      values.forEach((_, j) => expect(Math.abs(at[`v${j + 1}`]! - coxDeBoor(cell + j, degree, t, u))).toBeLessThan(ROUNDING));
    }
  });

  test(`degree ${degree} divides by nothing but the width of the domain on an even grid`, () => {
    const { start, values } = features(degree, 8);
    const even = onEvenGrid([start, ...values], 8);
    const count = countOperations(formula(['x', GRID_MIN, GRID_MAX], Object.fromEntries(even.map((e, j) => [`v${j}`, e]))));
    expect(count).toMatchObject({ divide: 1, transcendental: 0, lookup: 0 });
  });
}

for (const degree of degrees.slice(1)) {
  test(`degree ${degree} joins smoothly up to derivative ${degree - 1} and no further`, () => {
    const intervals = 3;
    const scale = intervals ** degree;
    const jump = (order: number): number => {
      const [left, right] = [-1e-11, 1e-11].map((shift) => basisAt(1 + shift, degree, intervals, order));
      return Math.max(...left!.map((v, i) => Math.abs(v - right![i]!)));
    };
    // The functions change by their slope over the distance of the two points; a true jump is of order one and more.
    for (let order = 0; order < degree; order++) expect(jump(order)).toBeLessThan(1e-8 * scale);
    expect(jump(degree)).toBeGreaterThan(0.5);
  });
}

test('sizes and claims follow from degree and intervals', () => {
  const options = { degree: 4, intervals: 10 };
  expect(bSpline.size(options)).toBe(14);
  expect(bSpline.window?.(options)).toBe(5);
  expect(bSpline.intervals?.(options)).toBe(10);
  expect(bSpline.capabilities.order?.(options)).toBe(5);
  expect(bSpline.capabilities.refine?.exactWhen(5, 10)).toBe(true);
  expect(bSpline.capabilities.refine?.exactWhen(5, 12)).toBe(false);
});

test('options have defaults and ranges', () => {
  expect(bSpline.options.parse({})).toEqual({ degree: 3, intervals: 5 });
  for (const bad of [{ degree: 2.5 }, { degree: 8 }, { intervals: 0 }, { order: 3 }]) expect(bSpline.options.safeParse(bad).success).toBe(false);
});
