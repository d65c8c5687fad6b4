import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Samples, VariableMap } from '@knotwork/plugin';
import { rankMap } from './rank-map.js';
import { robustMap } from './robust-map.js';
import { fromUser, toUser } from './variable-map.js';

const columns = (...rows: number[][]): Samples => ({ count: rows.length, width: rows[0]!.length, values: Float64Array.from(rows.flat()) });
const column = (...values: number[]): Samples => columns(...values.map((v) => [v]));
const sample = (count: number, draw: (normal: number) => number): Samples => {
  const stream = randomStream(3, 'maps');
  return column(...Array.from({ length: count }, () => draw(stream.normal())));
};
/** Normal numbers stretched to tails as heavy as those of a t distribution with one degree of freedom, nearly. */
const heavy = sample(1000, (z) => z * Math.exp(z * z / 2));

const maps: Readonly<Record<string, VariableMap>> = {
  affine: { kind: 'affine', center: 3, scale: 0.5 },
  robust: robustMap(heavy, 0), rank: rankMap(heavy, 0),
  'robust of rare values': robustMap(column(0, 0, 0, 0, 0, 0, 0, 1), 0), 'rank of two values': rankMap(column(0, 0, 0, 1), 0),
};

describe.each(Object.keys(maps))('a map that is %s', (name) => {
  const map = maps[name]!;

  test('ascends, inside and far outside of what it was made from', () => {
    const u = [-1e9, -1e3, -10, -1, -0.1, 0, 1e-6, 0.1, 0.5, 1, 7, 1e3, 1e9];
    const v = u.map((x) => fromUser(map, x));
    expect(v.every(Number.isFinite)).toBe(true);
    for (let k = 1; k < v.length; k++) expect(v[k]!).toBeGreaterThan(v[k - 1]!);
  });

  test('has an inverse', () => {
    for (const u of [-1e5, -30, -2, -0.3, 0, 0.01, 0.6, 1, 5, 1e4]) {
      // A slope far from 1 magnifies rounding of the value by as much.
      expect(Math.abs(toUser(map, fromUser(map, u)) - u)).toBeLessThan(1e-10 * Math.max(1, Math.abs(u)));
    }
  });
});

describe('robust', () => {
  test('goes by median and quartiles, which a tail does not move', () => {
    // Quartiles 2 and 4 of 1 to 5; a normal distribution has them 1.349 deviations apart.
    for (const last of [5, 1e9]) expect(robustMap(column(3, last, 1, 4, 2), 0)).toEqual({ kind: 'robust', center: 3, scale: expect.closeTo(2 / 1.3489795, 7) });
    const map = robustMap(column(3, 5, 1, 4, 2), 0);
    expect(fromUser(map, 3)).toBe(0);
    expect(fromUser(map, 4.2)).toBeCloseTo(Math.asinh(1.2 * 1.3489795 / 2), 7);
  });

  test('goes by the standard deviation where the middle half of the rows are alike, and maps a constant to 0', () => {
    expect(robustMap(column(0, 0, 0, 0, 0, 0, 0, 0, 0, 3), 0)).toEqual({ kind: 'robust', center: 0, scale: expect.closeTo(0.9, 12) });
    expect(robustMap(column(0.1, 0.1 + 1e-17, 0.1), 0)).toEqual({ kind: 'robust', center: 0.1, scale: 1 });
  });

  test('is of one column of a table', () => {
    expect(robustMap(columns([1, 30], [2, 20], [3, 10]), 1)).toMatchObject({ center: 20 });
  });
});

describe('rank', () => {
  test('has a knot at every value where there are few, at the middle of the rows that are equal', () => {
    const root = Math.sqrt(12);
    expect(rankMap(column(5, 1, 1, 9), 0)).toEqual({ kind: 'rank', knots: [1, 5, 9], values: [0.25, 0.625, 0.875].map((share) => expect.closeTo(root * (share - 0.5), 12)) });
  });

  test('makes ranks of heavy tails, with a hundred knots at most, the extremes among them', () => {
    const map = maps['rank'] as Extract<VariableMap, { kind: 'rank' }>;
    expect(map.knots).toHaveLength(100);
    const sorted = heavy.values.toSorted();
    expect([map.knots[0], map.knots.at(-1)]).toEqual([sorted[0], sorted.at(-1)]);
    const v = sorted.map((u) => fromUser(map, u));
    // Ranks are even numbers of mean 0 and deviation 1; between knots ten rows share a line.
    v.forEach((value, k) => expect(Math.abs(value - Math.sqrt(12) * ((k + 0.5) / 1000 - 0.5))).toBeLessThan(0.04));
    expect(Math.sqrt(v.reduce((sum, value) => sum + value ** 2, 0) / 1000)).toBeCloseTo(1, 2);
  });

  test('goes on with the outer lines', () => {
    const map: VariableMap = { kind: 'rank', knots: [0, 1, 3], values: [-1, 0, 1] };
    expect([-2, 0, 0.25, 1, 2, 3, 7].map((u) => fromUser(map, u))).toEqual([-3, -1, -0.75, 0, 0.5, 1, 3]);
    expect([-3, -1, -0.75, 0, 0.5, 1, 3].map((v) => toUser(map, v))).toEqual([-2, 0, 0.25, 1, 2, 3, 7]);
  });

  test('takes values that only rounding tells apart for one', () => {
    expect(rankMap(column(1, 1 + 4e-16, 2), 0)).toMatchObject({ knots: [1, 2] });
    expect(rankMap(column(0.3, 0.1 + 0.2, 0.3), 0)).toMatchObject({ kind: 'affine', scale: 1 });
  });

  test('keeps many rows of one value together', () => {
    const map = rankMap(column(...Array.from({ length: 900 }, () => 0), ...Array.from({ length: 300 }, (_, k) => k + 1)), 0);
    if (map.kind !== 'rank') throw new Error('a column of many values has ranks');
    expect(map.knots[0]).toBe(0);
    expect(map.values[0]).toBeCloseTo(Math.sqrt(12) * (0.375 - 0.5), 12);
    expect(map.knots.length).toBeGreaterThan(20);
  });
});
