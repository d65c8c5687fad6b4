import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mean, standardDeviation } from './moments.js';
import { randomStream, restoreStream, type RandomStream } from './random-stream.js';

const seeds = fc.maxSafeNat();
/** Chi-square above its mean by this many standard deviations happens by chance about once in a million. */
const chiSquareDeviations = 6;

function draw(stream: RandomStream, count: number): number[] {
  return Array.from({ length: count }, () => stream.next());
}

function expectUniform(counts: readonly number[]): void {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = counts.length - 1;
  expect(chiSquare).toBeLessThan(freedom + chiSquareDeviations * Math.sqrt(2 * freedom));
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [centerA, centerB] = [mean(a), mean(b)];
  const product = mean(a.map((x, i) => (x - centerA) * (b[i]! - centerB)));
  return product / (standardDeviation(a) * standardDeviation(b));
}

test('the numbers of a seed and name never change', () => {
  const fresh = () => randomStream(42, 'pinned');
  // The first three were also computed from the key with an independent 64-bit xoroshiro128+ (24, 16, 37).
  expect(draw(fresh(), 3)).toEqual([0.2800896543828352, 0.5353962990890763, 0.6480364810505438]);
  const normal = fresh();
  expect(normal.normal()).toBeCloseTo(-1.7755896840879526, 15);
  expect(normal.normal()).toBeCloseTo(0.2857951195568945, 15);
  expect(normal.normal()).toBeCloseTo(0.4587763865176115, 15);
  const integer = fresh();
  expect(Array.from({ length: 10 }, () => integer.integer(10))).toEqual([2, 5, 6, 8, 4, 5, 6, 9, 7, 4]);
  expect(fresh().permutation(8)).toEqual(Uint32Array.of(0, 7, 5, 1, 4, 6, 3, 2));
  expect(fresh().fork('child').next()).toBe(0.7804167792891942);
  expect(randomStream(0, '').next()).toBe(0.33715481000972725);
  expect(randomStream(Number.MAX_SAFE_INTEGER, '').next()).toBe(0.1448541463341516);
});

test('equal seed and name give equal streams', () => {
  fc.assert(
    fc.property(seeds, fc.string(), (seed, name) => {
      expect(draw(randomStream(seed, name), 5)).toEqual(draw(randomStream(seed, name), 5));
    }),
    { seed: 71 },
  );
});

test('streams that differ in seed or name are uncorrelated', () => {
  const count = 2000;
  const streams = [
    randomStream(1, 'a'),
    randomStream(2, 'a'),
    randomStream(2 ** 32 + 1, 'a'),
    randomStream(1, 'b'),
    randomStream(1, 'aa'),
    randomStream(1, ''),
    randomStream(1, 'a').fork('a'),
    randomStream(1, 'a').fork('b'),
  ].map((stream) => draw(stream, count));
  for (let i = 0; i < streams.length; i++) {
    // 28 pairs: five standard deviations.
    for (let j = 0; j < i; j++) expect(Math.abs(correlation(streams[i]!, streams[j]!))).toBeLessThan(5 / Math.sqrt(count));
  }
});

test('the first numbers of consecutive seeds are uniform', () => {
  const counts = new Array<number>(64).fill(0);
  for (let seed = 0; seed < 20_000; seed++) counts[Math.floor(64 * randomStream(seed, 'x').next())]!++;
  expectUniform(counts);
});

test('next is uniform in [0, 1) and uncorrelated from draw to draw', () => {
  const numbers = draw(randomStream(72, 'uniform'), 50_000);
  const counts = new Array<number>(100).fill(0);
  for (const number of numbers) counts[Math.floor(100 * number)]!++;
  expectUniform(counts);
  expect(Math.abs(correlation(numbers.slice(1), numbers.slice(0, -1)))).toBeLessThan(5 / Math.sqrt(numbers.length));
});

test('next uses all 53 bits', () => {
  const last = draw(randomStream(73, 'bits'), 4000).map((x) => (x * 2 ** 53) % 2);
  expect(Math.abs(mean(last) - 0.5)).toBeLessThan(5 * 0.5 / Math.sqrt(4000));
});

test('uniform stays between its bounds', () => {
  const bound = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(seeds, bound, bound, (seed, a, b) => {
      const [min, max] = [Math.min(a, b), Math.max(a, b)];
      const value = randomStream(seed, 'bounds').uniform(min, max);
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(max);
    }),
    { seed: 74 },
  );
});

test.each([2, 3, 7, 10, 64, 1000])('integer(%i) is uniform', (n) => {
  const stream = randomStream(75, 'integers');
  const counts = new Array<number>(n).fill(0);
  for (let i = 0; i < 40_000; i++) counts[stream.integer(n)]!++;
  expectUniform(counts);
});

test('integer is unbiased where n is close to the range of the generator', () => {
  // At two thirds of 2⁵³, a remainder instead of rejection would hit the lower half twice as often.
  const n = Math.floor((2 / 3) * 2 ** 53);
  const stream = randomStream(76, 'large integers');
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 20_000; i++) counts[Math.floor((4 * stream.integer(n)) / n)]!++;
  expectUniform(counts);
});

test('integer stays in range for every n', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (seed, n) => {
      const value = randomStream(seed, 'range').integer(n);
      expect(Number.isInteger(value) && value >= 0 && value < n).toBe(true);
    }),
    { seed: 77 },
  );
  expect(randomStream(1, 'one').integer(1)).toBe(0);
});

test('normal numbers have the moments and tails of the normal distribution', () => {
  const stream = randomStream(78, 'normal');
  const count = 50_000;
  const numbers = Array.from({ length: count }, () => stream.normal());
  const five = 5 / Math.sqrt(count);
  expect(Math.abs(mean(numbers))).toBeLessThan(five);
  expect(Math.abs(standardDeviation(numbers) - 1)).toBeLessThan(five / Math.SQRT2);
  expect(Math.abs(mean(numbers.map((x) => x ** 3)))).toBeLessThan(five * Math.sqrt(15));
  expect(Math.abs(mean(numbers.map((x) => x ** 4)) - 3)).toBeLessThan(five * Math.sqrt(96));
  // P(|x| < 1) = 0.6827
  const inside = numbers.filter((x) => Math.abs(x) < 1).length / count;
  expect(Math.abs(inside - 0.682689)).toBeLessThan(five * 0.466);
  // The two numbers of one draw of the polar method are independent.
  const [first, second] = [0, 1].map((parity) => numbers.filter((_, i) => i % 2 === parity));
  expect(Math.abs(correlation(first!, second!))).toBeLessThan(five * Math.SQRT2);
});

test('a permutation holds every integer once', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 0, max: 50 }), (seed, n) => {
      const order = randomStream(seed, 'order').permutation(n);
      expect(Array.from(order.toSorted())).toEqual(Array.from({ length: n }, (_, i) => i));
    }),
    { seed: 79 },
  );
});

test('every order of four is equally likely', () => {
  const stream = randomStream(80, 'orders');
  const counts = new Map<string, number>();
  for (let i = 0; i < 24_000; i++) {
    const order = stream.permutation(4).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  expectUniform([...counts.values()]);
});

test('forking and drawing from the fork do not shift the parent', () => {
  const parent = randomStream(81, 'parent');
  const untouched = randomStream(81, 'parent');
  parent.normal();
  untouched.normal();
  const child = parent.fork('child');
  draw(child, 7);
  child.permutation(5);
  expect(parent.snapshot()).toEqual(untouched.snapshot());
  expect(parent.normal()).toBe(untouched.normal());
});

test('a fork depends on the name of its parent and its own, not on what the parent drew', () => {
  const parent = randomStream(82, 'parent');
  const early = draw(parent.fork('child'), 4);
  draw(parent, 10);
  expect(draw(parent.fork('child'), 4)).toEqual(early);
  expect(draw(parent.fork('other'), 4)).not.toEqual(early);
  expect(draw(randomStream(82, 'stranger').fork('child'), 4)).not.toEqual(early);
  expect(draw(randomStream(82, 'child'), 4)).not.toEqual(early);
});

test('a stream restored from JSON continues exactly, forks included', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 0, max: 9 }), (seed, drawn) => {
      const stream = randomStream(seed, 'saved');
      // An odd number of normal draws leaves a spare number, which has to survive.
      for (let i = 0; i < drawn; i++) stream.normal();
      const twin = restoreStream(JSON.parse(JSON.stringify(stream.snapshot())));
      expect(twin.normal()).toBe(stream.normal());
      expect(draw(twin, 3)).toEqual(draw(stream, 3));
      expect(twin.permutation(6)).toEqual(stream.permutation(6));
      expect(twin.fork('child').next()).toBe(stream.fork('child').next());
      expect(twin.snapshot()).toEqual(stream.snapshot());
    }),
    { seed: 83 },
  );
});

test('a snapshot stays as it was taken and leaves the stream alone', () => {
  const stream = randomStream(84, 'snapshot');
  const snapshot = stream.snapshot();
  const copy = structuredClone(snapshot);
  const numbers = draw(stream, 3);
  expect(snapshot).toEqual(copy);
  expect(draw(restoreStream(snapshot), 3)).toEqual(numbers);
  expect(draw(restoreStream(snapshot), 3)).toEqual(numbers);
});

test('seeds, counts and snapshots out of range are refused', () => {
  for (const bad of [-1, 0.5, NaN, 2 ** 53, Infinity]) {
    expect(() => randomStream(bad, 'x')).toThrow(`"seed" must be an integer in [0, ${Number.MAX_SAFE_INTEGER}]; got ${bad}.`);
  }
  const stream = randomStream(1, 'x');
  for (const bad of [0, -1, 1.5, NaN, 2 ** 53]) expect(() => stream.integer(bad)).toThrow(RangeError);
  for (const bad of [-1, 1.5, NaN, 2 ** 32]) expect(() => stream.permutation(bad)).toThrow(RangeError);
  const good = stream.snapshot();
  for (const generator of [[0, 0, 0, 0], [1, 2, 3], [1, 2, 3, 0.5], [1, 2, 3, 2 ** 40]]) {
    expect(() => restoreStream({ ...good, generator })).toThrow("A random stream's snapshot must be what snapshot() returned");
  }
  expect(() => restoreStream({ ...good, key: [1] })).toThrow(RangeError);
  expect(() => restoreStream({ ...good, spareNormal: NaN })).toThrow(RangeError);
});
