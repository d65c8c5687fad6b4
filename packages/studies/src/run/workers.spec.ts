import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkEvent } from './work.js';
import { type Patience, runWorkers } from './workers.js';

const folder = mkdtempSync(join(tmpdir(), 'knotwork-workers-'));
afterAll(() => { rmSync(folder, { recursive: true }); });
const module = fileURLToPath(new URL('../fixtures/worker.mjs', import.meta.url));
let count = 0;

/** Runs a worker whose lives are as they say, one after the other; the last one is repeated. */
async function run(lives: readonly string[], { workers = 1, signal = new AbortController().signal, heard = () => undefined, patience }: { workers?: number; signal?: AbortSignal; heard?: (event: WorkEvent) => void; patience?: Patience } = {}): Promise<{ events: string[]; lived: number; error: string | null }> {
  const name = `${count++}.`;
  const events: string[] = [];
  const tell = (event: WorkEvent): void => { events.push('trial' in event && event.trial !== undefined ? `${event.event}:${event.trial}` : event.event); heard(event); };
  const error = await runWorkers({ module, args: [join(folder, name), ...lives], execArgv: [] }, workers, signal, tell, (trial) => `the trial ${trial}`, patience).then(() => null, (thrown: Error) => thrown.message);
  return { events, lived: readdirSync(folder).filter((file) => file.startsWith(name)).length, error };
}

test('a worker works until nothing is left to begin', async () => {
  expect(await run(['began:a ended:a idle'])).toEqual({ events: ['began:a', 'ended:a', 'idle'], lived: 1, error: null });
});

test('one that dies is begun again, also where it is killed before it says anything', async () => {
  expect(await run(['began:a kill', 'kill', 'kill', 'kill', 'began:a ended:a began:b exit', 'began:b ended:b idle'])).toEqual({ events: ['began:a', 'began:a', 'ended:a', 'began:b', 'began:b', 'ended:b', 'idle'], lived: 6, error: null });
});

test('one that never says anything and ends of its own accord is not begun forever', async () => {
  expect(await run(['exit'])).toEqual({ events: [], lived: 3, error: 'A worker ended before it said anything, by exit status 3. Give the same command again; "knotwork work DIR" shows what it says.' });
});

test('a trial that ends worker after worker ends the study, and one that is ended between does not count', async () => {
  const { lived, error } = await run(['began:a kill']);
  expect([lived, error]).toEqual([20, 'The worker died 20 times in a row at the trial a, at last by SIGKILL. Look for what ends it, such as too little memory, and give the same command again.']);
  const lives = Array.from({ length: 30 }, (_, k) => `began:t${k} ended:t${k} began:t${k + 1} kill`);
  expect(await run([...lives, 'idle'])).toMatchObject({ lived: 31, error: null });
}, 120_000);

test('what cannot be run, as the listener says, ends all workers', async () => {
  const { events, error } = await run(['began:a wait'], { workers: 2, heard: () => { throw new Error('refused'); } });
  expect([[...new Set(events)], error]).toEqual([['began:a'], 'refused']);
});

test('a signal ends the workers and begins no others', async () => {
  const abort = new AbortController();
  expect(await run(['began:a wait'], { signal: abort.signal, heard: () => { abort.abort(); } })).toEqual({ events: ['began:a'], lived: 1, error: null });
});

test('where one says that all is done, those that do not hear are killed after a while', async () => {
  const began = performance.now();
  const patience = { others: 100, grace: 300 };
  const { events, error } = await run(['began:a stop', 'began:b ended:b idle'], { workers: 2, patience });
  expect([events.sort(), error]).toEqual([['began:a', 'began:b', 'ended:b', 'idle'], null]);
  expect(performance.now() - began).toBeGreaterThan(400);
});

test('those that see for themselves that all is done are given the time to say so', async () => {
  const { events } = await run(['began:a later ended:a idle', 'idle'], { workers: 2, patience: { others: 20_000, grace: 300 } });
  expect(events.sort()).toEqual(['began:a', 'ended:a', 'idle', 'idle']);
});
