import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { endOf, startProgram, workspace } from './fixtures/knotwork.js';
import { workplace } from './fixtures/workplace.js';

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

test('a differential equation: knots that contain the old keep the objective, and the solution is met', async () => {
  const said = await run('poisson.mjs');
  const changes = [...said.matchAll(/changed by (\S+) of itself/g)].map(([, change]) => Number(change));
  expect(changes).toHaveLength(2);
  for (const change of changes) expect(change).toBeLessThan(1e-9);
  expect(Number(/relative L2 error (\S+)\n$/.exec(said)![1])).toBeLessThan(1e-4);
}, 60_000);

test('a network that is fitted, asked, kept and loaded again', async () => {
  expect(await run('from-code.mjs')).toMatch(/^test R2 0\.99\nf\(0,0\) = \S+, from \S+ to \S+\nf\(0\.5,-0\.5\) = \S+, from \S+ to \S+\nloaded: the same\n$/);
}, 60_000);

test('a study: levels, seeds and data sets from code, its verdict and its tables; given again it computes nothing', async () => {
  const { folder, remove } = workplace({});
  symlinkSync(join(workspace, 'node_modules'), join(folder, 'node_modules'));
  const start = () => endOf(startProgram(join(workspace, 'examples/studies/from-code.mjs'), [], { cwd: folder }));
  try {
    const first = await start();
    expect([first.status, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toMatch(/^line: intervals=12 \/ intervals=3 \S+, p \S+\nwave: intervals=12 \/ intervals=3 0\.0\S+, p 0\.031\ntable,set,arm,median,\S.*\n24 trials in studies\/finer-grids\n$/);
    const trials = readdirSync(join(folder, 'studies/finer-grids/trials')).map((id) => statSync(join(folder, 'studies/finer-grids/trials', id, 'result.json')).mtimeMs);
    expect(trials).toHaveLength(24);
    const again = await start();
    expect([again.status, again.stdout]).toEqual([0, first.stdout]);
    expect(readdirSync(join(folder, 'studies/finer-grids/trials')).map((id) => statSync(join(folder, 'studies/finer-grids/trials', id, 'result.json')).mtimeMs)).toEqual(trials);
  } finally {
    rmSync(join(folder, 'node_modules'));
    remove();
  }
}, 180_000);

test('the code of the page about using networks runs', async () => {
  const [, code] = /```ts\n(.*?)```/s.exec(readFileSync(join(workspace, 'docs/use-a-network.md'), 'utf8'))!;
  const { folder, remove } = workplace({ 'page.mjs': `${code}console.log(JSON.stringify([values, lower.values, upper.values, (await again.predict([[1.75]])).values, by, metrics.rmse]));` });
  symlinkSync(join(workspace, 'node_modules'), join(folder, 'node_modules'));
  const { status, stdout, stderr } = await endOf(startProgram(join(folder, 'page.mjs'), [], { cwd: folder }));
  rmSync(join(folder, 'node_modules'));
  remove();
  expect([status, stderr]).toEqual([0, '']);
  const [values, lower, upper, later] = JSON.parse(stdout) as Record<string, number>[];
  expect(later).toEqual(values);
  expect(lower!['0']! < values!['0']! && values!['0']! < upper!['0']!).toBe(true);
  // Weights go up by some 8 for every 0.1.
  expect(Math.abs(values!['0']! - 71.5)).toBeLessThan(4);
}, 60_000);
