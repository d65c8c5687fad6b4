import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isKnotworkError } from '@knotwork/plugin';
import { Lease } from '@knotwork/workspace';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaveTrial } from '../fixtures/leave-trial.js';
import { planned, STUDY } from '../fixtures/planned.js';
import { recordOf } from '../fixtures/record.js';
import { StudyFolder } from '../run/study-folder.js';
import { StatusReader } from '../status/study-status.js';
import { trialRows } from '../tables/trial-rows.js';
import { collect } from '../verdict/collect.js';
import { filesBelow } from './folder-files.js';
import { packStudy } from './pack-study.js';
import { unpackStudy } from './unpack-study.js';

const path = mkdtempSync(join(tmpdir(), 'knotwork-pack-'));
afterAll(() => { rmSync(path, { recursive: true }); });
const plan = await planned(STUDY.replace('1..6', '1..3'));
const record = recordOf(plan);
const ids = plan.trials.map(({ id }) => id);
const rung = { event: 'rung', seconds: 0.5 };
const ladder = { kind: 'extend-grid', kept: 0, rungs: [{ level: [3], metrics: { train: { rmse: 1 }, validation: null, test: { rmse: 0.5 } }, parameters: { effective: 3 } }] };
let folder: StudyFolder;

beforeEach(() => {
  rmSync(path, { recursive: true });
  folder = new StudyFolder(path);
  folder.make();
  folder.write(record);
  ids.forEach((id, k) => { leaveTrial(folder, id, { seconds: k + 1, metrics: { train: { rmse: 1 }, validation: { rmse: 2 }, test: { rmse: k + 3 } }, stages: [ladder], events: [rung] }); });
  mkdirSync(join(folder.trial(ids[0]!), 'members/1'), { recursive: true });
  writeFileSync(join(folder.trial(ids[0]!), 'members/1/network.safetensors'), Buffer.from([0, 255, 13, 10]));
});

/** Every file below a folder with its bytes. */
const bytesIn = (below: string): Readonly<Record<string, string>> => Object.fromEntries(filesBelow(below).files.map((name) => [name, readFileSync(join(below, name)).toString('hex')]));
/** What those who read a study see of it. */
function seen(): unknown {
  const fresh = new StudyFolder(path);
  return [collect(fresh, record), trialRows(fresh, record), new StatusReader(fresh).read(0)];
}
async function refusal(act: () => Promise<unknown>): Promise<string> {
  return act().then(() => 'nothing', (error: unknown) => (isKnotworkError(error) ? `${error.code}: ${error.message}` : String(error)));
}

test('a packed study is read as before, and unpacked to the byte', async () => {
  const [before, view] = [bytesIn(path), seen()];
  const packed = await packStudy(folder);
  expect(packed).toMatchObject({ archive: 'trials-1.zip', trials: 6, left: [], files: { before: 26, after: 2 } });
  expect(readdirSync(path).sort()).toEqual(['claims', 'study.json', 'trials', 'trials-1.zip']);
  expect(readdirSync(folder.trials)).toEqual([]);
  expect(packed.bytes.archive).toBe(readFileSync(join(path, 'trials-1.zip')).byteLength);
  expect(seen()).toEqual(view);
  expect(await packStudy(folder)).toMatchObject({ archive: null, trials: 0, files: { before: 2, after: 2 } });
  expect(await unpackStudy(folder)).toEqual({ archives: ['trials-1.zip'], trials: 6, files: { before: 2, after: 26 } });
  expect(bytesIn(path)).toEqual(before);
  expect(await unpackStudy(folder)).toMatchObject({ archives: [], trials: 0 });
});

test('what came after a packing lies beside it, and is packed into an archive of its own', async () => {
  renameSync(folder.trial(ids[5]!), join(path, 'later'));
  await packStudy(folder);
  const reader = new StatusReader(folder);
  expect(reader.read(0).done).toBe(5);
  renameSync(join(path, 'later'), folder.trial(ids[5]!));
  const view = seen();
  expect(reader.read(0).done).toBe(6);
  expect(await packStudy(folder)).toMatchObject({ archive: 'trials-2.zip', trials: 1, files: { before: 6, after: 3 } });
  expect(seen()).toEqual(view);
  expect(await unpackStudy(folder)).toMatchObject({ archives: ['trials-1.zip', 'trials-2.zip'], trials: 6 });
  expect(seen()).toEqual(view);
});

test('who reads while trials come and go sees all of them', async () => {
  const reader = new StudyFolder(path);
  const result = (id: string): unknown => reader.filesOf(id).result();
  const [first, second] = [result(ids[0]!), result(ids[1]!)];
  await packStudy(folder);
  expect([reader.isDone(ids[0]!), result(ids[0]!), reader.filesOf(ids[2]!).timing()]).toEqual([true, first, expect.objectContaining({ finished: '2026-01-01T00:00:00.000Z', seconds: 3 })]);
  await unpackStudy(folder);
  expect([reader.isDone(ids[1]!), result(ids[1]!), reader.filesOf('none').result(), reader.isDone('none')]).toEqual([true, second, null, false]);
});

describe('cut off at any moment it goes on', () => {
  const packed = async (): Promise<readonly [Readonly<Record<string, string>>, unknown]> => {
    const [before, view] = [bytesIn(folder.trials), seen()];
    cpSync(folder.trials, join(path, 'copy'), { recursive: true });
    await packStudy(folder);
    return [before, view];
  };
  const back = (id: string, to: string): void => { cpSync(join(path, 'copy', id), join(folder.trials, to), { recursive: true }); };

  test('before the archive was whole', async () => {
    const view = seen();
    writeFileSync(join(path, '.trials-1.zip.tmp'), 'half of it');
    expect(seen()).toEqual(view);
    expect(await packStudy(folder)).toMatchObject({ archive: 'trials-1.zip', trials: 6, files: { after: 2 } });
    expect(seen()).toEqual(view);
  });

  test('before all folders were gone', async () => {
    const [, view] = await packed();
    back(ids[1]!, ids[1]!);
    // This one was being removed.
    back(ids[2]!, `.${ids[2]!}`);
    rmSync(join(folder.trials, `.${ids[2]!}`, 'result.json'));
    rmSync(join(path, 'copy'), { recursive: true });
    expect(seen()).toEqual(view);
    expect(await packStudy(folder)).toMatchObject({ archive: null, files: { after: 2 } });
    expect([readdirSync(folder.trials), seen()]).toEqual([[], view]);
  });

  test('before all was unpacked', async () => {
    const [before, view] = await packed();
    back(ids[1]!, ids[1]!);
    back(ids[2]!, `.${ids[2]!}`);
    expect(seen()).toEqual(view);
    await unpackStudy(folder);
    expect(bytesIn(folder.trials)).toEqual(before);
    expect(existsSync(join(path, 'trials-1.zip'))).toBe(false);
  });
});

describe('what differs in an archive and beside it', () => {
  beforeEach(async () => {
    await packStudy(folder);
    leaveTrial(folder, ids[1]!, { metrics: { train: { rmse: 1 }, validation: { rmse: 2 }, test: { rmse: 99 } } });
  });
  const told = `environment: ${join(path, 'trials', ids[1]!)} and what ${join(path, 'trials-1.zip')} holds of the same trial differ. Move the folder away to go on with what is packed, or the archive to go on with the folders.`;

  test('is told by who reads it, packs it or unpacks it, and left as it is', async () => {
    const before = bytesIn(path);
    expect(await refusal(async () => new StatusReader(folder).read(0))).toBe(told);
    expect(await refusal(() => packStudy(folder))).toBe(told);
    expect(await refusal(() => unpackStudy(folder))).toBe(told);
    // What was unpacked until then is whole.
    expect(bytesIn(path)).toMatchObject(before);
  });
});

test('a folder that lacks a file of what is packed is not taken for it: the archive stays', async () => {
  cpSync(folder.trials, join(path, 'copy'), { recursive: true });
  await packStudy(folder);
  cpSync(join(path, 'copy', ids[1]!), folder.trial(ids[1]!), { recursive: true });
  rmSync(join(path, 'copy'), { recursive: true });
  rmSync(join(folder.trial(ids[1]!), 'metrics.jsonl'));
  const before = bytesIn(path);
  const differs = /^environment: .* differ\. Move the folder away/;
  expect(await refusal(() => unpackStudy(folder))).toMatch(differs);
  expect(await refusal(() => packStudy(folder))).toMatch(differs);
  expect(bytesIn(path)).toMatchObject(before);
});

describe('a damaged archive', () => {
  test('is told, and loses nothing more', async () => {
    await packStudy(folder);
    const archive = join(path, 'trials-1.zip');
    const whole = readFileSync(archive);
    // The first byte of the first file.
    whole[30 + whole.readUInt16LE(26)]! ^= 0xff;
    writeFileSync(archive, whole);
    expect(await refusal(() => unpackStudy(folder))).toMatch(/^environment: .*trials-1\.zip is not what was written: /);
    expect(readFileSync(archive).equals(whole)).toBe(true);
    writeFileSync(archive, whole.subarray(0, 1000));
    expect(await refusal(async () => new StatusReader(new StudyFolder(path)).read(0))).toContain('it has no list of contents at its end');
  });
});

describe('who is at work is not disturbed', () => {
  test('by packing or unpacking', async () => {
    const before = bytesIn(path);
    const other = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    const live = (name: string): void => { writeFileSync(join(path, name), `${JSON.stringify({ ...JSON.parse(readFileSync(join(path, name), 'utf8').split('\n')[0]!) as object, token: 'other', pid: other.pid, began: null })}\n000000000001\n`); };
    try {
      for (const name of ['lock', `claims/${ids[3]!}.lock`, `trials/${ids[4]!}/lock`]) {
        const lease = new Lease(join(path, name, '..'), { name: name.split('/').at(-1)! });
        live(name);
        const who = `process ${other.pid!} of `;
        const words = name === 'lock' ? `busy: The study in "${path}" is being conducted, packed or unpacked by ${who}` : `busy: ${who}`;
        expect(await refusal(() => packStudy(folder))).toContain(words);
        if (!name.startsWith('trials')) expect(await refusal(() => unpackStudy(folder))).toContain(words);
        lease.release();
        rmSync(join(path, name));
        expect(bytesIn(path)).toEqual(before);
      }
    } finally {
      other.kill('SIGKILL');
    }
  }, 60_000);

  test('claims and leases of the dead do not count', async () => {
    const dead = `${JSON.stringify({ token: 'gone', pid: 2 ** 22 + 1, host: (await import('node:os')).hostname() })}\n000000000001\n`;
    writeFileSync(join(folder.claims, `${ids[0]!}.lock`), dead);
    writeFileSync(join(folder.trial(ids[0]!), 'lock'), dead);
    writeFileSync(join(path, 'lock'), dead);
    expect(await packStudy(folder)).toMatchObject({ trials: 6, files: { after: 2 } });
    expect(readdirSync(folder.claims)).toEqual([]);
  });
});

test('what has not ended, and what is more than files, stays a folder', async () => {
  rmSync(join(folder.trial(ids[0]!), 'result.json'));
  writeFileSync(join(folder.trial(ids[0]!), 'checkpoint.json'), '{}');
  leaveTrial(folder, ids[1]!, { status: 'interrupted' });
  if (process.platform !== 'win32') symlinkSync('/tmp', join(folder.trial(ids[2]!), 'link'));
  const packed = await packStudy(folder);
  expect(packed).toMatchObject({ trials: process.platform === 'win32' ? 4 : 3 });
  expect(packed.left[0]).toEqual({ trial: ids[1], reason: 'it has not come to its end' });
  if (process.platform !== 'win32') expect(packed.left[1]).toEqual({ trial: ids[2], reason: 'link is no regular file' });
  expect(readdirSync(folder.trials).sort()).toEqual(ids.slice(0, process.platform === 'win32' ? 2 : 3).sort());
  expect(folder.isDone(ids[0]!)).toBe(false);
});
