import { expect, test } from '@jest/globals';
import { evaluate, type Expr, formula, grid, GRID_MAX, GRID_MIN, input, rewrite, constant } from '@knotwork/algebra';
import { basisTable, bestFit } from '@knotwork/conformance';
import type { WindowFeatures } from '@knotwork/plugin';
import { reluPower } from './relu-power.js';

const ROUNDING = 1e-13;
const INTERVALS = 6;
const points = Array.from({ length: 121 }, (_, k) => k / 60 - 1);
const relu = (t: number): number => Math.max(t, 0);
const bump = (u: number, s: number, e: number, power: number): number => ((4 * relu(u - s) * relu(e - u)) / (e - s) ** 2) ** power;

for (const [width, power] of [[2, 1], [3, 2], [5, 4], [10, 8]] as const) {
  test(`width ${width} and power ${power}: the live bumps are those of the definition, and all others are zero`, () => {
    const { size, values } = basisTable(reluPower, { intervals: INTERVALS, width, power }, points);
    expect(size).toBe(INTERVALS + width - 1);
    points.forEach((x, k) => {
      const u = (INTERVALS / 2) * (x + 1);
      for (let i = 0; i < size; i++) expect(Math.abs(values[k * size + i]! - bump(u, i + 1 - width, i + 1, power))).toBeLessThan(ROUNDING);
    });
  });

  test(`width ${width} and power ${power}: bumps join smoothly up to derivative ${power - 1} and no further`, () => {
    const jump = (order: number): number => {
      const at = (x: number): Float64Array => basisTable(reluPower, { intervals: INTERVALS, width, power }, [x], { order }).values;
      const [left, right] = [at(-1e-11), at(1e-11)];
      return Math.max(...left.map((v, i) => Math.abs(v - right[i]!))) / INTERVALS ** order;
    };
    // Functions change by their slope over the distance of the two points; in units of intervals a true jump is of order 1e-3 and more.
    for (let order = 0; order < power; order++) expect(jump(order)).toBeLessThan(1e-8);
    expect(jump(power)).toBeGreaterThan(1e-3);
  });
}

test('a bump is 1 in its middle', () => {
  const { values } = basisTable(reluPower, { intervals: 4, width: 4, power: 3 }, [0]);
  expect(Math.max(...values)).toBeCloseTo(1, 14);
});

test('on knots of their own a bump reaches from its first knot to its last', () => {
  const [width, power, knots] = [3, 2, [0, 0.4, 1.9, 2.2, 4.5, 5]];
  const t = [-0.8, -0.4, ...knots, 5.5, 6];
  const { start, values } = reluPower.features(input('x'), grid, { intervals: 5, width, power }, {}, {}) as WindowFeatures;
  for (const u of [0.1, 1, 2.1, 3.3, 4.9]) {
    const cell = knots.findIndex((left, i) => left <= u && u < knots[i + 1]!);
    const live = rewrite([start, ...values], (e: Expr) => (e.op === 'cell' ? constant(cell) : e.op === 'knot' ? constant(t[2 + cell + e.value]!) : undefined));
    const at = evaluate(formula(['x', GRID_MIN, GRID_MAX], Object.fromEntries(live.map((e, j) => [`v${j}`, e]))), { x: u, [GRID_MIN]: 0, [GRID_MAX]: 5 });
    values.forEach((_, j) => expect(at[`v${j + 1}`]!).toBeCloseTo(bump(u, t[cell + j]!, t[cell + j + 3]!, power), 13));
  }
});

test('constants are not in the span and the error of a fit settles, lower for wider bumps: no order is claimed', () => {
  const error = (width: number, intervals: number): number => bestFit(reluPower, { intervals, width }, Math.exp).rms;
  expect(error(5, 64)).toBeGreaterThan(error(5, 16) / 2);
  expect(error(5, 16)).toBeLessThan(2e-3);
  expect(error(8, 64)).toBeLessThan(error(5, 64) / 5);
  expect(bestFit(reluPower, {}, () => 1).max).toBeGreaterThan(1e-4);
  expect(reluPower.capabilities).toMatchObject({ support: 'window', spansConstants: false });
  expect(reluPower.capabilities.order).toBeUndefined();
});

test('a finer grid loses the bumps of a coarser one, so no extension is exact', () => {
  expect(bestFit(reluPower, { intervals: 12 }, (x) => bump(3 * (x + 1), 1, 6, 4)).max).toBeGreaterThan(1e-4);
  const { exactWhen } = reluPower.capabilities.refine!;
  expect([exactWhen(6, 12), exactWhen(6, 6)]).toEqual([false, true]);
});

test('options have defaults and ranges', () => {
  expect(reluPower.options.parse({})).toEqual({ intervals: 7, width: 5, power: 4 });
  expect(reluPower.window?.({ intervals: 7, width: 5, power: 4 })).toBe(5);
  for (const bad of [{ width: 1 }, { width: 11 }, { power: 0 }, { power: 9 }, { intervals: 0 }]) expect(reluPower.options.safeParse(bad).success).toBe(false);
});
