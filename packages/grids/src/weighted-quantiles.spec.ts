import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { weightedQuantiles } from './weighted-quantiles.js';

/** Definition 7 of Hyndman and Fan, written out. */
const ordinary = (sorted: Float64Array, p: number): number => {
  const at = (sorted.length - 1) * p;
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (at - Math.floor(at)) * (high - low);
};

const sample = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 50 })
  .map((values) => Float64Array.from(values).sort());

test('equal weights give ordinary quantiles', () => {
  fc.assert(fc.property(sample, fc.integer({ min: 1, max: 20 }), fc.constantFrom(1, 3, 1e-8), (sorted, shares, weight) => {
    const actual = weightedQuantiles(sorted, sorted.map(() => weight), shares);
    const spread = sorted.at(-1)! - sorted[0]!;
    actual.forEach((position, j) => expect(Math.abs(position - ordinary(sorted, j / shares))).toBeLessThanOrEqual(1e-12 * (1 + spread)));
  }), { numRuns: 500, seed: 2 });
});

test('any weights give positions within the samples that never decrease', () => {
  const weight = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true }));
  const weighted = sample.chain((sorted) => fc.tuple(
    fc.constant(sorted), fc.array(weight, { minLength: sorted.length, maxLength: sorted.length }),
  ));
  fc.assert(fc.property(weighted, fc.integer({ min: 1, max: 20 }), ([sorted, weights], shares) => {
    const positions = weightedQuantiles(sorted, Float64Array.from(weights), shares);
    expect(positions).toHaveLength(shares + 1);
    expect([positions[0], positions[shares]]).toEqual([sorted[0], sorted.at(-1)]);
    expect(positions.every((position, j) => j === 0 || position >= positions[j - 1]!)).toBe(true);
  }), { numRuns: 1000, seed: 3 });
});

test('positions cut the weight into equal shares', () => {
  const sorted = Float64Array.from({ length: 4001 }, (_, i) => i / 4000);
  const positions = weightedQuantiles(sorted, sorted.map((x) => x), 4); // weight x: share of [0, q] is q squared
  positions.forEach((position, j) => expect(position).toBeCloseTo(Math.sqrt(j / 4), 6));
});

test('stretches without weight hold no positions', () => {
  const sorted = Float64Array.of(0, 1, 2, 3, 10, 11);
  expect([...weightedQuantiles(sorted, Float64Array.of(0, 0, 0, 0, 1, 1), 3)]).toEqual([0, 10, 10.5, 11]);
});

test('one sample is all its quantiles', () => {
  expect([...weightedQuantiles(Float64Array.of(7), Float64Array.of(1), 3)]).toEqual([7, 7, 7, 7]);
});
