import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { isNoise, noiseAtMost } from './noise.js';

const columns = (rows: number, width: number, seed: number): Samples => {
  const stream = randomStream(seed, 'inputs');
  return { count: rows, width, values: Float64Array.from({ length: rows * width }, () => stream.uniform(0, 1)) };
};
const normals = (rows: number, seed: number): Float64Array => { const stream = randomStream(seed, 'noise'); return Float64Array.from({ length: rows }, () => stream.normal()); };
const SEEDS = Array.from({ length: 100 }, (_, seed) => seed);

describe('isNoise', () => {
  // Of a thousand seeds 82, 33, 9, 1, 1 and none are refused: a mean square of few rows is lopsided.
  test.each([[1, 6, 0.15], [1, 12, 0.07], [1, 30, 0.03], [1, 200, 0.01], [2, 60, 0.01], [3, 300, 0.01]])('normal noise of %d inputs and %d rows is noise, but for %d', (width, rows, share) => {
    expect(SEEDS.filter((seed) => !isNoise(columns(rows, width, seed), normals(rows, seed))).length).toBeLessThanOrEqual(share * SEEDS.length);
  });

  test('what neighbouring rows of the one input agree about is none, where a polynomial of so few rows says nothing', () => {
    // Sixteen rows leave room for a polynomial of degree 3: four blocks of one sign are seen by neighbours.
    const inputs: Samples = { count: 16, width: 1, values: Float64Array.from({ length: 16 }, (_, n) => n) };
    const blocks = (noise: number): Float64Array => normals(16, 3).map((v, n) => [1, -1, 1, -1][n >> 2]! + noise * v);
    expect([isNoise(inputs, blocks(0.1)), isNoise(inputs, normals(16, 3))]).toEqual([false, true]);
    // Of two inputs no row has neighbours.
    expect(isNoise({ count: 16, width: 2, values: columns(16, 2, 1).values }, blocks(0.1))).toBe(true);
  });

  test('what a polynomial of the inputs says is none', () => {
    const inputs = columns(200, 2, 4);
    expect(isNoise(inputs, normals(200, 4).map((v, n) => v + 2 * inputs.values[2 * n]! * inputs.values[2 * n + 1]!))).toBe(false);
  });

  test('of too few rows to tell, anything may be', () => { expect(isNoise(columns(2, 1, 1), Float64Array.of(1, 2))).toBe(true); });
});

describe('noiseAtMost', () => {
  test('is the noise of a smooth target, and as much more as chance may make it', () => {
    for (const [rows, most] of [[40, 1.8], [1000, 1.2]] as const) {
      const inputs = columns(rows, 1, 7);
      const noise = noiseAtMost(inputs, normals(rows, 7).map((v, n) => 50 * Math.exp(inputs.values[n]!) + v));
      expect([noise > 0.9, noise < most]).toEqual([true, true]);
    }
  });

  test('of a wave that no polynomial follows it is what neighbours say', () => {
    const inputs: Samples = { count: 400, width: 1, values: Float64Array.from({ length: 400 }, (_, n) => n / 400) };
    expect(noiseAtMost(inputs, normals(400, 2).map((v, n) => 100 * Math.sin((60 * n) / 400) + v))).toBeLessThan(2);
  });

  test('over decades it is what a polynomial of logarithms leaves, which is near where one of the inputs is not', () => {
    const stream = randomStream(5, 'decades');
    const over = (from: number): Samples => ({ count: 60, width: 2, values: Float64Array.from({ length: 120 }, () => Math.exp(stream.uniform(from, 0))) });
    const law = ({ values }: Samples): Float64Array => normals(60, 5).map((v, n) => 100 * Math.log(values[2 * n]! / values[2 * n + 1]!) + v);
    const [long, negative] = [over(-9), over(-9)];
    expect(noiseAtMost(long, law(long))).toBeLessThan(2.5);
    const signed: Samples = { ...negative, values: negative.values.map((v) => -v) };
    expect(noiseAtMost(signed, law(negative))).toBeGreaterThan(20);
  });

  test('is not known of too few rows', () => {
    expect([noiseAtMost(columns(2, 1, 1), Float64Array.of(1, 2)), noiseAtMost(columns(9, 2, 1), normals(9, 1)), noiseAtMost({ count: 0, width: 1, values: new Float64Array() }, new Float64Array())]).toEqual([Infinity, Infinity, Infinity]);
  });
});
