import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaveTrial } from '../fixtures/leave-trial.js';
import { StudyFolder } from '../run/study-folder.js';
import type { PackedTrials } from './packed-trials.js';
import { TrialFiles } from './trial-files.js';

const path = mkdtempSync(join(tmpdir(), 'knotwork-trial-files-'));
afterAll(() => { rmSync(path, { recursive: true }); });
const folder = new StudyFolder(path);
const ID = '0123456789ab';
const at = (name: string): string => join(folder.trial(ID), name);
const wrong = (name: string, reason: string, remedy = 'Delete'): string => `${at(name)} is not what was written: ${reason}. ${remedy} ${folder.trial(ID)} and give the command of the study again: it repeats that trial.`;
beforeEach(() => { rmSync(folder.trials, { recursive: true, force: true }); leaveTrial(folder, ID); });

test('a result that is not the one that was written is refused, one number of it or its end', () => {
  expect(folder.filesOf(ID).result()).toMatchObject({ status: 'completed' });
  const text = readFileSync(at('result.json'), 'utf8');
  const edited = text.replace('"rmse":3', '"rmse":1');
  expect(edited).not.toBe(text);
  writeFileSync(at('result.json'), edited);
  expect(() => folder.filesOf(ID).result()).toThrow(wrong('result.json', 'its SHA-256 is not the one in timing.json'));
  expect(() => folder.filesOf(ID).isCompleted).toThrow(wrong('result.json', 'its SHA-256 is not the one in timing.json'));
  writeFileSync(at('result.json'), text);
  expect(folder.filesOf(ID).isCompleted).toBe(true);
  truncateSync(at('result.json'), 20);
  expect(() => folder.filesOf(ID).result()).toThrow(wrong('result.json', 'its SHA-256 is not the one in timing.json'));
});

test('without what tells how the result was, or with another file damaged, that file is named', () => {
  writeFileSync(at('timing.json'), '{ "seconds": 1 }');
  expect(() => folder.filesOf(ID).result()).toThrow(wrong('timing.json', 'it does not say what the other files of the run were like when it ended'));
  rmSync(at('timing.json'));
  expect(() => folder.filesOf(ID).result()).toThrow(wrong('timing.json', 'it is gone'));
  truncateSync(at('run.json'), 3);
  expect(() => folder.filesOf(ID).run()).toThrow(/run\.json is not what was written: .* Delete .*0123456789ab and give the command of the study again/);
});

test('what is packed has to be unpacked first', () => {
  rmSync(at('timing.json'));
  const packed = { has: () => true, filesOf: () => undefined, refresh: () => false } as unknown as PackedTrials;
  expect(() => new TrialFiles(ID, folder.trial(ID), packed).result()).toThrow(wrong('timing.json', 'it is gone', 'Unpack the study with "knotwork unpack", delete'));
});
