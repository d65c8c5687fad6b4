import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Point } from './polyline.js';
import { type GridValues, regionsAbove } from './regions-above.js';

/** Positive where a line goes around against the clock. */
const area = (line: readonly Point[]): number => line.reduce((sum, [x, y], k) => { const [u, v] = line[(k + 1) % line.length]!; return sum + (x * v - u * y) / 2; }, 0);
const whole = (lines: readonly (readonly Point[])[]): number => Math.abs(lines.reduce((sum, line) => sum + area(line), 0));
const places = (from: number, to: number, count: number): number[] => Array.from({ length: count }, (_, k) => from + (to - from) * k / (count - 1));
const grid = (x: number[], y: number[], f: (x: number, y: number) => number): GridValues => ({ x, y, values: x.flatMap((u) => y.map((v) => f(u, v))) });

/** Whether a ray to the right crosses the lines an odd number of times. */
function isInside(lines: readonly (readonly Point[])[], [x, y]: Point): boolean {
  let crossings = 0;
  for (const line of lines) {
    line.forEach(([ax, ay], k) => {
      const [bx, by] = line[(k + 1) % line.length]!;
      if ((ay > y) !== (by > y) && ax + (y - ay) / (by - ay) * (bx - ax) > x) crossings++;
    });
  }
  return crossings % 2 === 1;
}

test('of a plane it is the half in which it is above, to the last digit, on a grid that is not even', () => {
  const plane = grid([0, 0.1, 0.5, 2], [-1, 0, 3], (x) => 10 * x - 5);
  expect(whole(regionsAbove(plane, 0))).toBeCloseTo(1.5 * 4, 12);
  expect(whole(regionsAbove(plane, 15))).toBeCloseTo(0, 12);
  expect(regionsAbove(plane, 15.1)).toEqual([]);
  expect(whole(regionsAbove(plane, -Infinity))).toBeCloseTo(2 * 4, 12);
  expect(whole(regionsAbove(grid([0, 1], [0, 1], (x, y) => x + y), 0.5))).toBeCloseTo(1 - 0.125, 12);
});

test('a ring is two lines, the inner one around the other way', () => {
  const side = places(-1, 1, 81);
  const lines = regionsAbove(grid(side, side, (x, y) => -Math.abs(Math.hypot(x, y) - 0.6)), -0.2);
  expect(lines.map((line) => Math.sign(area(line))).sort()).toEqual([-1, 1]);
  expect(whole(lines) / (Math.PI * (0.8 ** 2 - 0.4 ** 2))).toBeCloseTo(1, 2);
});

test('what is not finite is a hole', () => {
  const side = places(0, 1, 11);
  const holed = grid(side, side, (x, y) => (Math.abs(x - 0.5) < 0.01 && Math.abs(y - 0.5) < 0.01 ? NaN : x > 0.95 ? Infinity : 1));
  // A hole of one place has four cells around it, of which halves are left.
  expect(whole(regionsAbove(holed, -Infinity))).toBeCloseTo(0.9 - 0.02, 12);
  for (const { length } of [[], [1]]) expect(regionsAbove({ x: Array.from({ length }, () => 0), y: [], values: [] }, 0)).toEqual([]);
});

test('on a saddle the mean of the corners says which of them belong together', () => {
  const saddle = (low: number): GridValues => ({ x: [0, 1], y: [0, 1], values: [1, low, low, 1] });
  expect(regionsAbove(saddle(-0.5), 0)).toHaveLength(1);
  expect(regionsAbove(saddle(-2), 0)).toHaveLength(2);
  expect(whole(regionsAbove(saddle(-0.5), 0))).toBeCloseTo(1 - (1 / 3) ** 2, 12);
  expect(whole(regionsAbove(saddle(-2), 0))).toBeCloseTo((1 / 3) ** 2, 12);
});

test('of whatever values, what is finite is inside exactly where it is above, and so is a cell whose corners agree', () => {
  const value = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -3, max: 3 }) }, { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) });
  fc.assert(fc.property(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 2, max: 7 }), fc.array(value, { minLength: 49, maxLength: 49 }), fc.constantFrom(-2.5, -0.5, 0.5, 2.5), (columns, rows, values, level) => {
    const given = { x: places(0, 1, columns), y: places(0, 1, rows), values: values.slice(0, columns * rows) };
    const isAbove = (i: number, j: number): boolean => { const v = given.values[i * rows + j]!; return Number.isFinite(v) && v >= level; };
    const lines = regionsAbove(given, level);
    const finite = regionsAbove({ ...given, values: given.values.map((v) => (Number.isFinite(v) ? v : 0)) }, level);
    for (let i = 0; i < columns - 1; i++) {
      for (let j = 0; j < rows - 1; j++) {
        const corners = [isAbove(i, j), isAbove(i + 1, j), isAbove(i, j + 1), isAbove(i + 1, j + 1)];
        if (corners.every((is) => is === corners[0])) expect(isInside(lines, [(i + 0.5) / (columns - 1), (j + 0.5) / (rows - 1)])).toBe(corners[0]);
        // A hair inside of the grid, so that places are not on lines.
        if (Number.isFinite(given.values[i * rows + j])) expect(isInside(finite, [given.x[i]! + 2e-7, given.y[j]! + 1e-7])).toBe(isAbove(i, j));
      }
    }
  }), { numRuns: 400, seed: 3 });
});
