import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, knotwork, type SessionEnded, session } from '../fixtures/knotwork.js';
import { workplace } from '../fixtures/workplace.js';

// Studies over what has no targets: they are judged by what the stage says of its own result.

const study = (name: string, metric: string, more = ''): string => `study: 1
name: ${name}
base:
  knotwork: 1
  name: decay
  dataset: { kind: domain, coordinates: { t: [0, 1] }, equations: u_t = -k*u, conditions: [{ on: t=0, equation: u = 1 }], parameters: { k: 1 }, measured: [{ path: m.csv }], reference: exp(-2*t), weight: 1, points: { inside: 40, test: 40 } }
  network: { widths: [1, 1] }
  stages: [{ kind: solve, starts: { count: 1 }, steps: 8 }]
factors: { network.basis.intervals: [3, 6] }
seeds: 1..5
metric: ${metric}
${more}`;

interface Wrong { readonly metric: string; readonly more?: string; readonly says: string }
const wrong: Readonly<Record<string, Wrong>> = {
  'misspelt': { metric: 'objectives', says: 'Did you mean "objective"\\?' },
  'by-another-case': { metric: 'relativel2', says: 'got "relativel2"\\. Did you mean "relativeL2"\\?' },
  'misspelt-of-rows': { metric: 'rsme', says: 'got "rsme"\\. Did you mean "rmse"\\?' },
  'without-best': { metric: 'estimate.k', says: 'Write metric: \\{ name: "estimate\\.k", best: VALUE \\}' },
  'tuned': { metric: 'objective', more: 'tuning: { stages.0.steps: [8, 9] }\n', says: 'metric \\(?.*must be of rows where arms choose what tuning offers' },
  'of-rows': { metric: '{ name: rmse, best: 1 }', says: 'metric\\.best.* is for numbers of stages' },
  'no-reference': { metric: 'rmse', says: 'has none\\. Judge by what the stage says of its result: write metric: objective, or one of residual, residual\\.equation' },
  'members': { metric: 'objective', says: 'has 2 members' },
};
const { folder, remove } = workplace({
  'm.csv': `t,u\n${Array.from({ length: 11 }, (_, k) => `${k / 10},${Math.exp(-2 * k / 10)}`).join('\n')}\n`,
  'objective.yaml': study('by-objective', 'objective'), 'estimate.yaml': study('by-estimate', '{ name: estimate.k, best: 2 }'), 'rmse.yaml': study('by-rmse', 'rmse'),
  ...Object.fromEntries(Object.entries(wrong).map(([name, { metric, more }]) => [`${name}.yaml`, study(name, metric, more).replace(name === 'no-reference' ? ' reference: exp(-2*t),' : '!', '').replace('name: decay', name === 'members' ? 'name: decay\n  members: 2' : 'name: decay')])),
});
afterAll(remove);
const studies: Ended[] = [];
let refused: readonly SessionEnded[];
beforeAll(async () => {
  for (const name of ['objective', 'estimate', 'rmse']) studies.push(await knotwork(['study', `${name}.yaml`], { cwd: folder }));
  refused = await session(Object.keys(wrong).map((name) => ['study', `${name}.yaml`]), { cwd: folder });
}, 240_000);

interface Verdict { readonly metric: string; readonly on: string; readonly sets: readonly { readonly arms: readonly { readonly arm: string; readonly median: number }[] }[] }
const verdictOf = (name: string): Verdict => JSON.parse(readFileSync(join(folder, 'studies', name, 'verdict.json'), 'utf8')) as Verdict;

test('arms are ranked by the objective, of which finer grids leave less', () => {
  expect([studies[0]!.status, studies[0]!.stderr]).toEqual([0, expect.not.stringContaining('knotwork: ')]);
  expect(studies[0]!.stdout).toContain('judged by objective of the last stage;');
  expect(studies[0]!.stdout).toContain('objective of the last stage:');
  const verdict = verdictOf('by-objective');
  expect(verdict).toMatchObject({ metric: 'objective', on: 'stage' });
  const [coarse, fine] = verdict.sets[0]!.arms;
  expect(fine!.median).toBeLessThan(coarse!.median / 10);
  expect(fine!.median).toBeGreaterThan(0);
});

test('what was found is judged by its distance from what it should be', () => {
  expect(studies[1]!.stdout).toContain('distance of estimate.k from 2 of the last stage:');
  // Beginning at 1, it is 1 away where nothing was learned.
  for (const { median } of verdictOf('by-estimate').sets[0]!.arms) expect(median).toBeLessThan(0.01);
});

test('a metric of the rows of a reference judges as before', () => {
  expect(studies[2]!.stdout).toContain('judged by rmse on test rows;');
  expect(verdictOf('by-rmse').on).toBe('test');
});

test.each(Object.entries(wrong).map(([name, { says }], k) => [name, says, k] as const))('refused before anything runs: %s', (_, says, k) => {
  const { status, stderr, written } = refused[k]!;
  expect(stderr).toMatch(new RegExp(says));
  expect([status, written]).toEqual([2, []]);
});
