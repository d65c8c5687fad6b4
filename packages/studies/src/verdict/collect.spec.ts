import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@knotwork/workspace';
import { HALVED } from '../fixtures/halved.js';
import { planned, STUDY } from '../fixtures/planned.js';
import { recordOf } from '../fixtures/record.js';
import { StudyFolder } from '../run/study-folder.js';
import { collect } from './collect.js';

const path = mkdtempSync(join(tmpdir(), 'knotwork-collect-'));
afterAll(() => { rmSync(path, { recursive: true }); });
const folder = new StudyFolder(path);
const plan = await planned(STUDY.replace('1..6', '[1, 2]'));
const [first, second] = plan.trials as [typeof plan.trials[number], typeof plan.trials[number]];
const RESULT = { status: 'completed', metrics: { train: { rmse: 1 }, validation: { rmse: 2 }, test: { rmse: 3, mae: 4 } }, network: { parameters: { trainable: 9, effective: 7, grid: 1 } } };
const RUN = { data: { 'rows.csv': 'aa' }, knotwork: { version: '1' }, versions: {}, plugins: {}, node: '20', platform: 'linux' };

function left(id: string, result: object, run: object = RUN, timing: object = {}): void {
  mkdirSync(folder.trial(id), { recursive: true });
  writeFileSync(join(folder.trial(id), 'run.json'), JSON.stringify(run));
  writeFileSync(join(folder.trial(id), 'timing.json'), JSON.stringify({ ...timing, files: { 'result.json': sha256(JSON.stringify(result)) } }));
  writeFileSync(join(folder.trial(id), 'result.json'), JSON.stringify(result));
}
beforeEach(() => { rmSync(join(path, 'trials'), { recursive: true, force: true }); });

test('of trials that ended, the loss is the metric on the rows that judge', () => {
  left(first.id, RESULT);
  expect(collect(folder, recordOf(plan)).results).toEqual([{ trial: first, status: 'completed', loss: 3, validationLoss: 2, parameters: 7, freedom: null }]);
  expect(collect(folder, recordOf({ ...plan, metric: { name: 'rmse', on: 'validation' } })).results[0]!.loss).toBe(2);
  expect(collect(folder, recordOf(plan, { loss: { key: 'rmse', best: 5, isMore: true } })).results[0]!.loss).toBe(2);
});

test('one that diverged has none, whatever it measured, nor has one without a number', () => {
  left(first.id, { ...RESULT, status: 'diverged' });
  left(second.id, { ...RESULT, metrics: { ...RESULT.metrics, test: { rmse: null } } });
  expect(collect(folder, recordOf(plan)).results.map(({ status, loss }) => [status, loss])).toEqual([['diverged', null], ['completed', null]]);
  left(second.id, { status: 'diverged', metrics: null, network: null });
  expect(collect(folder, recordOf(plan)).results[1]).toMatchObject({ loss: null, parameters: null });
});

test('trials of an arm that saw other files of one data set are refused; two arms may have two files', () => {
  left(first.id, RESULT);
  left(second.id, RESULT, { ...RUN, data: { 'rows.csv': 'bb' } });
  expect(collect(folder, recordOf(plan)).results).toHaveLength(2);
  left(plan.trials[2]!.id, RESULT, { ...RUN, data: { 'rows.csv': 'bb' } });
  expect(() => collect(folder, recordOf(plan))).toThrow(/^The data of "data" changed while the study in ".*" went on: trials\/[0-9a-f]{12} saw other files than those before\. Remove the folders/);
});

test('what computed them is told from others', () => {
  left(first.id, RESULT);
  left(second.id, RESULT, { ...RUN, overrides: ['seed=2'] });
  expect(collect(folder, recordOf(plan)).computedBy).toHaveLength(1);
  left(second.id, RESULT, { ...RUN, node: '22' });
  expect(collect(folder, recordOf(plan)).computedBy).toHaveLength(2);
});

test('degrees of freedom are those of the network that a trial ended with; edf is what the last stage says', () => {
  const smoothing = (edf: number) => ({ smoothing: { edf } });
  left(first.id, { ...RESULT, network: { ...RESULT.network, external: { nodes: 4, edges: 5 }, internal: { perEdge: [6, 7] } }, stages: [smoothing(1), smoothing(3.5)] });
  left(second.id, { ...RESULT, network: { ...RESULT.network, external: { nodes: 4, edges: 5 }, internal: { perEdge: [6, 7] } }, stages: [smoothing(1), {}] });
  const { results, operations } = collect(folder, recordOf(plan));
  expect(results.map(({ freedom }) => freedom)).toEqual([{ nodes: 4, edges: 5, perEdge: [6, 7], edf: 3.5 }, { nodes: 4, edges: 5, perEdge: [6, 7], edf: null }]);
  expect(operations).toEqual({});
  folder.writeFile('operations.json', '{ "data": { "b-spline": { "edgewise": 3, "dense": 2, "local": 1 } } }');
  expect(collect(folder, recordOf(plan)).operations).toEqual({ data: { 'b-spline': { edgewise: 3, dense: 2, local: 1 } } });
  rmSync(join(path, 'operations.json'));
});

test('engines of an arm are told where trials had several, or another than it began with', () => {
  const by = (path: string) => ({ ...RUN, engine: { name: 'native', precision: 'float64', path } });
  const [, , third] = plan.trials as [typeof first, typeof first, typeof first];
  left(first.id, RESULT, by('kernels'));
  left(second.id, RESULT, by('reference'));
  left(third.id, RESULT, by('kernels'));
  expect(collect(folder, recordOf(plan)).strayEngines).toEqual([]);
  const begun = (path: string) => ({ engines: { [second.arm]: { name: 'native', precision: 'float64', path } } });
  expect(collect(folder, recordOf(plan, begun('reference'))).strayEngines).toEqual([]);
  expect(collect(folder, recordOf(plan, begun('kernels'))).strayEngines).toEqual([{ arm: second.arm, engines: [{ engine: 'native, float64, path reference', trials: 1 }] }]);
  left(third.id, RESULT, by('reference'));
  expect(collect(folder, recordOf(plan)).strayEngines).toEqual([{ arm: first.arm, engines: [{ engine: 'native, float64, path kernels', trials: 1 }, { engine: 'native, float64, path reference', trials: 1 }] }]);
});

test('where a time budget stopped a trial, seconds of all are read; else none', () => {
  left(first.id, RESULT, { ...RUN, experiment: { stages: [{ kind: 'fit', budget: { seconds: 2 } }, { kind: 'prune' }, { kind: 'fit', budget: { seconds: 0.5 } }] } }, { seconds: 1.25 });
  left(second.id, { ...RESULT, status: 'stopped' });
  expect(collect(folder, recordOf(plan)).results.map(({ seconds }) => seconds)).toEqual([{ asked: 2.5, taken: 1.25 }, { asked: null, taken: null }]);
  left(second.id, RESULT);
  expect(collect(folder, recordOf(plan)).results.every((result) => !('seconds' in result))).toBe(true);
});

test('where arms are stopped, trials of rounds decide and are not among the results; what an arm that was stopped left is not either', async () => {
  const halved = await planned(HALVED);
  const by = (rmse: number): object => ({ ...RESULT, metrics: { validation: { rmse }, test: { rmse: 1 } } });
  for (const { id, arm } of halved.trials) left(id, by(Number(arm.split('=')[1])));
  const { results, decisions } = collect(folder, recordOf(halved));
  expect(decisions!.map(({ arms }) => arms.filter(({ isStopped }) => isStopped).map(({ arm }) => arm))).toEqual([['intervals=5', 'intervals=6'], ['intervals=4']]);
  expect([...new Set(results.map(({ trial }) => `${trial.arm} ${trial.round ?? 'compared'}`))]).toEqual(['intervals=3 compared', 'intervals=2 compared']);
  expect(collect(folder, recordOf(plan)).decisions).toBeUndefined();
});

test('data that changed between a round and what is compared are told, those that a round has of its own are none', async () => {
  const rows = { ...RUN, data: { 'rows.csv': 'bb' } };
  const halved = await planned(HALVED);
  for (const { id, round } of halved.trials) left(id, RESULT, round === 1 ? rows : RUN);
  expect(() => collect(folder, recordOf(halved))).toThrow(/^The data of "data" changed/);
  const own = await planned(HALVED.replace('[101..102,', '[{ seeds: 101..102, overrides: { dataset.samples.train: 15 } },'));
  for (const { id, round } of own.trials) left(id, RESULT, round === 1 ? rows : RUN);
  expect(collect(folder, recordOf(own)).decisions).toHaveLength(2);
});
