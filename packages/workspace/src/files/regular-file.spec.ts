import { afterAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles } from './disk-files.js';
import { regularBytes, regularText } from './regular-file.js';
import { roomForBytes, roomForText } from './room-for-files.js';

const folder = mkdtempSync(join(tmpdir(), 'knotwork-files-'));
afterAll(() => { rmSync(folder, { recursive: true }); });
const at = (name: string): string => join(folder, name);

const reasons = (path: string): Promise<string[]> => Promise.all([diskFiles.read(path, folder), diskFiles.readBytes(path, folder)].map((read) => read.then(() => 'read', (error: Error) => error.message)));
const isWindows = process.platform === 'win32';

test('a file is read as it is, also by a link to it', async () => {
  writeFileSync(at('a.csv'), '\uFEFFx\n1\n');
  expect(await diskFiles.read('a.csv', folder)).toBe('\uFEFFx\n1\n');
  expect([...await diskFiles.readBytes('a.csv', folder)]).toEqual([0xef, 0xbb, 0xbf, 120, 10, 49, 10]);
  if (isWindows) return;
  symlinkSync(at('a.csv'), at('link.csv'));
  expect(await diskFiles.read('link.csv', folder)).toBe('\uFEFFx\n1\n');
});

test('what is no file is refused in words before it is opened', async () => {
  mkdirSync(at('tables'));
  expect(await reasons('tables')).toEqual(new Array(2).fill('it is a folder'));
  expect(await reasons('a.csv/below.csv')).toEqual(new Array(2).fill('there is no such file'));
  expect(await reasons('none.csv')).toEqual(new Array(2).fill('there is no such file'));
  if (isWindows) return;
  execFileSync('mkfifo', [at('pipe')]);
  symlinkSync('/dev/zero', at('endless.csv'));
  const from = performance.now();
  expect(await reasons('pipe')).toEqual(new Array(2).fill('it is a pipe, and only files are read'));
  expect(await reasons('/dev/zero')).toEqual(new Array(2).fill('it is a device, and only files are read'));
  expect(await reasons('endless.csv')).toEqual(new Array(2).fill('it is a device, and only files are read'));
  expect(performance.now() - from).toBeLessThan(2000);
});

test('a file is refused by its size before it is read, with what would fit, and one that just fits is read', async () => {
  writeFileSync(at('large.csv'), 'x'.repeat(2001));
  const room = (bytes: number) => () => ({ bytes, of: 'a drawer' });
  await expect(regularBytes(at('large.csv'), room(2000))).rejects.toThrow('it has 2 kB, and at most 2 kB fit into a drawer. Keep fewer rows or columns');
  await expect(regularText(at('large.csv'), room(1999))).rejects.toThrow('it has to be read as text and has 2 kB, and at most 2 kB fit into a drawer. Keep fewer rows or columns');
  expect((await regularBytes(at('large.csv'), room(2001))).length).toBe(2001);
  // Sparse: a terabyte that takes no room on the disk.
  writeFileSync(at('endless'), '');
  truncateSync(at('endless'), 1e12);
  const from = performance.now();
  for (const reason of await reasons('endless')) expect(reason).toMatch(/^it (has to be read as text and )?has 1 TB, and at most [\d.]+ [MG]B fit into .*\. Keep fewer rows or columns$/);
  expect(performance.now() - from).toBeLessThan(2000);
});

test('there is room for the tables of everyday, and for texts less than for bytes', () => {
  expect(roomForText().bytes).toBeGreaterThan(1e7);
  expect(roomForBytes().bytes).toBeGreaterThanOrEqual(roomForText().bytes);
  expect(roomForBytes().bytes).toBeLessThan(2 ** 31);
});
