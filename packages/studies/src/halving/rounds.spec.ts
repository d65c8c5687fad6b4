import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HALVED } from '../fixtures/halved.js';
import { leaveTrial } from '../fixtures/leave-trial.js';
import { planned, STUDY } from '../fixtures/planned.js';
import { recordOf } from '../fixtures/record.js';
import type { PlannedTrial } from '../plan/study-plan.js';
import { StudyFolder } from '../run/study-folder.js';
import { Rounds } from './rounds.js';

const parent = mkdtempSync(join(tmpdir(), 'knotwork-rounds-'));
afterAll(() => { rmSync(parent, { recursive: true }); });
const plan = await planned(HALVED);
const record = recordOf(plan);
let [folder, count]: [StudyFolder, number] = [new StudyFolder(parent), 0];
beforeEach(() => { folder = new StudyFolder(join(parent, String(++count))); folder.make(); });

/** A trial that is the better the fewer intervals its arm has, on validation rows; on test rows it is the other way round. */
const left = ({ id, arm }: PlannedTrial, by = 1): void => { const loss = by * Number(arm.split('=')[1]); leaveTrial(folder, id, { metrics: { validation: { rmse: 10 + loss }, test: { rmse: 10 - loss } } }); };
const inRound = (round: number): PlannedTrial[] => plan.trials.filter((trial) => trial.round === round);
const written = (): string => readFileSync(join(folder.path, 'halving.json'), 'utf8');
const stopped = (rounds: Rounds): string[][] => rounds.decisions().map(({ arms }) => arms.filter(({ isStopped }) => isStopped).map(({ arm }) => arm));

test('a round is decided when its last trial is done, in whatever order they come, and the next one begins', () => {
  const [watching, trials] = [new Rounds(folder, record), inRound(1)];
  for (const trial of [...trials].reverse()) {
    expect([watching.decisions(), watching.trials()]).toEqual([[], trials]);
    left(trial);
  }
  expect(stopped(watching)).toEqual([['intervals=5', 'intervals=6']]);
  expect(watching.trials().slice(trials.length).map(({ arm, round }) => [arm, round])).toEqual([['intervals=2', 2], ['intervals=4', 2]]);
  // Trials of arms that were stopped are nobody's.
  for (const trial of inRound(2).filter(({ arm }) => arm === 'intervals=2' || arm === 'intervals=4')) left(trial);
  expect(stopped(watching)).toEqual([['intervals=5', 'intervals=6'], ['intervals=4']]);
  expect(stopped(new Rounds(folder, record))).toEqual(stopped(watching));
});

test('they are written down as they come, once, with what they were made of; whoever looks later writes the same bytes', () => {
  inRound(1).forEach((trial) => { left(trial); });
  expect(new Rounds(folder, record).write().map(({ round }) => round)).toEqual([1]);
  const first = written();
  expect(JSON.parse(first)).toMatchObject({ schema: 1, metric: 'rmse', on: 'validation', rounds: [{ round: 1, seeds: [101, 102], overrides: [], arms: [{ arm: 'intervals=2', meanRank: 1, isStopped: false }, {}, {}, { arm: 'intervals=6', meanRank: 4, isStopped: true }] }] });
  expect([new Rounds(folder, record).write(), written()]).toEqual([[], first]);
  inRound(2).forEach((trial) => { left(trial); });
  const watching = new Rounds(folder, record);
  expect(watching.write().map(({ round }) => round)).toEqual([2]);
  expect(watching.write()).toEqual([]);
  const both = written();
  rmSync(join(folder.path, 'halving.json'));
  expect(new Rounds(folder, record).write().map(({ round }) => round)).toEqual([1, 2]);
  expect(written()).toBe(both);
});

test('a result that was taken away is wanted again; one that says something else than what was written down is refused', () => {
  inRound(1).forEach((trial) => { left(trial); });
  new Rounds(folder, record).write();
  const first = inRound(1)[0]!;
  rmSync(folder.trial(first.id), { recursive: true });
  const again = new Rounds(folder, record);
  expect([again.check(), again.decisions(), again.trials().length]).toEqual([1, [], 8]);
  inRound(1).filter(({ arm }) => arm === 'intervals=2').forEach((trial) => { left(trial, 100); });
  expect(() => new Rounds(folder, record).check()).toThrow(/halving\.json says that round 1 stopped "intervals=5" \(mean rank 3\), "intervals=6" \(mean rank 4\), and by the results that are there it stops "intervals=2" \(mean rank 4\), "intervals=6" \(mean rank 3\): results changed since\. Restore them, or begin anew with --out NEW\.$/);
  expect(() => new Rounds(folder, record).write()).toThrow(/results changed since/);
  writeFileSync(join(folder.path, 'halving.json'), '{');
  expect(() => new Rounds(folder, record).check()).toThrow(/halving\.json is not what was written/);
});

test('a study that stops nobody has no rounds, and writes nothing', async () => {
  const plain = await planned(STUDY);
  const rounds = new Rounds(folder, recordOf(plain));
  expect([rounds.decisions(), rounds.trials(), rounds.check(), rounds.write()]).toEqual([[], plain.trials, 0, []]);
  expect(() => written()).toThrow(/ENOENT/);
});
