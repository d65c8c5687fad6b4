import { afterAll, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lease } from '@knotwork/workspace';
import { StudyFolder } from './study-folder.js';

const path = mkdtempSync(join(tmpdir(), 'knotwork-study-folder-'));
afterAll(() => { rmSync(path, { recursive: true }); });

test('who has lost the lease of a study writes nothing more, whatever it found', () => {
  const lease = new Lease(path);
  const folder = new StudyFolder(path, lease);
  folder.writeFile('tables.txt', 'before');
  writeFileSync(join(path, 'lock'), `${JSON.stringify({ token: 'a', pid: 1, host: 'elsewhere' })}\n000000000001\n`);
  expect(() => { folder.writeFile('tables.txt', 'after'); }).toThrow('Another process has taken over');
  expect(() => { folder.writeFile('verdict.json', '{}'); }).toThrow('Another process has taken over');
  expect(readFileSync(join(path, 'tables.txt'), 'utf8')).toBe('before');
  expect(existsSync(join(path, 'verdict.json'))).toBe(false);
  lease.release();
});
