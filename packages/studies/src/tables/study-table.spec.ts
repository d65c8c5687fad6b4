import { expect, test } from '@jest/globals';
import { planned, STUDY } from '../fixtures/planned.js';
import { collectedOf, recordOf } from '../fixtures/record.js';
import { verdictOf } from '../verdict/verdict.js';
import { answerOf, inBrief, tablesOf } from './study-table.js';

const plan = await planned(STUDY.replace('chebyshev]', 'chebyshev, fourier, gaussian-rbf]').replace('1..6', '1..10'));
const factors: Readonly<Record<string, number>> = { 'b-spline': 1, chebyshev: 0.5, fourier: 3, 'gaussian-rbf': 1 };
const verdict = verdictOf(recordOf(plan), collectedOf(plan, ({ arm, seed }) => (arm === 'fourier' && seed === 4 ? null : factors[arm]! * seed)));
const [arms, sizes, these, like] = tablesOf(verdict);

/** Cells of a column by the first cell of their row that is the name of a comparison or an arm. */
const column = (table: typeof arms, title: string): Record<string, unknown> => Object.fromEntries(table!.rows.map((row) => [row[1], row[table!.columns.findIndex((other) => other.title === title)]]));

test('every arm has a row: its median, failures and size', () => {
  expect(arms!.rows).toEqual([['data', 'b-spline', 5.5, 0, 10, 7], ['data', 'chebyshev', 2.75, 0, 10, 12], ['data', 'fourier', 19.5, 1, 10, 7], ['data', 'gaussian-rbf', 5.5, 0, 10, 7]]);
});

test('every comparison has a row: below 1 the arm is better, and what was not shown is told as that', () => {
  expect(column(these, 'answer')).toEqual({ 'chebyshev / b-spline': 'better', 'fourier / b-spline': 'worse', 'gaussian-rbf / b-spline': 'not shown' });
  expect(column(these, 'wins')).toEqual({ 'chebyshev / b-spline': 10, 'fourier / b-spline': 0, 'gaussian-rbf / b-spline': 0 });
  expect(column(these, 'failure rate')).toEqual({ 'chebyshev / b-spline': 0, 'fourier / b-spline': 0.1, 'gaussian-rbf / b-spline': 0 });
  // A count and a share are not called alike, wherever they are read together.
  for (const table of tablesOf(verdict)) for (const { title, as } of table.columns) expect([title, as === 'share']).toEqual([title, /rate$/.test(title)]);
  expect(column(these, 'enough')).toMatchObject({ 'chebyshev / b-spline': 'yes', 'gaussian-rbf / b-spline': 'no' });
  expect(answerOf({ isSignificant: true, ratio: 1 })).toBe('different');
  expect(these!.notes[0]).toBe("p is Holm's, over 3 comparisons on each set; shown is what is at most 0.05.");
});

test('the table of arms says what its numbers are', () => {
  expect([arms!.title, tablesOf({ ...verdict, loss: '1 - r2' })[0]!.title]).toEqual(['rmse on test rows', '1 - r2 on test rows']);
});

test('below six sets the second question is answered by why it is not', () => {
  expect([like!.rows, like!.notes]).toEqual([[], ['Refused: it takes 6 data sets at least, and the study has 1. Give it 5 more under "sets".']]);
});

test('sizes have a row for every arm; what is not known is left open, and layers that differ are told apart', () => {
  expect(sizes!.rows[1]).toEqual(['data', 'chebyshev', null, null, null, 12, null, null, null, null]);
  const [set] = verdict.sets as [typeof verdict.sets[number]];
  const of = (perEdge: readonly number[], edf: number | null) => tablesOf({ ...verdict, sets: [{ ...set, arms: [{ ...set.arms[0]!, freedom: { nodes: 4, edges: 3, perEdge, edf }, operations: { edgewise: 30.4, dense: 20, local: 10 } }] }] })[1]!;
  expect(of([9, 9], null).rows).toEqual([['data', 'b-spline', 4, 3, '9', 7, null, 30, 20, 10]]);
  expect(of([9, 2], 5.5).rows[0]!.slice(4, 7)).toEqual(['9, 2', 7, 5.5]);
  expect([of([9], null).notes.length, of([9], 5.5).notes.length]).toEqual([1, 2]);
});

test('where sizes were asked for, what was asked stands beside what was reached', () => {
  const [set] = verdict.sets as [typeof verdict.sets[number]];
  const [arm] = set.arms as [typeof set.arms[number]];
  const size = { arm: 'b-spline', set: 'data', widths: [2, 4, 1], perEdge: { asked: 8, reached: [7, 9] }, equal: { what: 'parameters', asked: 81, reached: 80 } };
  const { columns, rows } = tablesOf({ ...verdict, sets: [{ ...set, arms: [{ ...arm, size }, arm, { ...arm, size: { arm: 'x', set: 'data', widths: [2, 1], equal: { what: 'local operations', asked: 50, reached: 51 } } }] }] })[1]!;
  expect(columns.slice(-2).map(({ title }) => title)).toEqual(['size asked', 'begun with']);
  expect(rows.map((row) => row.slice(-2))).toEqual([['8 per edge; 81 parameters', '7, 9 per edge; 80 parameters'], [null, null], ['50 local operations', '51 local operations']]);
  expect(sizes!.columns).toHaveLength(10);
});

test('what arms chose, and seconds, have tables of their own where there are any', () => {
  expect(tablesOf(verdict).map(({ name }) => name)).toEqual(['arms', 'sizes', 'these-sets', 'sets-like-these']);
  const more = tablesOf({ ...verdict, tuning: [{ set: 'data', arm: 'b-spline', variant: 'steps=2', chosen: 4 }], seconds: [{ set: 'data', arm: 'b-spline', stopped: 3, trials: 10, asked: 2, taken: 2.1 }] });
  expect(more.slice(2, 4).map(({ name, rows }) => [name, rows])).toEqual([['tuning', [['data', 'b-spline', 'steps=2', 4]]], ['seconds', [['data', 'b-spline', 3, 10, 2, 2.1]]]]);
});

test('sizes that are the same on all sets are told once', () => {
  const [set] = verdict.sets as [typeof verdict.sets[number]];
  const other = { ...set, set: 'other' };
  const sizesOf = (sets: typeof verdict.sets) => tablesOf({ ...verdict, sets })[1]!.rows.map(([name, arm]) => [name, arm]);
  expect(sizesOf([set, other])).toEqual([['all', 'b-spline'], ['all', 'chebyshev'], ['all', 'fourier'], ['all', 'gaussian-rbf']]);
  expect(sizesOf([set, { ...other, arms: other.arms.map((arm) => ({ ...arm, parameters: 8 })) }])).toHaveLength(8);
});

test('in brief tables have few sentences, and say where the others stand', () => {
  const brief = inBrief(tablesOf(verdict), 'studies/x/tables.txt');
  expect(brief.map(({ rows }) => rows)).toEqual(tablesOf(verdict).map(({ rows }) => rows));
  expect(brief[0]).toEqual(arms);
  expect(these!.notes).toHaveLength(5);
  expect(brief[2]!.notes).toEqual([...these!.notes.slice(0, 2), 'What is said of every comparison, and of its seeds, stands in studies/x/tables.txt.']);
});
