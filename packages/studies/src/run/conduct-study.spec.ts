import { afterAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planned, STUDY } from '../fixtures/planned.js';
import { recordOf } from '../fixtures/record.js';
import { conductStudy, type PreparedStudy, type Progress } from './conduct-study.js';
import { StudyFolder } from './study-folder.js';

const parent = mkdtempSync(join(tmpdir(), 'knotwork-conduct-'));
afterAll(() => { rmSync(parent, { recursive: true }); });

test('who conducts a study waits until it is known whether somebody of another machine still does, and says so; one who does is left alone', async () => {
  const folder = new StudyFolder(join(parent, 'held'));
  mkdirSync(folder.path);
  const hold = (beats: number): void => { writeFileSync(join(folder.path, 'lock'), `${JSON.stringify({ token: 'a', pid: 12, host: 'elsewhere', since: '2026-01-01T00:00:00.000Z', job: null, boot: 'b', space: 's', began: '1' })}\n${String(beats).padStart(12, '0')}\n`); };
  hold(7);
  const record = recordOf(await planned(STUDY));
  let begun = 0;
  const prepared = { record, done: 5, says: [], launch: async () => { begun++; } } as unknown as PreparedStudy;
  const told: Progress[] = [];
  // It beats once it is waited for.
  const tell = (progress: Progress): void => { told.push(progress); hold(8); };
  const program = { module: 'none', args: [] };
  await expect(conductStudy(prepared, folder, program, 1, new AbortController().signal, tell)).rejects.toMatchObject({ code: 'busy' });
  expect(told).toEqual([{ done: 5, trials: 12, event: { event: 'waits', holder: expect.stringMatching(/^process 12 of elsewhere since 2026/), seconds: 60 } }]);
  expect(begun).toBe(0);
});
