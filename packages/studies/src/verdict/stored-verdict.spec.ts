import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { stableJson } from '@knotwork/experiment';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaveTrial } from '../fixtures/leave-trial.js';
import { planned, STUDY } from '../fixtures/planned.js';
import { recordOf } from '../fixtures/record.js';
import { StudyFolder } from '../run/study-folder.js';
import { collect } from './collect.js';
import { judgedVerdict } from './stored-verdict.js';
import { plainVerdict, verdictOf } from './verdict.js';

const path = mkdtempSync(join(tmpdir(), 'knotwork-stored-'));
afterAll(() => { rmSync(path, { recursive: true }); });
const folder = new StudyFolder(path);
// An arm whose name is a number, to those who look at nothing else.
const plan = await planned(STUDY.replace('network.basis: [b-spline, chebyshev]', 'basis: { usual: {}, Infinity: { network.basis: chebyshev } }'));
const [look] = recordOf(plan).looks;
const record = recordOf(plan, { looks: [{ ...look!, isJudged: true }] });

beforeEach(() => {
  rmSync(path, { recursive: true });
  folder.make();
  for (const { id, arm, seed } of plan.trials) leaveTrial(folder, id, arm === 'Infinity' ? { status: 'diverged' } : { metrics: { test: { rmse: seed } } });
});

const store = (changes: object = {}): void => { writeFileSync(join(path, 'verdict.json'), stableJson({ ...plainVerdict(verdictOf(record, collect(folder, record))), ...changes })); };

test('what was said is read again as it was, infinite ratios and names that look like them', () => {
  store();
  const verdict = verdictOf(record, collect(folder, record));
  expect(verdict.sets[0]!.comparisons[0]).toMatchObject({ arm: 'Infinity', ratio: Infinity });
  for (const { id } of plan.trials) rmSync(folder.trial(id), { recursive: true });
  expect(judgedVerdict(folder, record)).toEqual(verdict);
});

test('one of another plan, of another look, damaged or lost is made once more', () => {
  const verdict = verdictOf(record, collect(folder, record));
  for (const changes of [{ registered: 'other' }, { look: 2 }, { schema: 1 }]) {
    store({ ...changes, notes: ['another one'] });
    expect(judgedVerdict(folder, record)).toEqual(verdict);
  }
  writeFileSync(join(path, 'verdict.json'), 'damaged');
  expect(judgedVerdict(folder, record)).toEqual(verdict);
  rmSync(join(path, 'verdict.json'));
  expect(judgedVerdict(folder, record)).toEqual(verdict);
});

test('a study that was not judged has none', () => {
  store();
  expect(judgedVerdict(folder, recordOf(plan))).toBeUndefined();
});
