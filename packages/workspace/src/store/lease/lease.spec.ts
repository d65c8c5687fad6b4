import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { isKnotworkError } from '@knotwork/plugin';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { holderOf, Lease, Leases, seeHolder } from './lease.js';

const parent = mkdtempSync(join(tmpdir(), 'knotwork-lease-'));
afterAll(() => { rmSync(parent, { recursive: true }); });
let [folder, count] = ['', 0];
beforeEach(() => { folder = join(parent, String(++count)); mkdirSync(folder); });

const QUICK = { beat: 20, lease: 240 };
const path = (): string => join(folder, 'lock');
const text = (): string => readFileSync(path(), 'utf8');
/** As whoever takes a lease over does it: another file comes to its place. */
const write = (holder: object, beats = 7): void => {
  writeFileSync(`${path()}.new`, `${JSON.stringify(holder)}\n${String(beats).padStart(12, '0')}\n`);
  renameSync(`${path()}.new`, path());
};
const elsewhere = { token: 'a', pid: 12, host: 'elsewhere', place: 'x', began: '1', job: '77', since: '2026-01-01T00:00:00.000Z' };
const codeOf = (act: () => unknown): string => { try { act(); return 'none'; } catch (error) { return isKnotworkError(error) ? error.code : String(error); } };
async function until(isSo: () => boolean): Promise<void> { while (!isSo()) await wait(5); }

test('it says who holds it and counts from a thread, though this one is busy', async () => {
  const lease = new Lease(folder, { leases: new Leases(QUICK) });
  const [line, first] = text().split('\n');
  expect(JSON.parse(line!)).toMatchObject({ pid: process.pid, host: hostname() });
  expect(Number(first)).toBe(0);
  await until(() => Number(text().split('\n')[1]) > 1);
  const before = Number(text().split('\n')[1]);
  // Nothing else gets a turn here.
  for (const end = performance.now() + 20_000; performance.now() < end && Number(text().split('\n')[1]) <= before + 3;);
  const [same, after] = text().split('\n');
  expect(Number(after)).toBeGreaterThan(before + 3);
  expect(same).toBe(line);
  lease.requireHeld();
  lease.release();
  await wait(3 * QUICK.beat);
  expect(readdirSync(folder)).toEqual([]);
});

test('of a process of this machine that has ended it is free at once, also when its number was given again', () => {
  new Lease(folder).release();
  const lease = new Lease(folder);
  const mine = JSON.parse(text().split('\n')[0]!) as Record<string, unknown>;
  lease.release();
  write({ ...mine, token: 'b', pid: spawnSync(process.execPath, ['--version']).pid });
  expect(holderOf(folder)).toBeNull();
  new Lease(folder).release();
  if (mine['began'] === null) return;
  // This process lives, and began at another time than the one that held the lease.
  write({ ...mine, token: 'b', began: '1' });
  new Lease(folder).release();
  write({ ...mine, token: 'b' });
  expect(codeOf(() => new Lease(folder))).toBe('busy');
  expect(holderOf(folder)).toMatchObject({ token: 'b', pid: process.pid });
});

test('of a process that nobody can ask it is kept while it beats, and taken over when it is silent by the clock of who asks', async () => {
  // Long enough for a machine that has much else to do.
  const rhythm = { beat: 20, lease: 2400 };
  const leases = new Leases(rhythm);
  write(elsewhere);
  expect(holderOf(folder)).toEqual(elsewhere);
  expect(holderOf(folder, 'other')).toBeNull();
  const told: [string, number][] = [];
  let beats = 7;
  const alive = setInterval(() => { write(elsewhere, ++beats); }, 4 * QUICK.beat);
  await seeHolder(folder, (...args) => { told.push(args); }, undefined, { leases });
  expect(told).toEqual([['process 12 of elsewhere, job 77, since 2026-01-01T00:00:00.000Z', 2.4]]);
  expect(codeOf(() => new Lease(folder, { leases }))).toBe('busy');
  clearInterval(alive);

  const began = performance.now();
  await seeHolder(folder, undefined, undefined, { leases });
  expect(performance.now() - began).toBeGreaterThan(0.9 * rhythm.lease);
  // Whoever has not looked for so long does not know.
  expect(codeOf(() => new Lease(folder, { leases: new Leases(QUICK) }))).toBe('busy');
  const lease = new Lease(folder, { leases });
  expect(JSON.parse(text().split('\n')[0]!)).toMatchObject({ pid: process.pid });
  lease.release();
});

test('what is told of one lease of a process holds for its others, until it tells something new', async () => {
  const leases = new Leases(QUICK);
  write(elsewhere, 7);
  await seeHolder(folder, undefined, undefined, { leases });
  new Lease(folder, { leases }).release();
  write(elsewhere, 8);
  new Lease(folder, { leases }).release();
  write(elsewhere, 9);
  expect(codeOf(() => new Lease(folder, { leases }))).toBe('busy');
});

test('a process of this machine that lives and is silent, since it was stopped, is kept by who asks once and taken over by who goes on asking', async () => {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
  try {
    const mine = new Lease(folder);
    const holder = { ...JSON.parse(text().split('\n')[0]!) as Record<string, unknown>, token: 'c', pid: child.pid, began: null };
    mine.release();
    write(holder);
    const leases = new Leases(QUICK);
    const began = performance.now();
    await seeHolder(folder, undefined, undefined, { leases });
    expect(performance.now() - began).toBeLessThan(QUICK.lease);
    expect(codeOf(() => new Lease(folder, { leases }))).toBe('busy');
    await until(() => codeOf(() => { new Lease(folder, { leases }).release(); }) === 'none');
    expect(performance.now() - began).toBeGreaterThan(0.9 * QUICK.lease);
  } finally {
    child.kill('SIGKILL');
  }
});

test('a holder whose lease was taken over learns of it with a beat, writes nothing more and leaves the lease of the other alone', async () => {
  const leases = new Leases(QUICK);
  const lease = new Lease(folder, { leases });
  lease.requireHeld();
  await wait(3 * QUICK.beat);
  write(elsewhere);
  expect(codeOf(() => { lease.requireHeld(); })).toBe('busy');
  expect(lease.lost.aborted).toBe(true);
  lease.release();
  expect(text()).toContain('elsewhere');

  rmSync(path());
  const other = new Lease(folder, { leases });
  write({ ...elsewhere, token: 'd' });
  await until(() => other.lost.aborted);
  expect((other.lost.reason as Error).message).toMatch(/^Another process has taken over .*; it writes nothing more there\./);
  expect(text()).toBe(`${JSON.stringify({ ...elsewhere, token: 'd' })}\n000000000007\n`);
  other.release();
  expect(existsSync(path())).toBe(true);
});

test('what does not matter is written without a look within a beat, and with one later', async () => {
  const lease = new Lease(folder, { leases: new Leases({ beat: 1_000_000, lease: 2_000_000 }) });
  write(elsewhere);
  lease.requireHeld(false);
  expect(codeOf(() => { lease.requireHeld(true); })).toBe('busy');

  rmSync(path());
  const quick = new Lease(folder, { leases: new Leases({ beat: 1, lease: 1000 }) });
  write(elsewhere);
  await wait(5);
  expect(codeOf(() => { quick.requireHeld(false); })).toBe('busy');
});

test('one that is cut off belongs to whoever has just begun it, until nothing comes of it', async () => {
  writeFileSync(path(), '');
  const leases = new Leases(QUICK);
  expect(codeOf(() => new Lease(folder, { leases }))).toBe('busy');
  await seeHolder(folder, undefined, undefined, { leases });
  new Lease(folder, { leases }).release();
});
