import { describe, expect, test } from '@jest/globals';
import { besselJ0, exp, gaussian, sine } from '@knotwork/functions';
import { randomStream } from '@knotwork/numerics';
import type { FunctionDefinition } from '@knotwork/plugin';
import { Library } from '../library.js';
import { findPair } from './find-pair.js';
import type { FoundFunctions } from './found-functions.js';

// A Bessel function is near to a wave that decays, and no half of a pair.
const library = new Library([exp, sine, gaussian, besselJ0].map((definition) => ({ definition: definition as unknown as FunctionDefinition })));
const AT: Readonly<Record<string, (x: number) => number>> = { linear: (x) => x, exp: Math.exp, sine: Math.sin, gaussian: (x) => Math.exp(-x * x) };

/** A pair of a function of uniform x, noise a share of its standard deviation. */
function found(f: (x: number) => number, [low, high]: readonly [number, number], noise = 0, rows = 100): FoundFunctions | null {
  const stream = randomStream(5, 'pair');
  const x = Float64Array.from({ length: rows }, () => stream.uniform(low, high));
  const y = x.map(f);
  const mean = y.reduce((a, b) => a + b, 0) / rows;
  const spread = Math.sqrt(y.reduce((sum, v) => sum + (v - mean) ** 2, 0) / rows);
  return findPair(library, { x, y: y.map((v) => v + noise * spread * stream.normal()) });
}

/** What a pair is somewhere. */
function valueOf({ way, parts, scale, constant }: FoundFunctions, x: number): number {
  const [u, v] = parts.map(({ f, power, a, b, c }) => c * AT[f]!(a * x ** power + b)) as [number, number];
  return constant + scale * (way === 'sum' ? u + v : u * v);
}

const names = ({ parts }: FoundFunctions): string[] => parts.map(({ f, power }) => `${f} ${power}`).sort();

describe('findPair', () => {
  const pairs: readonly (readonly [string, (x: number) => number, readonly [number, number], number, FoundFunctions['way'], readonly string[], number])[] = [
    ['a wave that decays, with noise', (t) => 2 * Math.exp(-0.3 * t) * Math.cos(5 * t) + 1, [0, 10], 0.03, 'product', ['exp 1', 'sine 1'], 5],
    ['two decays', (t) => 3 * Math.exp(-t) + Math.exp(-0.2 * t), [0, 5], 0, 'sum', ['exp 1', 'exp 1'], 5],
    ['a peak on a line, with noise', (x) => 2 * Math.exp(-((x - 1) ** 2)) + 0.3 * x + 1, [-5, 5], 0.02, 'sum', ['gaussian 1', 'linear 1'], 5],
    ['a line with a zero of its own times a decay', (t) => 7 * t * Math.exp(-t / 2), [0, 8], 0.01, 'product', ['exp 1', 'linear 1'], 4],
    ['a wave of a square', (x) => Math.sin(x * x) + x, [0, 4], 0, 'sum', ['linear 1', 'sine 2'], 5],
    ['two waves, whatever their phases', (x) => Math.sin(x + 2) * Math.sin(2.7 * x - 1), [0, 15], 0, 'sum', ['sine 1', 'sine 1'], 7],
  ];
  test.each(pairs)('%s is a pair', (_, f, range, noise, way, expected, size) => {
    const pair = found(f, range, noise)!;
    expect([pair.way, names(pair), pair.size]).toEqual([way, expected, size]);
    for (let k = 0; k <= 20; k++) {
      const x = range[0] + ((range[1] - range[0]) * k) / 20;
      expect(Math.abs(valueOf(pair, x) - f(x))).toBeLessThan(noise === 0 ? 1e-7 : 3 * noise);
    }
  });

  test('of few rows, what neighbours say of a target is no measure of what a function may leave', () => {
    // A Bessel function is as near as the next row.
    expect(names(found((t) => 2 * Math.exp(-0.3 * t) * Math.cos(5 * t) + 1, [0, 10], 0, 50)!)).toEqual(['exp 1', 'sine 1']);
  });

  test('one function, a short polynomial, noise, a constant, and few rows are none', () => {
    expect(found((x) => Math.sin(3 * x), [0, 5], 0.01)).toBeNull();
    expect(found((x) => x ** 3 - x, [-2, 2])).toBeNull();
    expect(found(() => 4, [0, 1])).toBeNull();
    expect(found((t) => Math.exp(-t) * Math.cos(5 * t), [0, 3], 0, 19)).toBeNull();
    const stream = randomStream(1, 'noise');
    const x = Float64Array.from({ length: 100 }, () => stream.uniform(0, 1));
    expect(findPair(library, { x, y: x.map(() => stream.normal()) })).toBeNull();
    expect(findPair(library, { x: x.map(() => 3), y: x })).toBeNull();
  });
});
