import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { bcaInterval } from './bca-interval.js';
import { expectClose, reference } from './fixtures/reference.js';
import { logRatios } from './losses.js';
import { pairedComparison } from './paired-comparison.js';

test('failures, a tie and losses at the floor are compared as enumeration does', () => {
  const { a, b, targetDeviation, ...wanted } = reference.comparison;
  const found = pairedComparison(a, b, { targetDeviation });
  expectClose(found.p, wanted.p);
  expectClose(found.ratio, wanted.ratio);
  expectClose(found.interval!.lower, wanted.interval[0]!);
  expectClose(found.interval!.upper, wanted.interval[1]!);
  expectClose(found.geometricMean!.ratio, wanted.geometricMean);
  expectClose(found.geometricMean!.logDeviation, wanted.logDeviation);
  expectClose(found.geometricMean!.interval!.lower, wanted.student[0]!);
  expectClose(found.geometricMean!.interval!.upper, wanted.student[1]!);
  expect(found).toMatchObject({ pairs: 10, bothEnded: wanted.bothEnded, wins: wanted.wins, losses: wanted.losses, ties: wanted.ties, bootstrap: null, pBy: 'exact' });
  expect(found.shareWon).toBe((wanted.wins + wanted.ties / 2) / 10);
  expect(found.failures).toMatchObject({ a: { failed: 2 }, b: { failed: 2 }, onlyA: 1, onlyB: 1, p: 1 });
  expect(found.notes).toEqual([
    'Geometric means are over 7 of 10 pairs; in the others a trial failed.', '3 losses below 2e-13 count as that.',
  ]);
});

test('losses that count as more than they are are told by how much that is, pair by pair where it differs', () => {
  const notesOf = (targetDeviation: number | readonly number[]): readonly string[] => pairedComparison([0, 1, 2, 3, 4, 5, 6], [0, 2, 3, 4, 5, 6, 7], { targetDeviation }).notes.filter((note) => note.includes('below'));
  expect(notesOf(0.5 / 41 / 1e-13)).toEqual(['2 losses below 0.0122 count as that.']);
  expect(notesOf([1, 2, 1, 1, 1, 1, 1])).toEqual(['2 losses below 1e-13 to 2e-13, pair by pair, count as that.']);
});

test('a failed trial is worse than any loss, and two are equal', () => {
  expect([...logRatios([null, 1, null, 2], [1e9, null, null, 1])]).toEqual([Infinity, -Infinity, 0, Math.log(2)]);
  // However large the other losses: p is that of one much larger than all.
  const a = [null, 1.1, 1.2, 0.9, 1.3, 1.05, 1.4];
  expect(pairedComparison(a, a.map(() => 1)).p).toBe(pairedComparison([1e12, ...a.slice(1)], a.map(() => 1)).p);
});

test('where failures decide, ratios are infinite and geometric means are of what ended', () => {
  const found = pairedComparison([null, null, null, null, null, null, 1], [1, 1, 1, 1, 1, 1, 2]);
  expect([found.ratio, found.interval!.upper, found.geometricMean!.ratio, found.geometricMean!.interval]).toEqual([Infinity, Infinity, 0.5, null]);
  const none = pairedComparison([null, null], [1, null]);
  expect(none.geometricMean).toBeNull();
  expect(none).toMatchObject({ wins: 0, losses: 1, ties: 1, shareWon: 0.25, bothEnded: 0 });
});

test('arms exchanged have the inverse ratio', () => {
  const stream = randomStream(2, 'pairs');
  const [a, b] = [0, 1].map(() => Array.from({ length: 22 }, () => (stream.next() < 0.05 ? null : Math.exp(stream.normal()))));
  const [one, other] = [pairedComparison(a!, b!), pairedComparison(b!, a!)];
  expect(one.bothEnded).toBeLessThan(22);
  expectClose(one.ratio, 1 / other.ratio);
  expectClose(one.interval!.lower, 1 / other.interval!.upper);
  expectClose(one.geometricMean!.interval!.upper, 1 / other.geometricMean!.interval!.lower);
  expect([one.p, one.wins]).toEqual([other.p, other.losses]);
  expectClose(one.shareWon, 1 - other.shareWon);
});

test('twenty pairs are bootstrapped, with the options given', () => {
  const stream = randomStream(9, 'pairs');
  const a: (number | null)[] = Array.from({ length: 21 }, () => Math.exp(stream.normal()));
  const b = a.map(() => 1);
  const logs = logRatios(a, b);
  const { lower, upper } = bcaInterval(logs, { seed: 4, resamples: 500, level: 0.9 });
  expect(pairedComparison(a, b, { seed: 4, resamples: 500, level: 0.9 }).bootstrap).toEqual({ lower: Math.exp(lower), upper: Math.exp(upper), level: 0.9 });
  const indices = [Array.from({ length: 21 }, (_, k) => k), new Array<number>(21).fill(3)];
  expect(pairedComparison(a, b, { indices }).bootstrap!.lower).toBe(Math.exp(bcaInterval(logs, { indices }).lower));
  expect(pairedComparison([null, null, ...a.slice(2)], b).bootstrap!.upper).toBeGreaterThan(pairedComparison(a, b).bootstrap!.upper);
  expect(pairedComparison(a.slice(2), b.slice(2)).bootstrap).toBeNull();
});

test('too few pairs have p and no interval, and it says how many would do', () => {
  const found = pairedComparison([1, 1, 1, 1, 1], [2, 3, 4, 5, 6]);
  expect([found.interval, found.p]).toEqual([null, 2 / 32]);
  expect(found.notes).toEqual(['5 pairs give no interval of 95 %; 6 would.']);
  expect(pairedComparison([1, 1, 1, 1, 1, 1], [2, 3, 4, 5, 6, 7], { level: 0.99 }).notes).toEqual(['6 pairs give no interval of 99 %; 8 would.']);
  expect(pairedComparison([1, 1, 1, 1, 1, 1, 1, 1], [2, 3, 4, 5, 6, 7, 8, 9], { level: 0.99 }).interval).not.toBeNull();
  expect(pairedComparison([1], [2]).notes).toEqual(['1 pair gives no interval of 95 %; 6 would.']);
});

test('more than a thousand pairs are told as an approximation', () => {
  const stream = randomStream(1, 'many');
  const a = Array.from({ length: 1200 }, () => Math.exp(0.3 * stream.normal()));
  const found = pairedComparison(a, a.map(() => 1.01));
  expect([found.pBy, found.bootstrap]).toEqual(['normal', null]);
  expect(found.notes).toEqual(['p and interval are those of the normal approximation: 1,200 pairs are more than 1,000. There is no bootstrap.']);
});

test('floors may differ by pair', () => {
  const found = pairedComparison([0, 1], [1e-13, 1e-12], { targetDeviation: [1, 100] });
  // The first pair is 1e-13 and 1e-13; in the second 1e-12 is below 1e-11 and counts as that.
  expect([found.ties, found.losses]).toEqual([1, 1]);
  expectClose(found.geometricMean!.ratio, Math.sqrt(1e11));
});

test('what is no loss is refused, in words about it', () => {
  expect(() => pairedComparison([1, 2], [1])).toThrow('Losses must come in pairs, the same seeds in the same order; got 2 and 1 of them. Leave out the seeds that only one arm has; a trial that ran and failed is null.');
  expect(() => pairedComparison([], [])).toThrow('A comparison needs one pair of losses at least; got none.');
  expect(() => pairedComparison([1, NaN], [1, 2])).toThrow('A loss must be a finite number of at least 0, or null for a trial that failed; got NaN of a in pair 2.');
  expect(() => pairedComparison([1, 2], [1, -2])).toThrow('got -2 of b in pair 2.');
  expect(() => pairedComparison([1, Infinity], [1, 2])).toThrow('got Infinity of a in pair 2.');
  expect(() => pairedComparison([1, 0], [1, 2])).toThrow('A loss of 0 has no ratio to others; got one of a in pair 2. Give targetDeviation, the standard deviation of the target');
  expect(() => pairedComparison([1, 2], [1, 2], { targetDeviation: 0 })).toThrow('"targetDeviation" must be a number above 0; got 0.');
  expect(() => pairedComparison([1, 2], [1, 2], { targetDeviation: [1] })).toThrow('"targetDeviation" must be one number, or one for each of the 2 pairs; got 1.');
  expect(() => pairedComparison([1, 2], [1, 2], { level: 95 })).toThrow('"level" must be above 0 and below 1; got 95.');
});
