import { expect, test } from '@jest/globals';
import { HALVED } from '../fixtures/halved.js';
import { planned, TINY } from '../fixtures/planned.js';
import type { PlannedTrial, StudyPlan } from '../plan/study-plan.js';
import { type Decision, decisionAfter } from './decision.js';
import { countOfTrials, stoppedOf, survivorsOf, trialsBy, trialsIn } from './trials-by.js';

const plan = await planned(HALVED);
const scales = { data: 1 };
const near = (value: number): number => expect.closeTo(value, 12) as unknown as number;
const intervals = ({ arm }: PlannedTrial): number => Number(arm.split('=')[1]);
const stoppedIn = ({ arms }: Decision): string[] => arms.filter(({ isStopped }) => isStopped).map(({ arm }) => arm);
/** All rounds of a plan, decided by losses that a function says. */
function decided(of: StudyPlan, loss: (trial: PlannedTrial) => number | null, scale: Readonly<Record<string, number>> = scales): Decision[] {
  const decisions: Decision[] = [];
  for (const _ of of.halving!.rounds) decisions.push(decisionAfter({ plan: of, loss: { isMore: false }, scales: scale }, decisions, loss));
  return decisions;
}

test('the worse half is stopped, by ranks', () => {
  const [first, second] = decided(plan, intervals);
  expect(first).toEqual({
    round: 1, arms: [
      { arm: 'intervals=2', meanRank: 1, geometricMean: near(2), failed: 0, of: 2, isStopped: false }, { arm: 'intervals=4', meanRank: 2, geometricMean: near(4), failed: 0, of: 2, isStopped: false },
      { arm: 'intervals=5', meanRank: 3, geometricMean: near(5), failed: 0, of: 2, isStopped: true }, { arm: 'intervals=6', meanRank: 4, geometricMean: near(6), failed: 0, of: 2, isStopped: true },
    ],
  });
  expect(second!.arms.map(({ arm, of, isStopped }) => [arm, of, isStopped])).toEqual([['intervals=2', 3, false], ['intervals=4', 3, true]]);
});

test('a seed that is far off counts as a rank; of equal mean ranks the larger geometric mean is stopped', () => {
  const off = (arm: number, by: number) => decided(plan, (trial) => (intervals(trial) === arm && trial.seed === 101 ? by : intervals(trial)))[0]!;
  // Ranks 4 and 1, beside 1 and 2, 2 and 3, 3 and 4: of 2 and 5 the larger mean is that of 2 where it is far off.
  expect(off(2, 1e9).arms.map(({ meanRank }) => meanRank)).toEqual([2.5, 1.5, 2.5, 3.5]);
  expect(stoppedIn(off(2, 1e9))).toEqual(['intervals=2', 'intervals=6']);
  expect(stoppedIn(off(2, 7))).toEqual(['intervals=5', 'intervals=6']);
  // Ranks 1 and 4 beside 3 and 2 of intervals=4.
  expect(off(6, 1e-6).arms.map(({ meanRank }) => meanRank)).toEqual([1.5, 2.5, 3.5, 2.5]);
  expect(stoppedIn(off(6, 1e-6))).toEqual(['intervals=4', 'intervals=5']);
  expect(stoppedIn(off(6, 4.5))).toEqual(['intervals=5', 'intervals=6']);
});

test('failures are behind all and counted; of equal arms those that stand last are stopped', () => {
  const failing = (trial: PlannedTrial): number | null => (intervals(trial) === 2 ? null : 1);
  expect(stoppedIn(decided(plan, failing)[0]!)).toEqual(['intervals=2', 'intervals=6']);
  expect(decided(plan, failing)[0]!.arms[0]).toMatchObject({ meanRank: 4, geometricMean: null, failed: 2, of: 2 });
  expect(stoppedIn(decided(plan, () => 1)[0]!)).toEqual(['intervals=5', 'intervals=6']);
  expect(stoppedIn(decided(plan, () => null)[0]!)).toEqual(['intervals=5', 'intervals=6']);
});

test('losses below rounding are equal', () => {
  const tiny = (trial: PlannedTrial): number => 1e-15 / intervals(trial);
  expect(stoppedIn(decided(plan, tiny)[0]!)).toEqual(['intervals=5', 'intervals=6']);
  expect(stoppedIn(decided(plan, tiny, { data: 1e-6 })[0]!)).toEqual(['intervals=2', 'intervals=4']);
});

test('seeds of earlier rounds count where trials were of the same kind, and only there', async () => {
  // Round 2 alone would stop intervals=2.
  const loss = (trial: PlannedTrial): number => (trial.round === 2 ? 10 - intervals(trial) : intervals(trial));
  expect(stoppedIn(decided(plan, loss)[1]!)).toEqual(['intervals=4']);
  const cheaper = await planned(HALVED.replace('[101..102,', '[{ seeds: 101..102, overrides: { stages.0.steps: 2 } },'));
  const decisions = decided(cheaper, loss);
  expect(decisions[1]!.arms.map(({ of }) => of)).toEqual([1, 1]);
  expect(stoppedIn(decisions[1]!)).toEqual(['intervals=2']);
});

test('data sets count alike, whatever their scale; of folds the geometric mean, and a failure of one is one', async () => {
  const table = TINY.replace(/dataset: .*/, 'dataset: { kind: table, path: rows.csv, target: y }');
  const both = await planned(`${HALVED}folds: 2\nsets: { a: {}, b: { dataset.path: b.csv } }\n`, table);
  const loss = (trial: PlannedTrial): number | null => {
    const own = trial.set === 'a' ? intervals(trial) : 1e6 * (8 - intervals(trial)) ** (trial.fold === 1 ? 3 : -1);
    return intervals(trial) === 6 && trial.set === 'b' && trial.fold === 2 ? null : own;
  };
  const [first] = decided(both, loss, { a: 1, b: 1 });
  // On a in the order of intervals; on b sqrt((8 - n)^3 / (8 - n)) = 8 - n, with 6 behind all.
  expect(first!.arms.map(({ meanRank, failed, of }) => [meanRank, failed, of])).toEqual([[2, 0, 4], [2, 0, 4], [2, 0, 4], [4, 2, 4]]);
});

test('trials come with decisions, those of an arm that was stopped never; the baseline has those that are compared', () => {
  const decisions = decided(plan, intervals);
  const now = [0, 1, 2].map((count) => trialsBy(plan, decisions.slice(0, count)));
  expect(now.map(({ length }) => length)).toEqual([8, 10, countOfTrials(plan)]);
  expect(now[1]!.slice(8).map(({ arm, seed }) => [arm, seed])).toEqual([['intervals=2', 103], ['intervals=4', 103]]);
  expect([...new Set(now[2]!.slice(10).map(({ arm }) => arm))]).toEqual(['intervals=3', 'intervals=2']);
  expect(now[2]!.slice(10).every(({ round }) => round === undefined)).toBe(true);
  expect(trialsIn(plan, decisions, 2)).toEqual(now[1]!.slice(8));
});

test('what is judged is the study of the arms that are left', () => {
  const decisions = decided(plan, intervals);
  const left = survivorsOf(plan, decisions);
  expect([left.arms.map(({ name }) => name), left.comparisons.map(({ arm }) => arm), left.trials.length, left.halving]).toEqual([['intervals=3', 'intervals=2'], ['intervals=2'], 16, undefined]);
  expect(stoppedOf(plan, decisions).map(({ arm, round }) => [arm, round])).toEqual([['intervals=4', 2], ['intervals=5', 1], ['intervals=6', 1]]);
});
