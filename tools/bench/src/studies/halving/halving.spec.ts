import { expect, test } from '@jest/globals';
import { mean, randomStream } from '@knotwork/numerics';
import { normal } from '../statistics/shapes.js';
import { falseWinners, falseWinnersOfSets, remembered } from './false-winners.js';
import { keptBy, powerOfHalving } from './power-of-halving.js';
import { decided, judged, planned, pooled } from './simulated-study.js';
import { isAsPromised, keptTable, powerTable, setTable, winnerTable } from './study.js';

const plan = await planned({ arms: 4, rounds: [2, 4], seeds: 7 });

test('a simulated study is planned, decided and judged as one that is run', () => {
  const loss = ({ arm, seed }: { arm: string; seed: number }): number => Number(arm.split('=')[1]) * seed;
  const decisions = decided(plan, loss);
  expect(decisions.map(({ arms }) => arms.filter(({ isStopped }) => isStopped).map(({ arm }) => arm))).toEqual([['intervals=4', 'intervals=5'], ['intervals=3']]);
  expect(judged(plan, decisions, loss).sets[0]!.comparisons).toMatchObject([{ arm: 'intervals=2', baseline: 'intervals=1', pairs: 7, losses: 7 }]);
  expect(judged(pooled(plan, decisions, plan.seeds), [], loss).sets[0]!.comparisons).toMatchObject([{ arm: 'intervals=2', pairs: 13 }]);
  expect(judged(pooled(plan, decisions, []), [], loss).sets[0]!.comparisons).toMatchObject([{ arm: 'intervals=2', pairs: 6 }]);
});

test('of arms that are all alike the one that is left looks better on the seeds that chose it, and like the baseline on fresh ones', async () => {
  const eight = await planned({ arms: 8, rounds: [1, 1, 4], seeds: 6 });
  const stream = randomStream(1, 'spec');
  const logs = Array.from({ length: 200 }, () => {
    const lossOf = remembered(() => Math.exp(stream.normal()));
    const chosen = pooled(eight, decided(eight, lossOf), []);
    const [{ arm }] = chosen.comparisons as [typeof chosen.comparisons[number]];
    const logRatio = (seeds: readonly number[]): number => mean(seeds.map((seed) => Math.log(lossOf({ arm, set: 'data', seed })! / lossOf({ arm: eight.baseline, set: 'data', seed })!)));
    return [logRatio(eight.seeds), logRatio(chosen.seeds)];
  });
  const [fresh, chosenOn] = [0, 1].map((which) => mean(logs.map((both) => both[which]!)));
  // Of 200 studies with six pairs the standard error is 0.04.
  expect(Math.abs(fresh!)).toBeLessThan(0.15);
  expect(chosenOn).toBeLessThan(-0.3);
});

test('studies are counted that declare an arm, which arms that are equal to the last bit never are', async () => {
  expect(falseWinners(plan, { name: 'equal', draw: () => 1 }, 3)).toEqual({ losses: 'equal', studies: 3, fresh: 0, pooled: 0, chosenOn: 0 });
  const { all, left } = falseWinnersOfSets(await planned({ arms: 2, rounds: [1], seeds: 1, sets: 6 }), 3);
  expect(left).toBeGreaterThanOrEqual(all);
});

test('an arm that is better is kept and seen; geometric means lose it where trials are stuck', () => {
  expect(powerOfHalving(plan, 10, 0.3, normal, 5)).toEqual({ trials: 4 * 2 + 2 * 4 + 2 * 7, studies: 5, left: 5, seen: 5 });
  const stuck = keptBy(plan, 1.3, { name: 'stuck', draw: (stream) => (stream.next() < 0.1 ? 8000 : 1) * Math.exp(0.2 * stream.normal()) }, 300);
  expect(stuck.byRanks).toBeGreaterThan(stuck.byMeans + 20);
});

test('tables have shares with their own uncertainty, and what is promised is looked at', () => {
  expect(winnerTable([{ losses: 'normal', studies: 100, fresh: 5, pooled: 10, chosenOn: 20 }])[1]).toMatch(/normal +100 +5\.0 \(1\.6 to 11\.3\) +10\.0 \(.*\) +20\.0 \(.*\)$/);
  expect(setTable({ sets: 12, studies: 100, all: 1, left: 9 })[1]).toMatch(/12 +100 +1\.0 \(.*\) +9\.0 \(.*\)$/);
  expect(keptTable([{ rounds: [2, 4], kept: { losses: 't3', studies: 100, byRanks: 90, byMeans: 80 } }])[1]).toMatch(/2 \+ 4 +t3 +100 +90\.0 \(.*\) +80\.0 \(.*\)$/);
  expect(powerTable([{ ratio: 1.3, shape: 'normal', design: { arms: 8, rounds: [2, 4], seeds: 16 }, power: { trials: 80, studies: 100, left: 90, seen: 70 } }])[1]).toMatch(/1\.3 +normal +2 \+ 4 +2 x 16 +80 +100 +90\.0 \(.*\) +70\.0 \(.*\)$/);
  const winners = [{ losses: 'x', studies: 100, fresh: 6, pooled: 90, chosenOn: 90 }];
  expect([isAsPromised(winners, { sets: 12, studies: 100, all: 6, left: 50 }), isAsPromised([{ ...winners[0]!, fresh: 7 }], { sets: 12, studies: 100, all: 0, left: 0 }), isAsPromised(winners, { sets: 12, studies: 100, all: 7, left: 0 })]).toEqual([true, false, false]);
});
