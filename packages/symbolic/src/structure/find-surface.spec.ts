import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { findSurface } from './find-surface.js';

type Row = readonly number[];

const samples = (rows: readonly Row[]): Samples => ({ count: rows.length, width: rows[0]!.length, values: Float64Array.from(rows.flat()) });

/** Rows of inputs between two ends, and targets with so much noise. */
function table(count: number, ends: readonly (readonly [number, number])[], f: (...x: Row) => number, deviation: number, seed = 1): readonly [Samples, Float64Array] {
  const stream = randomStream(seed, 'surface');
  const rows = Array.from({ length: count }, () => ends.map(([low, high]) => stream.uniform(low, high)));
  return [samples(rows), Float64Array.from(rows, (x) => f(...x) + deviation * stream.normal())];
}

/** Coefficients by their products, such as `a b`, in the target's units. */
function told([inputs, targets]: readonly [Samples, Float64Array]): Record<string, number> | null {
  const found = findSurface(inputs, targets);
  if (found === null) return null;
  expect(found).toMatchObject({ root: 1, factors: [], below: [] });
  return Object.fromEntries(found.above.map(({ factors, coefficient }) => [factors.map(({ input, power }) => 'abcd'[input]! + (power === 1 ? '' : power)).join(' '), coefficient * found.scale]));
}

function expectNear(found: Record<string, number> | null, expected: Record<string, number>, share: number): void {
  expect(Object.keys(found ?? {}).sort()).toEqual(Object.keys(expected).sort());
  for (const [term, value] of Object.entries(expected)) expect(Math.abs(found![term]! / value - 1)).toBeLessThan(share);
}

const [coded, long] = [[-1, 1], [2, 4]] as const;
const surface = (a: number, b: number, c: number): number => 40 + 3 * a - 2 * b + 1.5 * c - 4 * a * a - 2 * b * b + 2.5 * a * b - 1.2 * b * c;
const OF_SURFACE = { '': 40, a: 3, b: -2, c: 1.5, a2: -4, b2: -2, 'a b': 2.5, 'b c': -1.2 };

describe('findSurface', () => {
  test('terms that rows speak for, with their coefficients', () => {
    expectNear(told(table(150, [coded, coded, coded], surface as (...x: Row) => number, 0.12)), OF_SURFACE, 0.1);
  });

  test('without noise all coefficients are those that there are', () => {
    expectNear(told(table(60, [coded, coded, coded], surface as (...x: Row) => number, 1e-9)), OF_SURFACE, 1e-6);
  });

  test('inputs and targets may be in any units, far from zero', () => {
    const found = told(table(200, [[400, 500], [2e-6, 4e-6]], (a, b) => 1e8 + (a! - 450) * (2e5 + 300 * (a! - 450) + 1e11 * b!), 1e4, 2));
    expectNear(found, { '': 1e8 - 450 * 2e5 + 450 ** 2 * 300, a: 2e5 - 900 * 300, a2: 300, b: -450 * 1e11, 'a b': 1e11 }, 0.1);
  });

  test('of a design two runs more than the ten terms are enough, and fewer are not', () => {
    const corners = Array.from({ length: 8 }, (_, k) => [k & 1, k & 2, k & 4].map((bit) => (bit > 0 ? 1 : -1)));
    const axes = [0, 1, 2].flatMap((i) => [-1.68, 1.68].map((v) => [0, 1, 2].map((k) => (k === i ? v : 0))));
    const rows = [...corners, ...axes, [0, 0, 0], [0, 0, 0]];
    const stream = randomStream(1, 'design');
    const targets = Float64Array.from(rows, (x) => surface(...(x as [number, number, number])) + 0.05 * stream.normal());
    expectNear(told([samples(rows), targets]), OF_SURFACE, 0.1);
    // Without four of the corners, where c is what a and b are not.
    const twelve = rows.filter((_, k) => k > 7 || [0, 3, 5, 6].includes(k));
    const of = (of: readonly Row[]): Float64Array => Float64Array.from(of, (row) => targets[rows.indexOf(row as number[])]!);
    expectNear(told([samples(twelve), of(twelve)]), OF_SURFACE, 0.15);
    expect(told([samples(twelve.slice(1)), of(twelve.slice(1))])).toBeNull();
  });

  test('of a column of zeros and ones its square says nothing, and its products do', () => {
    const stream = randomStream(4, 'switch');
    const rows = Array.from({ length: 100 }, (_, n) => [n % 2, stream.uniform(2, 4)]);
    const targets = Float64Array.from(rows, ([a, b]) => 2 + 3 * a! * b! + 0.05 * stream.normal());
    expectNear(told([samples(rows), targets]), { '': 2, 'a b': 3 }, 0.1);
  });

  test('a column of zeros says nothing, and hides nothing', () => {
    const [{ count, values }, targets] = table(100, [long, long], (a, b) => 1 + a! * b!, 0.05);
    const withZeros = samples(Array.from({ length: count }, (_, n) => [values[2 * n]!, 0, values[2 * n + 1]!]));
    expectNear(told([withZeros, targets]), { '': 1, 'a c': 1 }, 0.3);
  });

  test('a term that is six standard errors from nothing stays, and one that is there by chance goes', () => {
    // Of a product of two uniform ones between -1 and 1 the root mean square is a third: 6 (0.3 / sqrt(400)) 3.
    expect(Object.keys(told(table(400, [coded, coded], (a, b) => 5 + 6 * a! + 0.27 * a! * b!, 0.3))!).sort()).toEqual(['', 'a', 'a b']);
  });

  test('what is no more than a plane is one, without inputs that do not count, beside much noise, too, and of many inputs', () => {
    const plane = (a: number, b: number): number => 3 + 2 * a - 0.5 * b;
    expectNear(told(table(60, [coded, long, [5, 6], [100, 900]], plane as (...x: Row) => number, 0.1)), { '': 3, a: 2, b: -0.5 }, 0.25);
    expect(told(table(200, [coded, long], plane as (...x: Row) => number, 0.5))).not.toBeNull();
    expect(told(table(200, [coded, long], plane as (...x: Row) => number, 1))).toBeNull();
    expectNear(told(table(100, [coded, coded, coded, coded, coded, coded, coded], plane as (...x: Row) => number, 0.05)), { '': 3, a: 2, b: -0.5 }, 0.1);
  });

  test('where no inputs act together and one is bent there is none: curves of single inputs are looked for elsewhere', () => {
    expect(told(table(150, [long, long], (a, b) => 1 + a! - 3 * b! ** 2, 0.05))).toBeNull();
  });

  test('nor of what it is only near to', () => {
    expect(told(table(300, [[0, 3], [0, 3]], (a, b) => Math.sin(a! * b!), 0.01))).toBeNull();
    expect(told(table(300, [[0, 1.5], [0, 1.5]], (a, b) => Math.exp(a! * b!), 0.02))).toBeNull();
  });

  test('beside much noise, and of many inputs, terms are there by chance: nothing is told', () => {
    const product = (a: number, b: number): number => 3 * a * b;
    expect(told(table(400, [coded, coded], product as (...x: Row) => number, 0.08))).not.toBeNull();
    expect(told(table(400, [coded, coded], product as (...x: Row) => number, 0.15))).toBeNull();
    const five = [coded, coded, coded, coded, coded];
    expect(told(table(400, five, product as (...x: Row) => number, 0.1))).not.toBeNull();
    expect(told(table(400, [...five, coded], product as (...x: Row) => number, 0.1))).toBeNull();
  });

  test('of noise nothing is told', () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(seeds.filter((seed) => told(table(60, [coded, coded, coded], () => 0, 1, seed)) !== null)).toEqual([]);
    // Deviations are of what rows are left free by the terms: of sixteen rows six, and of twelve two, whose deviation says little.
    for (const rows of [16, 12]) expect([rows, Array.from({ length: 60 }, (_, seed) => seed).filter((seed) => told(table(rows, [coded, coded, coded], () => 0, 1, seed)) !== null)]).toEqual([rows, []]);
  });

  test('one input, a target of zeros, and no rows have none', () => {
    expect(told(table(100, [long], (a) => a! ** 2, 0.1))).toBeNull();
    expect(told(table(100, [long, long], () => 0, 0))).toBeNull();
    expect(findSurface({ count: 0, width: 2, values: new Float64Array(0) }, new Float64Array(0))).toBeNull();
  });
});
