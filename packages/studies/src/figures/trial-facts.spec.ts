import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaveTrial } from '../fixtures/leave-trial.js';
import { planned, STUDY } from '../fixtures/planned.js';
import { recordOf } from '../fixtures/record.js';
import type { TrialFiles } from '../pack/trial-files.js';
import { StudyFolder } from '../run/study-folder.js';
import { collect } from '../verdict/collect.js';
import { collectFacts } from './trial-facts.js';

const path = mkdtempSync(join(tmpdir(), 'knotwork-facts-'));
afterAll(() => { rmSync(path, { recursive: true }); });

test('what figures need is taken while trials are collected: each result is read once', async () => {
  const read: string[] = [];
  class Watched extends StudyFolder {
    override filesOf(id: string): TrialFiles {
      const files = super.filesOf(id);
      const result = files.result.bind(files);
      files.result = () => { read.push(id); return result(); };
      return files;
    }
  }
  const plan = await planned(STUDY);
  const folder = new Watched(path);
  plan.trials.forEach(({ id, arm }, k) => { leaveTrial(folder, id, { seconds: k, ...(arm === 'chebyshev' ? { status: 'diverged', reason: 'not finite' } : {}) }); });
  const { collected, facts } = collectFacts(folder, recordOf(plan));
  expect(read).toEqual(plan.trials.map(({ id }) => id));
  expect(collected).toEqual(collect(folder, recordOf(plan)));
  expect(facts.map(({ trial, seconds, reason }) => [trial.id, seconds, reason])).toEqual(plan.trials.map(({ id, arm }, k) => [id, k, arm === 'chebyshev' ? 'not finite' : null]));
});
