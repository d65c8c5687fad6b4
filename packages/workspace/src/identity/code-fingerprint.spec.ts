import { afterAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeFingerprint } from './code-fingerprint.js';
import { sourceState } from './source-state.js';
import { git as ask } from './git.js';
import { GitProvenance } from './git-provenance.js';

const folder = mkdtempSync(join(tmpdir(), 'knotwork-tree-'));
afterAll(() => { rmSync(folder, { recursive: true }); });
const git = (...args: string[]): string => execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
const write = (path: string, content: string | Uint8Array): void => { writeFileSync(join(folder, path), content); };
const fingerprint = async (): Promise<string | null> => codeFingerprint(ask, folder, (await sourceState(ask, folder, ['packages']))!);

test('a release is told by its version, and a tree without git not at all', async () => {
  expect(await new GitProvenance(null).code()).toMatch(/^release \d+\.\d+\.\d+/);
  expect(await codeFingerprint(ask, folder, { commit: null, isDirty: true })).toBeNull();
  expect(await codeFingerprint(ask, join(folder, 'nowhere'), { commit: '0123', isDirty: true })).toBeNull();
});

test('a committed tree is told by its commit, a changed one by every change of its code', async () => {
  git('init', '--quiet');
  mkdirSync(join(folder, 'packages'));
  mkdirSync(join(folder, 'apps'));
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.base.json', 'apps/b.ts']) write(file, '{}');
  write('packages/a.ts', 'one');
  write('.gitignore', 'dist/\n');
  git('add', '.');
  git('commit', '--quiet', '--message', 'first');
  const clean = await fingerprint();
  expect(clean).toBe(`commit ${git('rev-parse', 'HEAD')}`);

  // What is ignored, and what lies beside the code, is not code.
  mkdirSync(join(folder, 'packages/dist'));
  write('packages/dist/a.js', 'built');
  write('notes.md', 'two');
  expect(await fingerprint()).toBe(clean);

  const seen = [clean];
  const isNew = async (): Promise<void> => {
    const now = await fingerprint();
    expect(now).toMatch(/^changed [0-9a-f]{64}$/);
    expect(seen).not.toContain(now);
    expect(await fingerprint()).toBe(now);
    seen.push(now);
  };
  write('packages/a.ts', 'two');
  await isNew();
  write('packages/a.ts', 'three');
  await isNew();
  write('packages/new.bin', Uint8Array.of(0, 255));
  await isNew();
  write('packages/new.bin', Uint8Array.of(0, 254));
  await isNew();
  git('add', 'packages/new.bin');
  await isNew();
  git('reset', '--quiet');
  rmSync(join(folder, 'packages/new.bin'));
  write('packages/a.ts', 'one');
  expect(await fingerprint()).toBe(clean);
});
