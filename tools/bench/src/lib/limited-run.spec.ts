import { expect, test } from '@jest/globals';
import { limitedRun } from './limited-run.js';

const node = (code: string, limit: number, environment?: Record<string, string>) => limitedRun(process.execPath, ['-e', code], limit, environment);

test('a program that ends in time says its status and all that it said', async () => {
  expect(await node('console.log(process.env.WORD); console.error("told"); process.exitCode = 3', 60, { WORD: 'here' })).toMatchObject({ status: 3, stdout: 'here\n', stderr: 'told\n' });
});

test('a program that does not end is stopped', async () => {
  const run = await node('console.log("begun"); setInterval(() => {}, 1000)', 2);
  expect(run).toMatchObject({ status: null, stdout: 'begun\n' });
});

test('what cannot be started is an error', async () => {
  await expect(limitedRun('/no/such/program', [], 1)).rejects.toMatchObject({ code: 'ENOENT' });
});
