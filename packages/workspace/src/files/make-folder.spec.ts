import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './make-folder.js';

test('a folder is made with those above it, and may be there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'knotwork-folder-'));
  for (let time = 0; time < 2; time++) makeFolder(join(folder, 'a/b/c'));
  expect(statSync(join(folder, 'a/b/c')).isDirectory()).toBe(true);
  rmSync(folder, { recursive: true });
});

test('where nothing can be made, it says so', () => {
  expect(() => { makeFolder('/proc/nowhere/deep'); }).toThrow(/mkdir '\/proc/);
});
