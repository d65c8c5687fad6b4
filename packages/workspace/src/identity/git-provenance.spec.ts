import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git as ask, onceMoreIfKilled } from './git.js';
import { GitProvenance } from './git-provenance.js';
import { sourceState } from './source-state.js';

const folder = mkdtempSync(join(tmpdir(), 'knotwork-provenance-'));
beforeAll(() => { mkdirSync(join(folder, 'tree')); });
afterAll(() => { rmSync(folder, { recursive: true }); });
const git = (...args: string[]): string => execFileSync('git', ['-C', join(folder, 'tree'), '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

test('the state of a tree: none, without a commit, committed, changed, changed elsewhere', async () => {
  const tree = join(folder, 'tree');
  expect(await sourceState(ask, join(folder, 'nowhere'))).toBeNull();
  expect(await sourceState(ask, folder)).toBeNull();
  git('init', '--quiet');
  expect(await sourceState(ask, tree)).toEqual({ commit: null, isDirty: true });
  writeFileSync(join(tree, 'a.txt'), 'one');
  git('add', '.');
  git('commit', '--quiet', '--message', 'first');
  const commit = git('rev-parse', 'HEAD');
  expect(await sourceState(ask, tree)).toEqual({ commit, isDirty: false });
  writeFileSync(join(tree, 'b.txt'), 'new');
  expect(await sourceState(ask, tree)).toEqual({ commit, isDirty: true });
  expect(await sourceState(ask, tree, ['a.txt'])).toEqual({ commit, isDirty: false });
  expect(await sourceState(ask, join(tree, '.git'))).toEqual({ commit: null, isDirty: true });
});

test('git is asked once about a folder, whoever asks and however often', async () => {
  const calls: string[] = [];
  const tree = join(folder, 'tree');
  const provenance = new GitProvenance(tree, (...call) => { calls.push(call.join(' ')); return ask(...call); });
  const states = await Promise.all([provenance.source(), provenance.source(), provenance.stateOf(tree), provenance.stateOf(tree)]);
  const commit = git('rev-parse', 'HEAD');
  expect(states).toEqual([{ commit, isDirty: false }, states[0], { commit, isDirty: true }, states[2]]);
  await provenance.source();
  // The code of the tree is one question, the whole tree another.
  expect(calls).toEqual([`${tree} status --porcelain=v2 --branch -- packages apps package.json package-lock.json tsconfig.base.json`, `${tree} status --porcelain=v2 --branch`]);
  expect(await provenance.code()).toBe(await provenance.code());
  expect(calls).toHaveLength(2);
});

test('a folder that git does not know, and a process without git', async () => {
  const provenance = new GitProvenance(folder);
  expect([await provenance.source(), await provenance.stateOf(folder), await provenance.code()]).toEqual([{ commit: null, isDirty: true }, null, null]);
  expect(await new GitProvenance(join(folder, 'tree'), () => Promise.reject(new Error('spawn git ENOENT'))).source()).toEqual({ commit: null, isDirty: true });
});

test('a git that was killed is asked once more, one that refuses is not', async () => {
  const calls: string[][] = [];
  const ends = (...ends: (object | null)[]) => onceMoreIfKilled((...call) => {
    calls.push(call);
    const end = ends[calls.length - 1];
    return end == null ? Promise.resolve('answer') : Promise.reject(Object.assign(new Error('git'), end));
  });
  expect(await ends({ signal: 'SIGKILL' })('folder', 'status', '--branch')).toBe('answer');
  expect(calls.splice(0)).toEqual([['folder', 'status', '--branch'], ['folder', 'status', '--branch']]);
  await expect(ends({ code: 128, signal: null })('folder', 'status')).rejects.toThrow('git');
  expect(calls.splice(0)).toHaveLength(1);
  await expect(ends({ signal: 'SIGKILL' }, { signal: 'SIGKILL' })('folder', 'status')).rejects.toThrow('git');
  expect(calls).toHaveLength(2);
});
