import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lease } from '@knotwork/workspace';
import { HALVED } from '../fixtures/halved.js';
import { planned, STUDY } from '../fixtures/planned.js';
import { leaveTrial } from '../fixtures/leave-trial.js';
import { recordOf } from '../fixtures/record.js';
import { StudyFolder } from '../run/study-folder.js';
import { StatusReader } from './study-status.js';

const path = mkdtempSync(join(tmpdir(), 'knotwork-status-'));
afterAll(() => { rmSync(path, { recursive: true }); });
const folder = new StudyFolder(path);
const plan = await planned(STUDY.replace('1..6', '1..3'));
const ids = (arm: string): string[] => plan.trials.filter((trial) => trial.arm === arm).map(({ id }) => id);
const [spline, other] = [ids('b-spline'), ids('chebyshev')];

beforeEach(() => {
  rmSync(path, { recursive: true });
  folder.make();
  folder.write(recordOf(plan));
});

test('counts what is done, failed, running and waiting, arm by arm; failures have their words', () => {
  leaveTrial(folder, spline[0]!, { seconds: 2 });
  leaveTrial(folder, other[0]!, { seconds: 10, status: 'diverged', reason: 'the loss is not finite' });
  leaveTrial(folder, other[1]!, { seconds: 4, metrics: { test: { rmse: null } } });
  const claim = new Lease(folder.claims, { name: `${spline[1]!}.lock` });
  const status = new StatusReader(folder).read(claimedAt(`${spline[1]!}.lock`) + 60_000);
  claim.release();
  expect(status).toMatchObject({ study: 'tiny-study', trials: 6, done: 3, failed: 2, look: 1, isJudged: false, conductor: null, secondsSpent: 16 });
  expect(status.arms).toEqual([{ arm: 'b-spline', done: 1, failed: 0, running: 1, waiting: 1, trials: 3 }, { arm: 'chebyshev', done: 2, failed: 2, running: 0, waiting: 1, trials: 3 }]);
  expect(status.workers).toEqual([{ who: `process ${process.pid}`, trial: spline[1], place: 'b-spline, seed 2', seconds: 60 }]);
  expect(status.failures).toEqual([
    { trial: other[0], arm: 'chebyshev', place: 'chebyshev, seed 1', reason: 'the loss is not finite' }, { trial: other[1], arm: 'chebyshev', place: 'chebyshev, seed 2', reason: 'its rmse on test rows is no number' },
  ]);
});

test('time left is that of trials of the same arm, without what is past of those that run, shared by who works; of an arm that is new the mean of all', () => {
  const reader = new StatusReader(folder);
  expect(reader.read(0).secondsLeft).toBeNull();
  leaveTrial(folder, spline[0]!, { seconds: 20 });
  expect(reader.read(0).secondsLeft).toBe(100);
  leaveTrial(folder, other[0]!, { seconds: 50 });
  expect(reader.read(0).secondsLeft).toBe(2 * 20 + 2 * 50);
  const claims = [new Lease(folder.claims, { name: `${spline[1]!}.lock` }), new Lease(folder.claims, { name: `${other[1]!}.lock` })];
  for (const name of [spline[1]!, other[1]!]) writeFileSync(join(folder.claims, `${name}.lock`), JSON.stringify({ pid: process.pid, host: thisHost(), since: new Date(0).toISOString() }));
  // One has taken longer than its like, the other has 20 seconds to go.
  expect(reader.read(30_000).secondsLeft).toBe((0 + 20 + 20 + 50) / 2);
  claims.forEach((claim) => { claim.release(); });
});

test('a claim of a process that is gone is nobody, that of another host somebody; who conducts is told', () => {
  writeFileSync(join(folder.claims, `${spline[0]!}.lock`), JSON.stringify({ pid: 2 ** 30, host: thisHost(), since: '2026-01-01T00:00:00.000Z' }));
  writeFileSync(join(folder.claims, `${spline[1]!}.lock`), JSON.stringify({ pid: 7, host: 'far-away', job: '19', since: '2026-01-01T00:00:00.000Z' }));
  const lock = new Lease(path);
  const status = new StatusReader(folder).read(Date.parse('2026-01-01T00:00:05.000Z'));
  lock.release();
  expect(status.workers).toEqual([{ who: 'process 7 of far-away, job 19', trial: spline[1], place: 'b-spline, seed 2', seconds: 5 }]);
  expect(status.conductor).toBe(`process ${process.pid}`);
});

test('what ended is not read twice, and nothing is written', () => {
  leaveTrial(folder, spline[0]!, { seconds: 2 });
  const reader = new StatusReader(folder);
  const first = reader.read(0);
  writeFileSync(join(folder.trial(spline[0]!), 'result.json'), 'damaged');
  expect(reader.read(0)).toEqual(first);
  expect(() => new StatusReader(folder).read(0)).toThrow(/result\.json/);
});

test('of a study that stops arms it is told how far rounds are and who was stopped; trials that nobody will run wait for nobody', async () => {
  const halved = await planned(HALVED);
  folder.write(recordOf(halved));
  const reader = new StatusReader(folder);
  const inRound = (round: number) => halved.trials.filter((trial) => trial.round === round);
  for (const { id, arm } of inRound(1)) leaveTrial(folder, id, { seconds: 3, metrics: { validation: { rmse: Number(arm.split('=')[1]) }, test: { rmse: 1 } } });
  const status = reader.read(0);
  expect(status).toMatchObject({ trials: 8 + 2 + 16, done: 8, halving: { rounds: 2, over: 1, says: 'round 1 of 2: 2 of 4 arms are stopped: intervals=5; intervals=6' }, secondsLeft: 18 * 3 });
  expect(status.arms.map(({ arm, waiting, trials, stopped }) => [arm, waiting, trials, stopped])).toEqual([
    ['intervals=3', 0, 0, undefined], ['intervals=2', 1, 3, undefined], ['intervals=4', 1, 3, undefined], ['intervals=5', 0, 2, 1], ['intervals=6', 0, 2, 1],
  ]);
  expect(reader.read(0)).toEqual(status);
});

test('a folder without a study is refused', () => {
  rmSync(join(path, 'study.json'));
  expect(() => new StatusReader(folder).read(0)).toThrow(/is not the folder of a study: it has no study\.json\. Begin one with/);
  writeFileSync(join(path, 'run.json'), '{}');
  expect(() => new StatusReader(folder).read(0)).toThrow(`"${folder.path}" is the folder of a run, and not of a study. "knotwork show ${folder.path}" says what came of it.`);
});

const claimedAt = (name: string): number => Date.parse((JSON.parse(readFileSync(join(folder.claims, name), 'utf8').split('\n')[0]!) as { since: string }).since);
function thisHost(): string {
  const lock = new Lease(folder.claims, { name: 'me.lock' });
  const { host } = JSON.parse(readFileSync(join(folder.claims, 'me.lock'), 'utf8').split('\n')[0]!) as { host: string };
  lock.release();
  return host;
}
