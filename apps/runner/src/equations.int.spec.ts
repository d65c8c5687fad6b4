import { afterAll, expect, test } from '@jest/globals';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { knotwork, workspace } from './fixtures/knotwork.js';
import { workplace } from './fixtures/workplace.js';

// The differential equations of examples/equations with fewer steps: enough for what a wrong sign or a wrong derivative would miss.

const { folder, remove } = workplace({});
afterAll(remove);
cpSync(join(workspace, 'examples'), join(folder, 'examples'), { recursive: true });

/** What is run, and what must come out. */
interface Case {
  readonly overrides: readonly string[];
  /** Largest relative L2 error of any unknown. */
  readonly error: number;
  /** Parameter of the equations that is found, and how far it may be off, relatively. */
  readonly estimate?: { readonly name: string; readonly value: number; readonly tolerance: number };
}
interface Solved { readonly result: { readonly status: string; readonly stages: readonly { readonly relativeL2: Readonly<Record<string, number>>; readonly estimates: Readonly<Record<string, number>> | null }[] } }

const few = ['stages.0.starts.count=3', 'stages.0.starts.steps=25', 'stages.0.steps=40'];
const cases: Readonly<Record<string, Case>> = {
  poisson: { overrides: [...few, 'stages.0.levels=[10]', 'dataset.points.inside=400'], error: 1e-3 },
};

test('every example has a case', () => {
  expect(Object.keys(cases).sort()).toEqual(readdirSync(join(workspace, 'examples/equations')).filter((file) => file.endsWith('.yaml')).map((file) => file.replace('.yaml', '')).sort());
});

test.concurrent.each(Object.entries(cases))('%s is solved', async (name, { overrides, error, estimate }) => {
  const { status, stdout, stderr } = await knotwork(['run', join('examples/equations', `${name}.yaml`), '--json', ...overrides], { cwd: folder });
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('knotwork: ')]);
  const { result } = JSON.parse(stdout) as Solved;
  expect(result.status).toBe('completed');
  const { relativeL2, estimates } = result.stages.at(-1)!;
  for (const of of Object.values(relativeL2)) expect(of).toBeLessThan(error);
  if (estimate !== undefined) expect(Math.abs(estimates![estimate.name]! / estimate.value - 1)).toBeLessThan(estimate.tolerance);
}, 60_000);
