import { expect, test } from '@jest/globals';
import { HALVED } from '../fixtures/halved.js';
import { planned } from '../fixtures/planned.js';
import { collectedOf, recordOf } from '../fixtures/record.js';
import type { PlannedTrial } from '../plan/study-plan.js';
import { headlineOf, verdictWords } from '../report/verdict-words.js';
import { FORMATS } from '../tables/formats.js';
import { tablesOf } from '../tables/study-table.js';
import { plainVerdict, VERDICT_SCHEMA, verdictOf } from './verdict.js';

const plan = await planned(HALVED);
/** Fewer intervals are better; with seeds of the comparison, 1 to 8, it is the other way round. */
const loss = ({ arm, seed }: PlannedTrial): number => { const intervals = Number(arm.split('=')[1]); return (seed > 8 ? intervals : 10 - intervals) * (1 + seed / 10); };
/** Geometric means of what seeds of rounds make of losses. */
const [RATIO_2, RATIO_3] = [Math.sqrt(11.1 * 11.2), Math.cbrt(11.1 * 11.2 * 11.3)];
const near = (value: number): number => expect.closeTo(value, 9) as unknown as number;
const verdict = verdictOf(recordOf(plan), collectedOf(plan, loss));

test('what is left is compared on fresh seeds, and Holm counts that alone', () => {
  const [{ comparisons, reach, arms }] = verdict.sets as [typeof verdict.sets[number]];
  expect(comparisons).toMatchObject([{ name: 'intervals=2 / intervals=3', pairs: 8, wins: 0, losses: 8, p: 2 / 256, adjustedP: 2 / 256, isSignificant: true }]);
  // What stopped the others would say that it is better: 8 / 7, not 2 / 3.
  expect(comparisons[0]!.ratio).toBeCloseTo(8 / 7, 12);
  expect(reach).toContain('8 pairs and 1 comparison');
  expect(arms.map(({ arm, trials }) => [arm, trials])).toEqual([['intervals=3', 8], ['intervals=2', 8]]);
  expect(verdict).toMatchObject({ trials: 16, failed: 0, baseline: 'intervals=3' });
});

test('an arm that was stopped has its round, and no p and no interval anywhere', () => {
  expect(verdict.halving!.stopped).toEqual([
    { name: 'intervals=4 / intervals=3', arm: 'intervals=4', baseline: 'intervals=3', round: 2 }, { name: 'intervals=5 / intervals=3', arm: 'intervals=5', baseline: 'intervals=3', round: 1 },
    { name: 'intervals=6 / intervals=3', arm: 'intervals=6', baseline: 'intervals=3', round: 1 },
  ]);
  expect(verdict.halving).toMatchObject({ on: 'validation', rounds: [{ round: 1, seeds: [101, 102], overrides: [] }, { round: 2, seeds: [103] }] });
  const { sets } = plainVerdict(verdict) as { sets: unknown };
  expect(JSON.stringify(sets)).not.toMatch(/intervals=[456]/);
  expect(verdict.notes).toEqual(['Of 4 arms 3 were stopped in 2 rounds of other seeds, by validation rows: they have no p and no interval, and trials of rounds are in no test. The baseline cannot be stopped.']);
});

test('what verdicts have of rounds is that of their schema: raise VERDICT_SCHEMA where it changes', () => {
  const { halving } = plainVerdict(verdict) as { halving: { rounds: { arms: object[] }[]; stopped: object[] } };
  const [round, stopped] = [halving.rounds[0]!, halving.stopped[0]!];
  expect([VERDICT_SCHEMA, ...[halving, round, round.arms[0]!, stopped].map((one) => Object.keys(one).sort().join(' '))]).toEqual([3, 'on rounds stopped', 'arms overrides round seeds', 'arm failed geometricMean isStopped meanRank of', 'arm baseline name round']);
});

test('where sets are what arms were chosen on, all comparisons are counted', async () => {
  const sets = await planned(`${HALVED}sets: { ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => `s${k}: { dataset.expression: ${k} * x1 }`).join(', ')} }\n`);
  const many = verdictOf(recordOf(sets), collectedOf(sets, loss));
  expect(many.setsLikeThese).toMatchObject({ refused: null, comparisons: [{ arm: 'intervals=2', pairs: 9, p: 2 / 512, adjustedP: 4 * 2 / 512 }] });
  expect(many.sets[0]!.comparisons[0]!.adjustedP).toBe(2 / 256);
  const [these, like] = tablesOf(many).slice(-2);
  expect(like!.notes.at(-1)).toBe("p is Holm's over all 4 comparisons: seeds are fresh, and data sets are those that arms were chosen on.");
  expect([these!.rows.length, like!.rows.length]).toEqual([9 * 4, 4]);
});

test('tables tell who was stopped, by what, and of these comparisons nothing but that', () => {
  const tables = new Map(tablesOf(verdict).map((table) => [table.name, table]));
  expect(tables.get('halving')).toMatchObject({
    title: 'Who was stopped? Mean ranks by rmse on validation rows', notes: ['Round 1: seeds 101..102.', 'Round 2: seeds 103, and those of round 1.'],
    rows: [[1, 'intervals=2', 1, near(2 * RATIO_2), 0, 2, 'goes on'], [1, 'intervals=4', 2, near(4 * RATIO_2), 0, 2, 'goes on'], [1, 'intervals=5', 3, near(5 * RATIO_2), 0, 2, 'stopped'], [1, 'intervals=6', 4, near(6 * RATIO_2), 0, 2, 'stopped'], [2, 'intervals=2', 1, near(2 * RATIO_3), 0, 3, 'goes on'], [2, 'intervals=4', 2, near(4 * RATIO_3), 0, 3, 'stopped']],
  });
  const { columns, rows } = tables.get('these-sets')!;
  expect(rows[1]).toEqual(columns.map(({ title }) => ({ set: 'data', comparison: 'intervals=4 / intervals=3', answer: 'stopped in round 2' })[title] ?? null));
  const csv = FORMATS['csv']!.write([...tables.values()]).split('\n').filter((line) => line.startsWith('these-sets,data,') && line.includes('stopped'));
  expect(csv).toHaveLength(3);
  for (const line of csv) expect(line.split(',').filter((cell) => cell !== '')).toHaveLength(4);
  expect(FORMATS['latex']!.write([...tables.values()])).toContain('intervals=4 & {--} & {--}');
});

test('words tell it, too', () => {
  expect(headlineOf(verdict)).toBe('A difference is shown. 3 arms were stopped before.');
  expect(verdictWords(verdict).slice(1)).toEqual([
    'intervals=4 / intervals=3: stopped after round 2, mean rank 2 of 2; not tested.', 'intervals=5 / intervals=3: stopped after round 1, mean rank 3 of 4; not tested.', 'intervals=6 / intervals=3: stopped after round 1, mean rank 4 of 4; not tested.',
  ]);
});

test('a verdict without its decisions is none', () => {
  const { decisions: _, ...collected } = collectedOf(plan, loss);
  expect(() => verdictOf(recordOf(plan), collected)).toThrow(RangeError);
});
