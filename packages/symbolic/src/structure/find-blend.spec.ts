import { describe, expect, test } from '@jest/globals';
import { cosine, exp, identity, log, reciprocal, sine, sqrt, square } from '@knotwork/functions';
import { randomStream } from '@knotwork/numerics';
import type { FunctionDefinition } from '@knotwork/plugin';
import { Library } from '../library.js';
import { findBlend, type FoundBlend } from './find-blend.js';
import { randomTables, type Ranges } from './fixtures/random-table.js';
import { valuesOfLaw } from './separate-fit.js';

const library = new Library([cosine, exp, identity, log, reciprocal, sine, sqrt, square].map((definition) => ({ definition: definition as unknown as FunctionDefinition })));

const table = randomTables('blend');

const foundIn = (f: (...x: number[]) => number, ranges: Ranges, count: number, noise?: number, seed?: number): FoundBlend | null => { const { inputs, y } = table(f, ranges, count, noise, seed); return findBlend(library, inputs, y); };

/** What a blend says at a place. */
function valueAt({ input, law, times, beside }: FoundBlend, x: readonly number[]): number {
  const sum = (of: readonly number[]): number => of.reduce((all, c, i) => all + c * (x[i] ?? 1), 0);
  return valuesOfLaw(law, Float64Array.of(x[input]!), library)[0]! * sum(times) + sum(beside);
}

/** Which inputs are in both sums, -1 for the constant. */
const placesOf = ({ times, beside }: FoundBlend): number[][] => [times, beside].map((of) => of.flatMap((c, i) => (c === 0 ? [] : [i === of.length - 1 ? -1 : i])));

const cooling = (start: number, room: number, t: number): number => room + (start - room) * Math.exp(-0.07 * t);
const OF_COOLING: Ranges = [[60, 95], [10, 30], [0, 40]];

describe('findBlend', () => {
  test('what cools from one temperature to another: both sums, the law, and numbers to the last digits', () => {
    const found = foundIn(cooling, OF_COOLING, 100)!;
    expect([found.input, found.law.parts.map(({ f, power }) => [f, power]), placesOf(found), found.size]).toEqual([2, [['exp', 1]], [[0, 1], [1]], 4]);
    expect(found.law.parts[0]!.a).toBeCloseTo(-0.07, 9);
    expect([found.law.constant, found.law.scale, found.law.parts[0]!.c]).toEqual([0, 1, 1]);
    expect(valueAt(found, [80, 21, 7])).toBeCloseTo(cooling(80, 21, 7), 8);
    expect(found.noise).toBeLessThan(1e-8);
  });

  test('with noise, of few rows, wherever the input of the law stands', () => {
    for (const seed of [1, 2, 3]) {
      const found = foundIn((t, start, room) => cooling(start!, room!, t!), [OF_COOLING[2]!, OF_COOLING[0]!, OF_COOLING[1]!], 48, 0.01, seed)!;
      expect([found.input, found.law.parts[0]!.f, placesOf(found)]).toEqual([0, 'exp', [[1, 2], [2]]]);
      expect(found.law.parts[0]!.a / -0.07).toBeCloseTo(1, 1);
      expect(found.noise).toBeGreaterThan(0);
    }
  });

  test('constants are in both sums, an input that does not count in none, and four inputs are no more trouble', () => {
    const f = (a: number, b: number, t: number, _: number): number => 7 + a + (2 - 3 * b) / (1 + t);
    const found = foundIn(f as (...x: number[]) => number, [[1, 3], [1, 2], [0, 6], [0, 1]], 160)!;
    expect([found.input, found.law.parts[0]!.f, placesOf(found)]).toEqual([2, 'reciprocal', [[1, -1], [0, -1]]]);
    expect(valueAt(found, [2, 1.2, 3, 0.5])).toBeCloseTo(f(2, 1.2, 3, 0.5), 8);
  });

  test('a law may be a product of two functions, or one function of another', () => {
    const pair = foundIn((a, b, t) => b! + a! * t! * Math.exp(-t!), [[1, 3], [1, 2], [0, 6]], 160)!;
    expect([pair.law.way, pair.law.parts.map(({ f }) => f).sort()]).toEqual(['product', ['exp', 'linear']]);
    expect(valueAt(pair, [2, 1.5, 3])).toBeCloseTo(1.5 + 6 * Math.exp(-3), 8);
    const chain = foundIn((a, b, t) => b! + a! * Math.exp(-3 * Math.exp(-t!)), [[1, 3], [1, 2], [0, 6]], 160)!;
    expect(chain.law.parts.map(({ f, inside }) => [f, inside?.f])).toEqual([['exp', 'exp']]);
    expect(valueAt(chain, [2, 1.5, 3])).toBeCloseTo(1.5 + 2 * Math.exp(-3 * Math.exp(-3)), 8);
  });

  test('curves of many pieces are uncertain one by one: few pieces say where to begin', () => {
    const found = foundIn((a, b, t, d) => a! + d! + (b! - 2 * a!) * Math.exp(-t!), [[1, 3], [1, 2], [0, 6], [3, 5]], 120, 0.01, 3)!;
    expect([found.input, placesOf(found)]).toEqual([2, [[0, 1], [0, 3]]]);
    expect(foundIn(cooling, OF_COOLING, 80, 0.01)).not.toBeNull();
    expect(foundIn(cooling, OF_COOLING, 60, 0.01, 3)).not.toBeNull();
  });

  test('where one of the sums has no inputs, or the law is a polynomial, it is for others to find', () => {
    expect(foundIn((a, b, t) => a! + b! + Math.sin(t!), [[1, 3], [1, 2], [0, 6]], 100, 0.01)).toBeNull();
    expect(foundIn((a, b, t) => 3 + (a! + b!) * Math.exp(-t!), [[1, 3], [1, 2], [0, 6]], 100, 0.01)).toBeNull();
    expect(foundIn((a, b, t) => a! * b! + t! * a!, [[1, 3], [-2, 2], [0, 6]], 100, 0.01)).toBeNull();
  });

  test('nothing is told of noise, of what acts together otherwise, and of what has two laws of one input', () => {
    expect([1, 2, 3, 4].map((seed) => { const stream = randomStream(seed, 'noise'); return foundIn(() => stream.normal(), OF_COOLING, 120); })).toEqual([null, null, null, null]);
    expect(foundIn((a, b, t) => a! + Math.sin(t! * b!), [[1, 3], [1, 2], [0, 6]], 200)).toBeNull();
    expect(foundIn((x, v, t) => x! * Math.cos(1.3 * t!) + v! * Math.sin(1.3 * t!), [[1, 3], [1, 2], [0, 6]], 200)).toBeNull();
  });

  test('where one sum says all, and a curve is multiplied by nothing, there is none', () => {
    // Two inputs of 0 and 1 that are one and the same beside the constant.
    const stream = randomStream(1, 'nothing multiplied');
    const rows = Array.from({ length: 48 }, (_, n) => [stream.uniform(-1, 1), n % 2, 1 - (n % 2), Number(n % 3 > 0)]);
    for (const law of [(a: number) => 2 * a, (a: number) => 2 * a + 1, (a: number) => a / 3]) {
      expect(findBlend(library, { count: rows.length, width: 4, values: Float64Array.from(rows.flat()) }, Float64Array.from(rows, ([a]) => law(a!)))).toBeNull();
    }
  });

  test('curves may leave no more than is asked for', () => {
    const { inputs, y } = table(cooling, OF_COOLING, 80, 0.01);
    expect(findBlend(library, inputs, y, undefined, 0.5)).not.toBeNull();
    expect(findBlend(library, inputs, y, undefined, 0.05)).toBeNull();
  });

  test('one input, six, a constant target and few rows have none', () => {
    expect(foundIn((t) => Math.exp(-t!), [[0, 3]], 100)).toBeNull();
    expect(foundIn(cooling, [...OF_COOLING, [0, 1], [0, 1], [0, 1]], 200)).toBeNull();
    expect(foundIn(() => 2, OF_COOLING, 100)).toBeNull();
    expect(foundIn(cooling, OF_COOLING, 20)).toBeNull();
  });
});
