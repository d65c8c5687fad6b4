import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { endOf, startProgram, workspace } from './fixtures/knotwork.js';

/** Runs a program of the examples, from source. @returns what it printed */
const run = async (name: string): Promise<string> => {
  const { status, stdout, stderr } = await endOf(startProgram(join(workspace, 'examples', name), [], { cwd: workspace }));
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
};

test('an objective of two blocks with a number of its own: the number is found', async () => {
  const [, data, pinned, nu] = /blocks (\S+) and (\S+), nu (\S+)\n$/.exec(await run('objective.mjs'))!.map(Number);
  expect(data).toBeLessThan(1e-5);
  expect(pinned).toBeLessThan(1e-9);
  expect(Math.abs(nu! - 2.5)).toBeLessThan(0.01);
}, 30_000);
