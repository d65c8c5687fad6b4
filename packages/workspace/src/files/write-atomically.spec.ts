import { afterAll, beforeEach, expect, jest, test } from '@jest/globals';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the system was asked to do, in order: files by their names. */
let calls: string[] = [];
const names = new Map<number, string>();
jest.unstable_mockModule('node:fs', () => ({
  ...fs,
  openSync: (path: string, flags: string) => { const descriptor = fs.openSync(path, flags); names.set(descriptor, path); return descriptor; },
  writeSync: (descriptor: number, bytes: Uint8Array, from: number) => { calls.push(`write ${names.get(descriptor)}`); return fs.writeSync(descriptor, bytes, from, Math.min(5, bytes.length - from)); },
  fsyncSync: (descriptor: number) => { calls.push(`force ${names.get(descriptor)}`); fs.fsyncSync(descriptor); },
  renameSync: (from: string, to: string) => { calls.push(`rename ${from} to ${to}`); fs.renameSync(from, to); },
}));
const { writeAtomically } = await import('./write-atomically.js');

const folder = fs.mkdtempSync(join(tmpdir(), 'knotwork-atomic-'));
const [path, draft] = [join(folder, 'result.json'), join(folder, '.result.json.tmp')];
afterAll(() => { fs.rmSync(folder, { recursive: true }); });
beforeEach(() => { calls = []; });

test('content is forced to the disk before it takes the place of the old one, and the folder after', () => {
  writeAtomically(path, 'twelve bytes');
  expect(fs.readFileSync(path, 'utf8')).toBe('twelve bytes');
  expect(calls).toEqual([`write ${draft}`, `write ${draft}`, `write ${draft}`, `force ${draft}`, `rename ${draft} to ${path}`, `force ${folder}`]);
});

test('what fails leaves the old content and nothing beside it', () => {
  fs.mkdirSync(join(folder, 'taken'));
  fs.writeFileSync(join(folder, 'taken', 'file'), 'old');
  expect(() => writeAtomically(join(folder, 'taken'), 'new')).toThrow();
  expect(fs.readdirSync(folder).sort()).toEqual(['result.json', 'taken']);
  expect(fs.readFileSync(join(folder, 'taken', 'file'), 'utf8')).toBe('old');
});
