import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { evaluate } from '@knotwork/algebra';
import { installed } from '@knotwork/experiment';
import { cFunction } from '@knotwork/exporters/c-function';
import { standardPackages } from '@knotwork/standard';
import { canTry, runTrial } from '@knotwork/trials';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SessionEnded, session, workspace } from '../fixtures/knotwork.js';
import { small, workplace } from '../fixtures/workplace.js';
import { sheetOf } from './plugin-sheet.js';

const hat = readFileSync(join(workspace, 'examples/custom-basis/hat-basis.mjs'), 'utf8');
const failing = hat.replace('const left = grid.knot(cell, 0);', "throw new Error('out of tea');");
const withPlugin = (path: string): string => small.replace('network:', `plugins: [${path}]\nnetwork:`).replace('kind: b-spline', 'kind: hat');
const { folder, remove } = workplace({ 'hat.yaml': withPlugin('./hat.mjs'), 'hat.mjs': hat, 'failing.yaml': withPlugin('./failing.mjs'), 'failing.mjs': failing, 'mine.svg': '<svg/>' });
const shown = (...args: readonly string[]): string[] => ['plugins', 'show', ...args];
const lines = {
  spline: shown('basis', 'b-spline', '--formula'), other: shown('basis', 'b-spline', '--formula', '--option', 'degree=1', 'intervals=2', '--json', '--quiet'), picture: shown('basis', 'b-spline', '--formula', '--out', 'spline.svg'),
  outside: shown('basis', 'hat', 'hat.yaml', '--formula'), failing: shown('basis', 'hat', 'failing.yaml', '--formula'), plain: shown('basis', 'fourier', '--json', '--quiet'),
  metric: shown('metric', 'rmse', '--formula'), rule: shown('optimizer', 'l-bfgs', '--formula'), needs: shown('basis', 'function', '--formula'), given: shown('basis', 'function', '--formula', '--option', 'f=sine'),
  unknown: shown('basis', 'b-spline', '--formula', '--option', 'degre=2'), noPicture: shown('optimizer', 'adam', '--formula', '--out', 'adam.svg'), inTheWay: shown('basis', 'b-spline', '--formula', '--out', 'mine.svg'),
  ending: shown('basis', 'b-spline', '--formula', '--out', 'x.png'), alone: shown('basis', 'b-spline', '--out', 'x.svg'),
};
let ended: Record<keyof typeof lines, SessionEnded>;
beforeAll(async () => {
  const results = await session(Object.values(lines), { cwd: folder });
  ended = Object.fromEntries(Object.keys(lines).map((title, k) => [title, results[k]])) as typeof ended;
}, 120_000);
afterAll(remove);

test('a basis is shown with derivatives, costs, moments, a plot, LaTeX and C', () => {
  const { status, stderr, stdout } = ended.spline;
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^basis b-spline, @knotwork\/basis-b-spline \d+\.\d+\.\d+, with degree 3, intervals 5$/m);
  for (const part of ['  B_(i + 3)(x) = t^3 / 6', 'first derivative', 'second derivative', 'third derivative', 'operations of one evaluation', 'moments over the domain', 'plot from x = -1 to 1', '  \\begin{align*}', '    B_{i}(x) &= \\frac{\\left(1 - t\\right)^{3}}{6}']) expect(stdout).toContain(part);
  expect(stdout).toMatch(/^ {2}as WebAssembly [1-9]\d+ bytes, with first derivatives [1-9]\d+ bytes$/m);
  expect(stdout).toMatch(/^ {2}B_3 +0\.2 +0\.0559 +0\.0959 +0\.833$/m);
  expect(stdout).toMatch(/^ {2}void basis_b_spline\(double x, double a, double b, double \*y\)$/m);
  expect(stdout.split('\n').filter((line) => line.length > 100 && !/\\|const double/.test(line))).toEqual([]);
});

test('--option changes what it is made with, and --json has all of it', () => {
  const told = JSON.parse(ended.other.stdout) as { options: object; sections: { title: string }[]; kernel: { values: number; withSlopes: number }; moments: { mean: number }[]; curves: { x: number[]; series: { y: number[] }[] }; c: string };
  expect(told as object).toMatchObject({ kind: 'basis', name: 'b-spline', options: { degree: 1, intervals: 2 }, file: null, kernel: { values: expect.any(Number) } });
  expect(told.kernel.withSlopes).toBeGreaterThan(told.kernel.values);
  expect(told.sections.map(({ title }) => title)).toEqual(['formula', 'first derivative', 'second derivative', 'third derivative']);
  // Hats of two intervals: half of the outer ones, the one in the middle whole.
  expect(told.moments.map(({ mean }) => Number(mean.toFixed(3)))).toEqual([0.25, 0.5, 0.25]);
  expect(told.curves.series.map(({ y }) => Number(y[told.curves.x.indexOf(0)]!.toFixed(9)))).toEqual([0, 1, 0]);
  expect(JSON.parse(ended.plain.stdout)).toMatchObject({ kind: 'basis', name: 'fourier', options: expect.any(Array) });
});

test('--out draws it', () => {
  expect(ended.picture).toMatchObject({ status: 0, stderr: '', written: ['spline.svg'] });
  const svg = readFileSync(join(folder, 'spline.svg'), 'utf8');
  expect(svg.match(/<path [^>]*stroke-width="1\.8"/g)).toHaveLength(8);
  expect(svg).toContain('8 functions with values from 0 to');
});

test('a plugin from outside is shown as well, and one that fails is told as its failure', () => {
  expect(ended.outside.stdout).toMatch(/^ {2}B_i\(x\) += 1 - t\n {2}B_\(i \+ 1\)\(x\) = t$/m);
  expect(ended.failing).toMatchObject({ status: 2, stdout: '' });
  expect(ended.failing.stderr).toMatch(/^knotwork: .*"features" of the basis "hat" failed: out of tea\. .*\n$/);
  expect(ended.given.stdout).toMatch(/^ {2}u += a \* x \+ b\n {2}B_0\(x\) = sin\(u\)$/m);
});

describe('what has no formula, or cannot be drawn, is answered in one sentence', () => {
  const says: Readonly<Partial<Record<keyof typeof lines, RegExp>>> = {
    metric: /^knotwork: The metric "rmse" has no formula: plugins of the kind "metric" are programs\. "knotwork plugins show metric rmse" tells of it\.$/, rule: /"l-bfgs" has no formula: it is some numbers of the method "quasi-newton", whose loop is Knotwork's own\./,
    needs: /The basis "function" cannot be shown with these options: "f": .*Give what is needed as --option f=VALUE/, unknown: /cannot be shown with these options: .*"degre"/, noPicture: /The optimizer "adam" has no picture: .*Leave --out out\./,
    inTheWay: /"mine\.svg" is there already\. Give --force/, ending: /x\.png/, alone: /^knotwork: --out is for formulas\. Write --formula, too, or leave it out\.$/,
  };
  test.each(Object.keys(says) as (keyof typeof lines)[])('%s', (title) => {
    const { status, stdout, stderr, written } = ended[title];
    expect({ status, stdout, written }).toEqual({ status: 2, stdout: '', written: [] });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr.trimEnd()).toMatch(says[title]!);
  });
});

const hasCompiler = await canTry({ probe: ['cc', '--version'] });
if (!hasCompiler) process.stderr.write('SKIPPED: compiling formulas in C, which needs a C compiler, cc\n');
(hasCompiler ? test : test.skip)('the C of a basis, compiled, computes what the formula says', async () => {
  const { catalog } = installed(await standardPackages());
  for (const name of ['b-spline', 'gaussian-rbf', 'relu-power']) {
    const basis = catalog.get('basis', name);
    const sheet = sheetOf('basis', basis, basis.options.parse({}) as Readonly<Record<string, unknown>>, catalog);
    if (typeof sheet === 'string') throw new Error(sheet);
    const formula = sheet.formula!;
    const source = cFunction('f', formula, { 'grid.min': 'a', 'grid.max': 'b' });
    const main = `#include <stdio.h>\nvoid f(double x, double a, double b, double *y);\nint main(void) { double x, y[${formula.outputs.length}]; while (scanf("%lf", &x) == 1) { f(x, -1, 1.5, y); for (int k = 0; k < ${formula.outputs.length}; k++) printf("%.17g ", y[k]); printf("\\n"); } return 0; }\n`;
    const x = Float64Array.from([-1, -0.63, 0.02, 0.5, 1.2, 1.5, 2]);
    const got = await runTrial({ 'f.c': source, 'main.c': main }, { files: {}, probe: ['cc', '--version'], needs: '', commands: [['cc', '-std=c99', '-Wall', '-Werror', '-o', 'f', 'f.c', 'main.c', '-lm'], ['./f']] }, { count: x.length, width: 1, values: x });
    x.forEach((at, n) => {
      const expected = evaluate(formula, { x: at, 'grid.min': -1, 'grid.max': 1.5 });
      formula.outputs.forEach((output, k) => { expect(got[n]![k]).toBeCloseTo(expected[output]!, 12); });
    });
  }
}, 60_000);

(hasCompiler ? test : test.skip)('the C of every plugin that has any compiles', async () => {
  const { catalog } = installed(await standardPackages());
  const all = (['basis', 'function', 'loss', 'regularizer', 'edge', 'layer', 'optimizer'] as const).flatMap((kind) => catalog.list(kind).map(({ definition: { name } }) => [kind, name] as const));
  const results = await session(all.map(([kind, name]) => shown(kind, name, '--formula', '--json', '--quiet')), { cwd: folder });
  const sources = results.flatMap(({ status, stdout }, k) => {
    const c = status === 0 ? (JSON.parse(stdout) as { c: string | null }).c : null;
    return c === null ? [] : [{ what: all[k]!.join(' '), c }];
  });
  expect(sources.length).toBeGreaterThan(40);
  expect(sources.filter(({ what }) => what.startsWith('loss ')).length).toBeGreaterThan(2);
  for (const { what, c } of sources) {
    const { status, stderr } = spawnSync('cc', ['-std=c99', '-Wall', '-Werror', '-Wno-unused-function', '-fsyntax-only', '-x', 'c', '-'], { input: c, encoding: 'utf8' });
    expect([what, status, stderr]).toEqual([what, 0, '']);
  }
}, 120_000);
