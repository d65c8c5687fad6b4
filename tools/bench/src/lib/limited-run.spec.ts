import { expect, test } from '@jest/globals';
import { limitedRun, type RunLimit } from './limited-run.js';
import { hasProcessorTime } from './processor-time.js';

const node = (code: string, limit: number | RunLimit, environment?: Record<string, string>) => limitedRun(process.execPath, ['-e', code], limit, environment);

test('a program that ends in time says its status and all that it said', async () => {
  expect(await node('console.log(process.env.WORD); console.error("told"); process.exitCode = 3', 60, { WORD: 'here' })).toMatchObject({ status: 3, stdout: 'here\n', stderr: 'told\n' });
});

test('a program that does not end is stopped', async () => {
  const run = await node('console.log("begun"); setInterval(() => {}, 1000)', 2);
  expect(run).toMatchObject({ status: null, stdout: 'begun\n' });
});

if (hasProcessorTime) test('a program that has used its processor time is stopped, and one that waits is not', async () => {
  const busy = await node('for (;;);', { clock: 60, processor: 1 });
  expect(busy).toMatchObject({ status: null });
  expect(busy.processorSeconds!).toBeGreaterThan(1);
  expect(busy.processorSeconds!).toBeLessThan(3);
  const idle = await node('setTimeout(() => console.log("woken"), 1500)', { clock: 60, processor: 1 });
  expect(idle).toMatchObject({ status: 0, stdout: 'woken\n' });
  expect(idle.processorSeconds!).toBeLessThan(1);
});

test('the clock stops it all the same', async () => {
  expect(await node('setInterval(() => {}, 1000)', { clock: 1, processor: 60 })).toMatchObject({ status: null });
});

test('what cannot be started is an error', async () => {
  await expect(limitedRun('/no/such/program', [], 1)).rejects.toMatchObject({ code: 'ENOENT' });
});
