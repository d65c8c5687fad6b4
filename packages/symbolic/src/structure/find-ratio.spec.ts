import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { findRatio, type FoundRatio, isMetByPowers, type Term } from './find-ratio.js';
import { noiseAtMost } from './noise.js';

const ROWS = 300;

/** Rows of some inputs, uniform between two ends, and a target with noise as a share of its root mean square. */
function table(ranges: readonly (readonly [number, number])[], f: (...x: readonly number[]) => number, noise = 0): readonly [Samples, Float64Array] {
  const stream = randomStream(3, 'ratio');
  const rows = Array.from({ length: ROWS }, () => ranges.map(([low, high]) => stream.uniform(low, high)));
  const exact = rows.map((x) => f(...x));
  const size = Math.sqrt(exact.reduce((sum, y) => sum + y * y, 0) / ROWS);
  return [{ count: ROWS, width: ranges.length, values: Float64Array.from(rows.flat()) }, Float64Array.from(exact, (y) => y + noise * size * stream.normal())];
}

const of = (...inputs: readonly number[]) => ({ factors: [], rest: inputs });

/** Exponents of terms, and their coefficients over that of the first one. */
const told = (terms: readonly Term[]): (readonly [string, number])[] => terms.map(({ factors, coefficient }) => [factors.map(({ input, power }) => `${'abcd'[input]!}${power}`).join(' '), coefficient / terms[0]!.coefficient]);

function expectTerms(terms: readonly Term[], expected: readonly (readonly [string, number])[], digits: number): void {
  const found = told(terms);
  expect(found.map(([name]) => name)).toEqual(expected.map(([name]) => name));
  found.forEach(([, value], k) => expect(value).toBeCloseTo(expected[k]![1], digits));
}

/** What a ratio is at a row. */
function valueOf({ root, scale, factors, above, below }: FoundRatio, x: readonly number[]): number {
  const product = (all: Term['factors']): number => all.reduce((value, { input, power }) => value * x[input]! ** power, 1);
  const sum = (terms: readonly Term[]): number => (terms.length === 0 ? 1 : terms.reduce((total, term) => total + term.coefficient * product(term.factors), 0));
  return scale * product(factors) * (sum(above) / sum(below)) ** (1 / root);
}

describe('findRatio', () => {
  test.each([[0, 9], [1e-3, 1.5], [1e-2, 0.5]])('velocities that add up are seen with noise %d', (noise, digits) => {
    const found = findRatio(...table([[0.2, 0.9], [0.2, 0.9]], (u, v) => (u! + v!) / (1 + u! * v!), noise), of(0, 1))!;
    expect([found.root, found.factors]).toEqual([1, []]);
    expectTerms(found.above, [['b1', 1], ['a1', 1]], digits);
    expectTerms(found.below, [['', 1], ['a1 b1', 1]], digits);
  });

  test('powers that all terms have are taken out, and those that are known stay', () => {
    const [inputs, targets] = table([[1, 3], [2, 3], [1, 3]], (m, c, v) => (m! * c! ** 2) / (c! ** 2 - 0.5 * v!));
    const found = findRatio(inputs, targets, { factors: [{ input: 0, power: 1 }], rest: [1, 2] })!;
    expect(found.factors).toEqual([{ input: 0, power: 1 }, { input: 1, power: 2 }]);
    expect(found.above).toEqual([]);
    expectTerms(found.below, [['c1', 1], ['b2', -2]], 9);
  });

  test.each([0, 1e-2])('a root of a sum of squares is one, with noise %d', (noise) => {
    const found = findRatio(...table([[-3, 3], [1, 3]], (a, b) => -Math.sqrt(a! ** 2 + 3 * b! ** 2), noise), of(0, 1))!;
    expect([found.root, found.factors, found.below]).toEqual([2, [], []]);
    expectTerms(found.above, [['b2', 1], ['a2', 1 / 3]], noise === 0 ? 9 : 1);
    expect(Math.sign(found.scale)).toBe(-1);
  });

  test('the mass of what is fast is one over a root', () => {
    const found = findRatio(...table([[1, 2], [3, 4]], (v, c) => 1 / Math.sqrt(1 - (v! / c!) ** 2)), of(0, 1))!;
    expect([found.root, found.factors, found.above]).toEqual([2, [{ input: 1, power: 1 }], []]);
    expectTerms(found.below, [['b2', 1], ['a2', -1]], 9);
  });

  test('scale and coefficients are in the units of the user', () => {
    const f = (a: number, b: number): number => (7e-20 * a * b) / (3e8 * a + 2e5 * b);
    const [inputs, targets] = table([[1e-3, 2e-3], [1, 2]], (a, b) => f(a!, b!));
    const found = findRatio(inputs, targets, of(0, 1))!;
    for (const [a, b] of [[1.1e-3, 1.7], [5e-3, 0.1]] as const) expect(valueOf(found, [a, b]) / f(a, b)).toBeCloseTo(1, 8);
  });

  test('targets of any size are the same ratio', () => {
    const f = (q: number, r: number): number => (1e-20 * q) / (r + 1);
    const found = findRatio(...table([[1, 9], [1, 9]], (q, r) => f(q!, r!)), of(0, 1))!;
    expect([found.factors, found.above]).toEqual([[{ input: 0, power: 1 }], []]);
    expectTerms(found.below, [['', 1], ['b1', 1]], 9);
    expect(valueOf(found, [3, 2]) / f(3, 2)).toBeCloseTo(1, 9);
  });

  test('what was wrongly taken for a factor, or for no input, does not hide it', () => {
    const [inputs, targets] = table([[1, 5], [1, 5], [1, 5]], (c, v, u) => (u! + v!) / (1 + (u! * v!) / c! ** 2));
    const found = findRatio(inputs, targets, of(0))!;
    expect([found.factors, told(found.above).map(([name]) => name), told(found.below).map(([name]) => name)]).toEqual([[{ input: 0, power: 2 }], ['c1', 'b1'], ['b1 c1', 'a2']]);
  });

  test('products of powers, sums of single inputs and other functions are none', () => {
    expect(findRatio(...table([[1, 2], [1, 2]], (a, b) => a! ** 2 / b!), of(0, 1))).toBeNull();
    expect(findRatio(...table([[1, 2], [1, 2]], (a, b) => a! ** 2 + 3 * b!), of(0, 1))).toBeNull();
    expect(findRatio(...table([[-3, 3], [-3, 3]], (a, b) => Math.sin(2 * a!) * Math.cos(b!), 1e-2), of(0, 1))).toBeNull();
    expect(findRatio(...table([[-3, 3], [-3, 3]], (a, b) => Math.exp(Math.sin(3 * a!) + b! ** 2), 1e-3), of(0, 1))).toBeNull();
  });

  test('what leaves what depends on the inputs is none, however little that is of what a polynomial leaves', () => {
    // No polynomial follows the resonance, and one follows what is beside it.
    const resonance = (u: number, v: number): number => v / (1 + 100 * u ** 2);
    for (const noise of [0, 1e-3, 1e-2]) {
      expect(findRatio(...table([[-1, 1], [1, 2]], (u, v) => resonance(u!, v!), noise), of(0, 1))).not.toBeNull();
      expect(findRatio(...table([[-1, 1], [1, 2]], (u, v) => resonance(u!, v!) + 0.03 * Math.exp(v!), noise), of(0, 1))).toBeNull();
    }
  });

  test('what is near to a bell over decades is none', () => {
    const theta = (u: number): number => Math.sign(u) * 10 ** (2 * Math.abs(u) - 1);
    const [one, targets] = table([[-1, 1]], (u) => Math.exp(-(theta(u!) ** 2) / 2));
    expect(findRatio({ ...one, values: one.values.map(theta) }, targets, of(0))).toBeNull();
    const [two, others] = table([[-1, 1], [-1, 1]], (u, v) => Math.exp(-((theta(u!) / 10 ** v!) ** 2) / 2) / 10 ** v!);
    expect(findRatio({ ...two, values: two.values.map((v, k) => (k % 2 === 0 ? theta(v) : 10 ** v)) }, others, of(0, 1))).toBeNull();
  });

  test.each([[20, 0], [24, 1e-3], [34, 1e-2]])('%d rows with noise %d are enough for a lens', (count, noise) => {
    const [inputs, targets] = table([[10, 50], [60, 300]], (f, v) => (f! * v!) / (v! - f!), noise);
    const found = findRatio({ count, width: 2, values: inputs.values.slice(0, 2 * count) }, targets.slice(0, count), of(0, 1))!;
    expect([found.root, found.factors, found.above]).toEqual([1, [{ input: 0, power: 1 }, { input: 1, power: 1 }], []]);
    expectTerms(found.below, [['b1', 1], ['a1', -1]], noise === 0 ? 9 : 1);
  });

  test('of many inputs only few degrees are tried, and of many rows some', () => {
    const stream = randomStream(1, 'wide');
    const [count, width] = [20_000, 10];
    const values = Float64Array.from({ length: count * width }, () => stream.uniform(1, 2));
    const f = (n: number): number => values[n * width]! * values[n * width + 4]! + values[n * width + 9]!;
    expect(told(findRatio({ count, width, values }, Float64Array.from({ length: count }, (_, n) => f(n)), of(...Array.from({ length: width }, (_, i) => i)))!.above).map(([name]) => name)).toHaveLength(2);
    // 8,008 products of degree 6 of ten inputs are never made.
    const noise = noiseAtMost({ count, width, values }, Float64Array.from({ length: count }, (_, n) => f(n) + stream.normal()));
    expect([noise > 0.95, noise < 1.15]).toEqual([true, true]);
  });

  test('noise, targets of 0, constant inputs and few rows are none, and nothing is not finite', () => {
    const [inputs] = table([[1, 2], [1, 2]], (a) => a!);
    const stream = randomStream(1, 'noise');
    expect(findRatio(inputs, Float64Array.from({ length: ROWS }, () => stream.normal()), of(0, 1))).toBeNull();
    expect(findRatio(inputs, new Float64Array(ROWS), of(0, 1))).toBeNull();
    expect(findRatio(inputs, new Float64Array(ROWS).fill(3), of(0, 1))).toBeNull();
    expect(findRatio(...table([[2, 2], [1, 2]], (a, b) => a! / (a! + b!)), of(0, 1))).toBeNull();
    const few = { count: 8, width: 2, values: inputs.values.slice(0, 16) };
    expect(findRatio(few, Float64Array.from({ length: 8 }, (_, n) => few.values[2 * n]! / (few.values[2 * n]! + few.values[2 * n + 1]!)), of(0, 1))).toBeNull();
  });
});

describe('isMetByPowers', () => {
  const powers = { factors: [{ input: 0, power: 2 }, { input: 1, power: -1 }], rest: [] };
  const law = (a: number, b: number): number => (3 * a ** 2) / b;

  test.each([0, 1e-3, 0.1])('a product of powers that leaves noise %d is all there is', (noise) => {
    expect(isMetByPowers(...table([[1, 2], [1, 2]], (a, b) => law(a!, b!), noise), powers)).toBe(noise === 0 ? 'exactly' : 'noise');
  });

  test('of one input and few rows, neighbours tell', () => {
    const S = Float64Array.from({ length: 12 }, (_, n) => 0.2 * (n + 1) ** 1.5);
    const stream = randomStream(2, 'few');
    const root = { factors: [{ input: 0, power: 0.5 }], rest: [] };
    const inputs = { count: 12, width: 1, values: S };
    expect(isMetByPowers(inputs, S.map((s) => (5 * s) / (2 + s)), root)).toBe(false);
    expect(isMetByPowers(inputs, S.map((s) => 2 * Math.sqrt(s) * (1 + 0.02 * stream.normal())), root)).toBe('noise');
  });

  test('one that leaves what depends on the inputs is not, nor one of some inputs, nor one of no rows', () => {
    const bent = table([[1, 2], [1, 2]], (a, b) => law(a!, b!) * (1 + 0.02 * Math.sin(3 * b!)), 1e-3);
    expect(isMetByPowers(...bent, powers)).toBe(false);
    expect(isMetByPowers(...table([[1, 2], [1, 2]], (a) => a! ** 2), { factors: [{ input: 0, power: 2 }], rest: [1] })).toBe(false);
    const [inputs, targets] = table([[1, 2], [1, 2]], (a, b) => law(a!, b!));
    expect(isMetByPowers({ ...inputs, values: inputs.values.with(1, 0) }, targets, powers)).toBe(false);
    expect(findRatio({ ...inputs, values: inputs.values.with(1, 0) }, targets, powers)).toBeNull();
    expect(isMetByPowers({ count: 0, width: 2, values: new Float64Array() }, new Float64Array(), powers)).toBe(false);
  });
});
