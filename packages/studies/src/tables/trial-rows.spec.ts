import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { readTable } from '@knotwork/datasets';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaveTrial } from '../fixtures/leave-trial.js';
import { planned, STUDY } from '../fixtures/planned.js';
import { recordOf } from '../fixtures/record.js';
import { StudyFolder } from '../run/study-folder.js';
import { parquetOf } from './parquet.js';
import { trialRows } from './trial-rows.js';

const path = mkdtempSync(join(tmpdir(), 'knotwork-rows-'));
afterAll(() => { rmSync(path, { recursive: true }); });
const folder = new StudyFolder(path);
const plan = await planned(STUDY.replace('1..6', '[3, 1]').replace('seeds', 'sets: { a: {}, b: { dataset.expression: cos(x1) } }\nseeds'));
const record = recordOf(plan);
const rung = (level: number, rmse: number | null): object => ({ level: [level, null], metrics: { train: { rmse: 0.1 }, validation: null, test: { rmse } }, parameters: { trainable: level + 2, effective: level, grid: 3 }, counts: { gradients: 0, jacobians: level, functions: 2 * level } });

beforeEach(() => {
  rmSync(path, { recursive: true });
  folder.make();
});

/** Rows as objects without what is null. */
function rowsOf(columns: ReturnType<typeof trialRows>): Record<string, unknown>[] {
  return columns[0]!.data.map((_, k) => Object.fromEntries(columns.flatMap(({ name, data }) => (data[k] === null ? [] : [[name, data[k]]]))));
}

test('a trial is a row with its place, its end and all of its metrics; one that is not there is none', () => {
  const [first, , third] = plan.trials as [typeof plan.trials[number], unknown, typeof plan.trials[number]];
  leaveTrial(folder, third.id, { seconds: 2.5, stages: [{ kind: 'fit', steps: 30, counts: { gradients: 4, jacobians: 30, functions: 5 } }, { kind: 'prune' }, { kind: 'fit', steps: 12, counts: { gradients: 0, jacobians: 12, functions: 1 } }] });
  leaveTrial(folder, first.id, { status: 'diverged', reason: 'not finite', metrics: null, network: null });
  const columns = trialRows(folder, record);
  expect(columns.slice(0, 14).map(({ name }) => name)).toEqual(['study', 'trial', 'arm', 'set', 'seed', 'fold', 'row', 'stage', 'rung', 'level', 'status', 'failed', 'loss', 'seconds']);
  expect(rowsOf(columns)).toEqual([
    {
      study: 'tiny-study', trial: first.id, arm: 'b-spline', 'factor.network.basis': 'b-spline', set: 'a', seed: 3, row: 'trial', status: 'diverged', reason: 'not finite', failed: true, chosen: true, seconds: 1, steps: 0, gradients: 0, jacobians: 0, functions: 0,
      finished: '2026-01-01T00:00:00.000Z',
    },
    {
      study: 'tiny-study', trial: third.id, arm: third.arm, 'factor.network.basis': third.arm, set: third.set, seed: 3, row: 'trial', status: 'completed', failed: false, chosen: true, loss: 3, seconds: 2.5, steps: 42, gradients: 4, jacobians: 42, functions: 6,
      parameters: 7, trainable: 9, finished: '2026-01-01T00:00:00.000Z', 'train.rmse': 1, 'validation.rmse': 2, 'test.rmse': 3,
    },
  ]);
});

test('where arms are tuned, rows say what was tried and which combination an arm took', async () => {
  const tuned = await planned(`${STUDY}tuning: { stages.0.steps: [2, 3] }\n`);
  const [two, three] = tuned.trials as [typeof tuned.trials[number], typeof tuned.trials[number]];
  leaveTrial(folder, two.id, { metrics: { validation: { rmse: 2 }, test: { rmse: 1 } } });
  leaveTrial(folder, three.id, { metrics: { validation: { rmse: 1 }, test: { rmse: 2 } } });
  expect(rowsOf(trialRows(folder, recordOf(tuned))).map(({ arm, variant, chosen }) => [arm, variant, chosen])).toEqual([['b-spline', 'steps=2', false], ['b-spline', 'steps=3', true]]);
});

test('every rung of a ladder is a row behind its trial, with when it was reached; what nobody says is null', () => {
  const [{ id }] = plan.trials as [typeof plan.trials[number]];
  const reached = (seconds: number, member?: number): object => ({ event: 'rung', ...(member === undefined ? {} : { member }), seconds });
  const stages = [{ kind: 'fit', steps: 5, counts: { gradients: 0, jacobians: 5, functions: 6 } }, { kind: 'extend-grid', kept: 0, counts: { gradients: 0, jacobians: 7, functions: 8 }, rungs: [rung(3, 0.5), rung(6, null)] }];
  leaveTrial(folder, id, { stages, events: [{ event: 'step', step: 1 }, reached(1.5), { event: 'step', step: 2 }, reached(2)] });
  const [trial, ...rungs] = rowsOf(trialRows(folder, record));
  expect(trial).toMatchObject({ row: 'trial', jacobians: 12 });
  expect(trial).not.toHaveProperty('steps');
  expect(rungs).toEqual([
    expect.objectContaining({ trial: id, row: 'rung', stage: 2, rung: 0, level: '3,-', loss: 0.5, seconds: 1.5, jacobians: 3, functions: 6, parameters: 3, trainable: 5, 'train.rmse': 0.1, 'test.rmse': 0.5, kept: true }),
    expect.objectContaining({ trial: id, row: 'rung', stage: 2, rung: 1, level: '6,-', seconds: 2, parameters: 6, kept: false }),
  ]);
  expect(rungs[1]).not.toHaveProperty('loss');
  // Of several members the one whose stages the result tells.
  leaveTrial(folder, id, { stages, member: 2, events: [reached(1.5, 1), reached(2, 1), reached(3, 2), reached(4, 2)] });
  expect(rowsOf(trialRows(folder, record)).slice(1).map(({ seconds }) => seconds)).toEqual([3, 4]);
});

test('written as Parquet and read back, every cell is what it was', async () => {
  plan.trials.forEach(({ id }, k) => {
    leaveTrial(folder, id, { seconds: k / 7, stages: [{ kind: 'extend-grid', kept: 1, rungs: [rung(3, 1e-13 * k), rung(6, 1 / 3)] }], ...(k === 2 ? { status: 'diverged', reason: 'ünïts, "quoted"' } : {}) });
  });
  const columns = trialRows(folder, record);
  const bytes = await parquetOf(columns, { study: record.name });
  const read = await readTable({ readBytes: () => Promise.resolve(bytes), read: () => Promise.reject(new Error('it is no text')) }, { path: 'trials.parquet' });
  expect([read.count, read.header]).toEqual([24, columns.map(({ name }) => name)]);
  const known = columns.map(({ data }) => data.map((value) => (typeof value === 'boolean' ? String(value) : value)));
  // Nothing among numbers is read as NaN.
  expect(read.columns.map((cells) => Array.from(cells, (cell) => (Number.isNaN(cell) ? null : cell)))).toEqual(known);
  expect(known.flat()).toContain('ünïts, "quoted"');
  expect(known.flat()).toContain(1e-13);
});
