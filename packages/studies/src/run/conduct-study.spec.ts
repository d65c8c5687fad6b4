import { afterAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HALVED } from '../fixtures/halved.js';
import { planned, STUDY } from '../fixtures/planned.js';
import { recordOf } from '../fixtures/record.js';
import { conductStudy, type PreparedStudy, type Progress } from './conduct-study.js';
import { StudyFolder } from './study-folder.js';

const parent = mkdtempSync(join(tmpdir(), 'knotwork-conduct-'));
afterAll(() => { rmSync(parent, { recursive: true }); });

// 4 arms with 2 seeds, 2 with 1, and 1 beside the baseline with 8: how many trials there are going to be, and not all that there might be.
test.each([['as it is', STUDY, 12], ['that stops arms', HALVED, 26]])('who conducts a study %s waits until it is known whether somebody of another machine still does, and says so; one who does is left alone', async (name, study, trials) => {
  const folder = new StudyFolder(join(parent, name));
  mkdirSync(folder.path);
  const hold = (beats: number): void => { writeFileSync(join(folder.path, 'lock'), `${JSON.stringify({ token: 'a', pid: 12, host: 'elsewhere', since: '2026-01-01T00:00:00.000Z', job: null, boot: 'b', space: 's', began: '1' })}\n${String(beats).padStart(12, '0')}\n`); };
  hold(7);
  const record = recordOf(await planned(study));
  let begun = 0;
  const prepared = { record, done: 5, says: [], launch: async () => { begun++; } } as unknown as PreparedStudy;
  const told: Progress[] = [];
  // It beats once it is waited for.
  const tell = (progress: Progress): void => { told.push(progress); hold(8); };
  const program = { module: 'none', args: [] };
  await expect(conductStudy(prepared, folder, program, 1, new AbortController().signal, tell)).rejects.toMatchObject({ code: 'busy' });
  expect(told).toEqual([{ done: 5, trials, event: { event: 'waits', holder: expect.stringMatching(/^process 12 of elsewhere since 2026/), seconds: 60 } }]);
  expect(begun).toBe(0);
});
