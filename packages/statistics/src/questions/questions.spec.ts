import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { expectClose, reference } from '../fixtures/reference.js';
import type { Loss } from '../losses.js';
import { pairedComparison } from '../paired-comparison.js';
import { holm } from '../several/holm.js';
import { criticalDifferences } from './critical-differences.js';
import { meanRanks } from './mean-ranks.js';
import { onSetsLikeThese } from './on-sets-like-these.js';
import { onTheseSets } from './on-these-sets.js';
import { averageOverSeeds, type SetLosses } from './set-losses.js';

/** Sets on which arm k has log losses about k times `step`, of so many seeds. */
function simulated(sets: number, seeds: number, arms: readonly string[], step: number, seed = 1): SetLosses[] {
  const stream = randomStream(seed, 'sets');
  return Array.from({ length: sets }, (_, set) => ({
    name: `set ${set}`, targetDeviation: 2,
    losses: Object.fromEntries(arms.map((arm, k) => [arm, Array.from({ length: seeds }, () => Math.exp(set + step * k + 0.3 * stream.normal()))])),
  }));
}

const comparisons = [{ arm: 'b', baseline: 'a' }, { name: 'the other', arm: 'c', baseline: 'a' }];

test('on these sets, pairs are seeds, and a family is the comparisons of one set', () => {
  const sets = simulated(3, 10, ['a', 'b', 'c'], 0.4);
  const verdict = onTheseSets(sets, comparisons, { level: 0.9 });
  expect(verdict.map(({ set }) => set)).toEqual(['set 0', 'set 1', 'set 2']);
  for (const [k, { comparisons: found, reach }] of verdict.entries()) {
    expect(reach).toMatchObject({ pairs: 10, comparisons: 2, alpha: 0.05, canReach: true });
    const alone = found.map(({ arm, baseline }) => pairedComparison(sets[k]!.losses[arm]!, sets[k]!.losses[baseline]!, { level: 0.9, targetDeviation: 2 }));
    const adjusted = holm(found.map(({ name, p }) => ({ name, p })));
    found.forEach((row, j) => {
      expect(row).toMatchObject(alone[j]!);
      expect(row).toMatchObject({ name: ['b / a', 'the other'][j], adjustedP: adjusted[j]!.adjusted, isSignificant: adjusted[j]!.adjusted <= 0.05 });
      expect(row.enoughSeeds.enough).toBe(row.isSignificant);
    });
  }
  expect(verdict.flatMap(({ comparisons: found }) => found.map((row) => row.isSignificant))).toContain(true);
});

test('looks make it harder', () => {
  const sets = simulated(1, 6, ['a', 'b'], 2);
  const once = onTheseSets(sets, [comparisons[0]!]);
  const twice = onTheseSets(sets, [comparisons[0]!], { looks: 2 });
  expect([once[0]!.comparisons[0]!.isSignificant, twice[0]!.comparisons[0]!.isSignificant]).toEqual([true, false]);
  expect(twice[0]!.reach).toMatchObject({ alpha: 0.025, canReach: false, pairsNeeded: 7 });
});

test('on sets like these, seeds are averaged and pairs are sets, however many seeds there are', () => {
  const sets = simulated(7, 12, ['a', 'b', 'c'], 0.1);
  const verdict = onSetsLikeThese(sets, comparisons);
  if (verdict.refused !== null) throw new Error(verdict.refused);
  expect(verdict).toMatchObject({ sets: 7, reach: { pairs: 7 } });
  const gmean = (losses: readonly Loss[]): number => Math.exp(losses.reduce<number>((sum, loss) => sum + Math.log(loss!), 0) / losses.length);
  const wanted = pairedComparison(sets.map(({ losses }) => gmean(losses['b']!)), sets.map(({ losses }) => gmean(losses['a']!)));
  expect(verdict.comparisons[0]!.pairs).toBe(7);
  expectClose(verdict.comparisons[0]!.p, wanted.p);
  expectClose(verdict.comparisons[0]!.interval!.lower, wanted.interval!.lower);
  // Each seed twice is no more evidence.
  const doubled = sets.map((set) => ({ ...set, losses: Object.fromEntries(Object.entries(set.losses).map(([arm, losses]) => [arm, [...losses, ...losses]])) }));
  const again = onSetsLikeThese(doubled, comparisons);
  expect(again.refused === null && again.comparisons.map(({ p }) => p)).toEqual(verdict.comparisons.map(({ p }) => p));
});

test('five sets are refused, and what would do is said', () => {
  const sets = simulated(5, 30, ['a', 'b', 'c'], 1);
  expect(onSetsLikeThese(sets, comparisons)).toEqual({ refused: '6 data sets at least are needed to speak of data sets like these; got 5. Add 1. onTheseSets compares arms on each of them by seeds.' });
  expect(criticalDifferences(sets).refused).toContain('got 5. Add 1.');
});

test('an arm that fails with more than half of its seeds has failed on the set', () => {
  const set = (a: readonly Loss[]): SetLosses => ({ name: 's', losses: { a, b: [1, 1, 1, 1] } });
  expect(averageOverSeeds(set([null, null, null, 4]), 'a')).toBeNull();
  expect(averageOverSeeds(set([null, null, 2, 8]), 'a')).toBeCloseTo(4, 12);
  expect(averageOverSeeds({ ...set([0, 0, 0, 0]), targetDeviation: 3 }, 'a')).toBeCloseTo(3e-13, 25);
  const sets = Array.from({ length: 6 }, (_, k) => ({ name: `s${k}`, losses: { a: k < 2 ? [null, null, null, 1e-9] : [1, 2, 3, null], b: [2, 4, 6, 1e9] } }));
  const verdict = onSetsLikeThese(sets, [{ arm: 'a', baseline: 'b' }]);
  if (verdict.refused !== null) throw new Error(verdict.refused);
  // Ratios are over seeds where both ended: 1/2, though b has a loss of 1e9 in another.
  expectClose(verdict.comparisons[0]!.geometricMean!.ratio, 0.5);
  expect(verdict.comparisons[0]).toMatchObject({ wins: 4, losses: 2, failures: { a: { failed: 2, trials: 6 } }, bothEnded: 4 });
});

test('arms that end in different seeds are averaged over their own', () => {
  const sets = Array.from({ length: 6 }, (_, k) => ({ name: `s${k}`, losses: { a: [1, null], b: [null, 3] } }));
  const verdict = onSetsLikeThese(sets, [{ arm: 'a', baseline: 'b' }]);
  if (verdict.refused !== null) throw new Error(verdict.refused);
  expectClose(verdict.comparisons[0]!.ratio, 1 / 3);
});

test('ranks and p values of nine sets and four arms are those of SciPy and statsmodels', () => {
  const { losses, meanRanks, pairs } = reference.ranks;
  const sets = losses.map((row, k) => ({ name: `set ${k}`, losses: Object.fromEntries(row.map((loss, arm) => [`arm ${arm}`, [loss]])) }));
  const found = criticalDifferences(sets);
  if (found.refused !== null) throw new Error(found.refused);
  for (const { name, rank } of found.arms) expectClose(rank, meanRanks[Number(name.slice(4))]!);
  expect(found.arms.map(({ rank }) => rank)).toEqual(meanRanks.toSorted((x, y) => x - y));
  for (const [i, j, p, adjusted] of pairs) {
    const pair = found.pairs.find(({ arms }) => arms.includes(`arm ${i}`) && arms.includes(`arm ${j}`))!;
    expectClose(pair.p, p);
    expectClose(pair.adjustedP, adjusted);
    expect(pair.differ).toBe(adjusted <= 0.05);
  }
});

test('groups are runs of which no two differ, none inside another', () => {
  // a and b are alike, c and d are alike; between them are worlds.
  const sets = simulated(12, 3, ['d', 'a', 'c', 'b'], 0).map((set, k) => ({ ...set, losses: Object.fromEntries(Object.entries(set.losses).map(([arm, losses]) => [arm, losses.map((x) => x! * (arm > 'b' ? 50 + k : 1))])) }));
  const found = criticalDifferences(sets);
  if (found.refused !== null) throw new Error(found.refused);
  expect(found.groups.map((group) => group.toSorted())).toEqual([['a', 'b'], ['c', 'd']]);
  expect(found.pairs.filter(({ differ }) => differ)).toHaveLength(4);
  const same = criticalDifferences(simulated(12, 3, ['a', 'b', 'c'], 0));
  expect(same.refused === null && same.groups.map((group) => group.toSorted())).toEqual([['a', 'b', 'c']]);
  // Neighbours that overlap: a step that is told over two arms and not over one.
  const steps = Array.from({ length: 6 }, (_, k) => ({ name: `s${k}`, losses: { c: [1.3 + k / 50], a: [1], b: [[0.5, 1.11, 1.6, 1.13, 1.14, 1.15][k]!] } }));
  const overlapping = criticalDifferences(steps, ['a', 'b', 'c'], 0.1);
  expect(overlapping.refused === null && overlapping.groups).toEqual([['a', 'b'], ['b', 'c']]);
});

test('an arm that fails ranks last, and equal ones share a rank', () => {
  const sets = Array.from({ length: 6 }, (_, k) => ({ name: `s${k}`, losses: { a: [null], b: [1], c: [1] } }));
  const found = criticalDifferences(sets);
  expect(found.refused === null && found.arms).toEqual([{ name: 'b', rank: 1.5 }, { name: 'c', rank: 1.5 }, { name: 'a', rank: 3 }]);
});

test('what is not there, or not in pairs, is refused in words about it', () => {
  const sets = simulated(6, 3, ['a', 'b', 'c'], 1);
  expect(() => onTheseSets(sets, [{ arm: 'x', baseline: 'a' }])).toThrow('There are no losses of arm "x" on data set "set 0". Arms there: a, b, c.');
  expect(() => onTheseSets(sets, [{ arm: 'toString', baseline: 'a' }])).toThrow('There are no losses of arm "toString"');
  expect(() => onSetsLikeThese(sets, [{ arm: 'a', baseline: 'a' }])).toThrow('Arm "a" cannot be compared with itself. Name another baseline.');
  expect(() => onTheseSets(sets, [])).toThrow('There must be one comparison at least; got none.');
  expect(() => onTheseSets([], comparisons)).toThrow('There must be one data set at least; got none.');
  expect(() => onTheseSets([sets[0]!, sets[0]!], comparisons)).toThrow('Two data sets are called "set 0". Call one differently.');
  expect(() => onTheseSets(sets, [comparisons[0]!, comparisons[0]!])).toThrow('Two comparisons are called "b / a". Call one differently.');
  expect(() => criticalDifferences(sets, ['a'])).toThrow('Ranks need two arms at least; got 1.');
  const uneven = [{ name: 'hello', losses: { a: [1, 2], b: [1] } }];
  expect(() => onTheseSets(uneven, [comparisons[0]!])).toThrow('on data set "hello" "b" has 1 and "a" 2. Leave out the seeds that only one has');
  const empty = Array.from({ length: 6 }, (_, k) => ({ name: `s${k}`, losses: { a: [], b: [] } }));
  expect(() => onSetsLikeThese(empty, [comparisons[0]!])).toThrow('Arm "b" has no losses on data set "s0". Leave the set out');
  expect(() => onTheseSets([{ name: 'zero', losses: { a: [0], b: [1] } }], [comparisons[0]!])).toThrow('A loss of 0 has no ratio to others');
  expect(() => onSetsLikeThese(sets.map((set) => ({ ...set, losses: { a: [1, 2, 3], b: [1, NaN, 3] } })), [comparisons[0]!])).toThrow('got NaN of arm "b" on data set "set 0", seed 2.');
});

test('mean ranks are of blocks: failures behind all, equal ones share, what is below rounding is equal', () => {
  expect(meanRanks([{ losses: [1, 2, 3] }, { losses: [200, 100, null] }])).toEqual([1.5, 1.5, 3]);
  expect(meanRanks([{ losses: [null, 5, null] }, { losses: [1, 1, 2] }])).toEqual([2, 1.25, 2.75]);
  expect(meanRanks([{ losses: [0, 1e-14, 1e-12], targetDeviation: 1 }])).toEqual([1.5, 1.5, 3]);
  expect(() => meanRanks([{ losses: [1, -1] }])).toThrow('of arm 2 in block 1');
});

test('comparisons whose arms were stopped are counted, in both questions and in the plot', () => {
  const sets = simulated(8, 8, ['a', 'b', 'c'], 0.4);
  for (const judge of [(untested: number) => onTheseSets(sets, comparisons, { untested })[0]!, (untested: number) => onSetsLikeThese(sets, comparisons, { untested })]) {
    const [alone, among] = [judge(0), judge(6)] as ReturnType<typeof onTheseSets>;
    expect([alone!.reach.comparisons, among!.reach.comparisons]).toEqual([2, 8]);
    const least = Math.min(...among!.comparisons.map(({ p }) => p));
    expect(Math.min(...among!.comparisons.map(({ adjustedP }) => adjustedP))).toBe(Math.min(1, 8 * least));
    expect(Math.min(...alone!.comparisons.map(({ adjustedP }) => adjustedP))).toBe(Math.min(1, 2 * least));
  }
  const [few, all] = [criticalDifferences(sets), criticalDifferences(sets, ['a', 'b', 'c'], 0.05, 25)] as Exclude<ReturnType<typeof criticalDifferences>, { readonly refused: string }>[];
  expect(few!.pairs.map(({ p }) => p)).toEqual(all!.pairs.map(({ p }) => p));
  expect(Math.min(...all!.pairs.map(({ adjustedP }) => adjustedP))).toBe(28 * Math.min(...all!.pairs.map(({ p }) => p)));
});
