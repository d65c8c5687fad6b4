import { afterAll, expect, test } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endOf, start } from './fixtures/knotwork.js';
import { small, workplace } from './fixtures/workplace.js';

// A first stage that ends at once, a second one that would take hours.
const long = small.replace(/ {2}- kind: extend-grid[^]*/, '  - kind: fit\n    optimizer: adam\n    grid: fixed\n    steps: 1000000000\n    stop: none\n');
const { folder, remove } = workplace({ 'long.yaml': long });
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
