import { expect, test } from '@jest/globals';
import { HALVED } from '../fixtures/halved.js';
import { planned, TINY } from '../fixtures/planned.js';
import { countOfTrials, reachOf } from '../index.js';

test('rounds come before what is compared, have no baseline, and seeds of their own', async () => {
  const plan = await planned(HALVED);
  expect(plan.halving).toEqual({ on: 'validation', rounds: [{ seeds: [101, 102], overrides: [], arms: 4, keeps: 2 }, { seeds: [103], overrides: [], arms: 2, keeps: 1 }] });
  expect(plan.trials.map(({ round }) => round ?? 0)).toEqual([...new Array<number>(8).fill(1), ...new Array<number>(4).fill(2), ...new Array<number>(40).fill(0)]);
  expect(plan.trials[4]).toMatchObject({ arm: 'intervals=2', seed: 102, round: 1, overrides: ['network.basis.intervals=2', 'seed=102'] });
  expect(plan.trials.filter(({ round, arm }) => round !== undefined && arm === plan.baseline)).toEqual([]);
  expect(plan.trials.filter(({ round, seed }) => (round === undefined) !== seed <= 8)).toEqual([]);
});

test('how many trials there will be is known, and the design is that of the arms that are left', async () => {
  const plan = await planned(HALVED);
  expect(countOfTrials(plan)).toBe(4 * 2 + 2 * 1 + 2 * 8);
  expect(reachOf(plan)).toMatchObject({ pairs: 8, comparisons: 1 });
  const table = TINY.replace(/dataset: .*/, 'dataset: { kind: table, path: rows.csv, target: y }');
  expect(countOfTrials(await planned(`${HALVED}folds: 3\nsets: { a: {}, b: { dataset.path: b.csv } }\n`, table))).toBe(2 * 3 * (4 * 2 + 2 * 1 + 2 * 8));
});

test('what a round overrides stands behind all of the arm, and makes other trials of it', async () => {
  const plan = await planned(HALVED.replace('[101..102,', '[{ seeds: 103..104, overrides: { stages.0.steps: 2 } },'));
  const [cheap, whole] = [1, 2].map((round) => plan.trials.find((trial) => trial.round === round && trial.seed === 103 && trial.arm === 'intervals=4')!);
  expect(cheap!.overrides).toEqual(['network.basis.intervals=4', 'stages.0.steps=2', 'seed=103']);
  expect(whole!.overrides).toEqual(['network.basis.intervals=4', 'seed=103']);
  expect(cheap!.id).not.toBe(whole!.id);
});

test('of a share of arms that is no whole number the next one is kept', async () => {
  const kept = async (keep: number, rounds = '[101..102]'): Promise<number[]> => (await planned(HALVED.replace(/rounds: .*\]/, `rounds: ${rounds}, keep: ${keep}`))).halving!.rounds.map(({ keeps }) => keeps);
  expect(await kept(0.51)).toEqual([3]);
  expect(await kept(0.1)).toEqual([1]);
  expect(await kept(0.6, '[101..102, 103..104]')).toEqual([3, 2]);
  // 0.28 of 25 arms is 7 and a little more in floating point.
  expect((await planned(HALVED.replace('[3, 2, 4, 5, 6]', `[${Array.from({ length: 26 }, (_, k) => k + 3).join(', ')}]`).replace(/rounds: .*\]/, 'rounds: [101..102], keep: 0.28'))).halving!.rounds[0]!.keeps).toBe(7);
});

const malformed: readonly (readonly [what: string, change: (study: string) => string, message: string | RegExp])[] = [
  ['a list of rounds alone', (s) => s.replace(/halving: .*/, 'halving: [101..102]'), /^halving \(line 8\): must be a block with the keys rounds, keep, on; got \["101\.\.102"\]/],
  ['no rounds', (s) => s.replace(/halving: .*/, 'halving: {}'), /^halving\.rounds is required/],
  ['a misspelled key', (s) => s.replace('rounds:', 'keeps: 0.5, rounds:'), /^Unknown key "keeps" in halving \(line 8\)\. .* Did you mean "keep"\?/],
  ['a number of seeds', (s) => s.replace('101..102', '2'), /^halving\.rounds\.0 \(line 8\): must be .*; got 2\./],
  ['all are kept', (s) => s.replace('rounds:', 'keep: 1, rounds:'), /^halving\.keep \(line 8\): must be a number above 0 and below 1; got 1/],
  ['a share that stops nobody', (s) => s.replace('rounds:', 'keep: 0.8, rounds:'), 'halving.keep (line 8) must leave fewer arms than there are: 0.8 of 4, rounded up, is 4, so that round 1 stops nothing. Write keep: 0.75, or fewer rounds.'],
  ['more rounds than arms allow', (s) => s.replace('103..103 }', '103..103 }, 104..105'), 'halving.rounds.2 (line 8) has nothing to stop: the 2 rounds before it leave one arm of 4. Remove it, or keep more with halving.keep.'],
  ['seeds that are compared, too', (s) => s.replace('101..102', '8..9'), 'halving.rounds.0 (line 8) has the seed 8, which "seeds" has, too: what stopped an arm must not enter a test. Write seeds that are not among 1..8, such as 101..102.'],
  ['seeds of an earlier round', (s) => s.replace('103..103', '102..103'), 'halving.rounds.1.seeds (line 8) has the seed 102, which an earlier round has, too: its trials count already. Write 201..202.'],
  ['seeds backwards', (s) => s.replace('101..102', '102..101'), 'halving.rounds.0 (line 8) must go from a smaller seed to a larger one; got 102..101. Write seeds: 101..102.'],
  ['unknown rows', (s) => s.replace('rounds:', 'on: tests, rounds:'), /^halving\.on \(line 8\): must be one of "test", "validation", "train"/],
  ['a seed among overrides', (s) => s.replace('seeds: 103..103', 'seeds: 103..103, overrides: { seed: 3 }'), 'halving.rounds.1.overrides.seed (line 8) cannot be set by a round. Seeds are an axis of their own: write seeds: 1..10.'],
  ['an engine among overrides', (s) => s.replace('seeds: 103..103', 'seeds: 103..103, overrides: { engine.kernels: off }'), /^halving\.rounds\.1\.overrides\.engine\.kernels \(line 8\) cannot be set by a round: arms have engines/],
  ['an override that touches nothing', (s) => s.replace('seeds: 103..103', 'seeds: 103..103, overrides: { stages.0.step: 3 }'), /^arm "intervals=2" in round 2: The override "stages\.0\.step=3" touches nothing/],
  ['what tells arms apart among overrides', (s) => s.replace('seeds: 103..103', 'seeds: 103..103, overrides: { network.basis.intervals: 9 }'), 'In round 2 of halving the arms "intervals=2" and "intervals=4" are the same experiment: what the round overrides is what tells them apart. Override something else.'],
  ['a round that is an earlier one', (s) => s.replace('seeds: 103..103', 'seeds: 102..103, overrides: { stages.0.steps: 3 }'), /^Rounds 1 and 2 of halving have the same trial of the arm "intervals=2" with seed 102: what they override comes to the same\./],
  ['one arm besides the baseline', (s) => s.replace('[3, 2, 4, 5, 6]', '[3, 2]'), /^halving \(line 8\) takes two arms besides the baseline at least/],
  ['a comparison of two arms', (s) => `${s}comparisons: [{ arm: intervals=2, to: intervals=4 }]\n`, 'comparisons.0 (line 9) compares "intervals=2" with "intervals=4", which "halving" may stop; only the baseline never is. Leave "comparisons" out, and arms that are left are compared with "intervals=3".'],
  ['comparisons of some arms', (s) => `${s}comparisons: [{ arm: intervals=2 }]\n`, 'comparisons (line 9) must compare every arm with the baseline where "halving" chooses who is left; it has 1 of 4. Leave "comparisons" out.'],
  ['tuning', (s) => `${s}tuning: { stages.0.steps: [2, 3] }\n`, /^halving \(line 8\) stops arms by validation rows, and by the same rows arms choose what "tuning" offers\. Leave one of the two out\./],
];

test.each(malformed)('%s is refused with its place and what to write', async (_, change, message) => {
  const study = change(HALVED);
  expect(study).not.toBe(HALVED);
  const error = await planned(study).then(() => null, (thrown: unknown) => thrown as { code: string; message: string });
  expect(error).toMatchObject({ code: 'input' });
  if (typeof message === 'string') expect(error!.message).toBe(message); else expect(error!.message).toMatch(message);
});
