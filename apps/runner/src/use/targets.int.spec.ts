import { afterAll, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SessionEnded, session } from '../fixtures/knotwork.js';
import { workplace } from '../fixtures/workplace.js';

const experiment = (target: string, width: number): string => `knotwork: 1
name: pipe
dataset: { kind: table, path: pipe.csv, inputs: [x], target: ${target}, split: { validation: 0, test: 0.25 } }
network: { widths: [1, ${width}], basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: fit, steps: 5, starts: { count: 1 } }]
`;
const rows = Array.from({ length: 40 }, (_, k) => `${k / 40},${1000 * k + 50 * Math.cos(9 * k)},${1e-4 * Math.sin(7 * k * k)}`);
const { folder, remove } = workplace({ 'pipe.csv': ['x,dp (Pa),cost', ...rows].join('\n'), 'two.yaml': experiment('[dp (Pa), cost]', 2), 'one.yaml': experiment('cost', 1), 'sum.yaml': experiment('[dp (Pa), cost]', 2).replace('}]\n', '}, { kind: symbolify }]\n') });
afterAll(remove);
const run = (...lines: (readonly string[])[]): Promise<readonly SessionEnded[]> => session(lines, { cwd: folder });
const HEAD = /^ {2}target +RMSE: train +test +R2: train +test$/m;
const LINE = (name: string): RegExp => new RegExp(`^ {2}${name} +[0-9.e-]+ +[0-9.e-]+ +[0-9.e-]+ +[0-9.e-]+$`, 'm');
const told = (text: string): boolean[] => [/^RMSE over all 2 targets: train /m, HEAD, LINE('dp \\(Pa\\)'), LINE('cost')].map((line) => line.test(text));

test('each of several targets is told beside what is over all of them: by a run, by what is shown of it, on other rows and on the page', async () => {
  const [ran, shown, json, evaluated, asJson, page] = await run(
    ['run', 'two.yaml', '--out', 'two'], ['show', 'two'], ['show', 'two', '--json'], ['evaluate', 'two', 'pipe.csv'], ['evaluate', 'two', 'pipe.csv', '--json'], ['report', 'two'],
  );
  expect([ran, shown, json, evaluated, asJson, page].map((ended) => ended!.status)).toEqual([0, 0, 0, 0, 0, 0]);
  expect([told(ran!.stdout), told(shown!.stdout)]).toEqual([[true, true, true, true], [true, true, true, true]]);
  expect(shown!.stdout).toMatch(/^metric over all targets +train +test$/m);
  const { result } = JSON.parse(json!.stdout) as { result: { targets: Record<string, Record<string, Record<string, number>>> } };
  expect(result.targets['cost']!['test']!['rmse']).toBeLessThan(1e-3);
  expect(result.targets['dp (Pa)']!['test']!['rmse']).toBeGreaterThan(1);
  expect(evaluated!.stdout).toMatch(/\nmetric over all targets +value\nloss [\s\S]*\n\ntarget +RMSE +R2\ndp \(Pa\) +\S+ +\S+\ncost +\S+e-5 +\S+\n$/);
  const { targets, metrics } = JSON.parse(asJson!.stdout) as Record<'targets' | 'metrics', never>;
  expect(targets).toEqual({ 'dp (Pa)': expect.objectContaining({ rmse: expect.any(Number), r2: expect.any(Number) }), cost: expect.objectContaining({ rmse: expect.any(Number) }) });
  expect(Math.hypot(targets['dp (Pa)']['rmse'], targets['cost']['rmse']) / Math.SQRT2).toBeCloseTo(metrics['rmse'], 9);
  const html = readFileSync(join(folder, 'two/report.html'), 'utf8');
  expect(html).toContain('<caption>Of each target: RMSE in its own unit, and R2</caption>');
  expect(html).toContain('<caption>Metrics over all 2 targets together, in their units; the loss is in standardized units</caption>');
}, 120_000);

test('the equation of a run is measured by target, too', async () => {
  const [ran, evaluated] = await run(['run', 'sum.yaml', '--out', 'sum'], ['evaluate', 'sum', 'pipe.csv', '--equation', '--json']);
  expect([ran, evaluated].map((ended) => [ended!.status, ended!.stderr])).toEqual([[0, expect.any(String)], [0, expect.any(String)]]);
  const { by, targets } = JSON.parse(evaluated!.stdout) as { by: string; targets: object };
  expect([by, Object.keys(targets)]).toEqual(['equation', ['dp (Pa)', 'cost']]);
}, 120_000);

test('of one target nothing is said of others, and a run of old is shown without them', async () => {
  const [ran, shown, evaluated] = await run(['run', 'one.yaml', '--out', 'one'], ['show', 'one'], ['evaluate', 'one', 'pipe.csv']);
  for (const { status, stdout } of [ran!, shown!, evaluated!]) {
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/over all|^ *target .*RMSE/m);
  }
  const path = join(folder, 'two/result.json');
  const { targets, ...old } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  expect(targets).toBeDefined();
  writeFileSync(path, JSON.stringify(old));
  const [before, page] = await run(['show', 'two'], ['report', 'two', '--out', 'old.html']);
  expect([before!.status, page!.status]).toEqual([0, 0]);
  expect(before!.stdout).toMatch(/^RMSE: train /m);
  expect(readFileSync(join(folder, 'old.html'), 'utf8')).not.toContain('Of each target');
}, 120_000);
