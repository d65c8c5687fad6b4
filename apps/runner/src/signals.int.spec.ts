import { afterAll, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endOf, start } from './fixtures/knotwork.js';
import { small, workplace } from './fixtures/workplace.js';

// A first stage that ends at once, a second one that would take hours.
const long = small.replace(/ {2}- kind: extend-grid[^]*/, '  - kind: fit\n    optimizer: adam\n    grid: fixed\n    steps: 1000000000\n    stop: none\n');
/** Steps that take ten seconds each and more: the factorization of a matrix of 4,800 unknowns. */
const large = small
  .replace('[2, 1]', '[2, 200, 1]').replace('{ kind: b-spline, intervals: 5 }', 'b-spline\n  edge: plain').replace('train: 60', 'train: 400')
  .replace(/starts:[^]*/, 'maxUnknowns: 9000\n    smoothing: SMOOTHING\n    starts: { count: 1 }\n    steps: 9\n');
const { folder, remove } = workplace({ 'long.yaml': long, 'large-0.yaml': large.replace('SMOOTHING', '0'), 'large-auto.yaml': large.replace('SMOOTHING', 'auto') });
afterAll(remove);

test.concurrent.each([['SIGINT', 130], ['SIGTERM', 143]] as const)('%s ends a run with status %i and leaves its last finished stage', async (signal, status) => {
  const child = start(['run', 'long.yaml', '--out', signal], { cwd: folder });
  const end = endOf(child);
  while (child.exitCode === null && !existsSync(join(folder, signal, 'network.json'))) await wait(20);
  expect(existsSync(join(folder, signal, 'lock'))).toBe(true);
  child.kill(signal);
  const { status: got, stdout, stderr } = await end;
  expect(got).toBe(status);
  expect(stdout).toMatch(/^small: .*\nstage 1\/2 fit: .*\n$/);
  expect(stderr).toMatch(new RegExp(`^knotwork: interrupted in stage 2 of 2 after .* s; the network of stage 1 is in ${signal}\\. The same command goes on after stage 1/2 fit\\.\\n$`));
  expect(readdirSync(join(folder, signal)).sort()).toEqual(['checkpoint.json', 'metrics.jsonl', 'network.json', 'network.safetensors', 'run.json']);
}, 60_000);

/** Milliseconds from a signal to the end; a step of such a run takes many times as long. */
const SOON = 4000;

test.each(['0', 'auto'])('a signal ends a run in the middle of a step that takes long, and a second one ends it in any case; smoothing %s', async (smoothing) => {
  for (const count of [1, 2]) {
    const out = `large-${smoothing}-${count}`;
    const child = start(['run', `large-${smoothing}.yaml`, '--out', out], { cwd: folder });
    const end = endOf(child);
    const metrics = join(folder, out, 'metrics.jsonl');
    while (child.exitCode === null && !(existsSync(metrics) && readFileSync(metrics, 'utf8').includes('"event":"stage-started"'))) await wait(20);
    // Well into the first step.
    await wait(3000);
    const given = performance.now();
    for (let k = 0; k < count; k++) {
      child.kill('SIGINT');
      await wait(count === 1 ? 0 : 50);
    }
    const { status, stderr } = await end;
    expect([status, performance.now() - given < SOON]).toEqual([130, true]);
    if (count === 1) expect(stderr).toMatch(/^knotwork: interrupted in stage 1 of 1 after .* s; no stage was finished\. The same command goes on at the beginning of stage 1\/1 fit\.\n$/);
    expect(readdirSync(join(folder, out)).sort()).toEqual(['checkpoint.json', 'metrics.jsonl', 'run.json']);
  }
}, 120_000);
