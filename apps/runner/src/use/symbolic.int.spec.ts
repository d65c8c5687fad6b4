import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberText } from '@knotwork/pictures';
import { type SessionEnded, session } from '../fixtures/knotwork.js';
import { workplace } from '../fixtures/workplace.js';
import { digits } from '../table.js';

/** Its edges become sine and square; of the last one, a line. */
const hello = `knotwork: 1
name: hello
seed: 1
dataset: { kind: expression, expression: 2 * sin(pi * x1) + x2^2 - 3, domain: [-1, 1], samples: { train: 200, validation: 100, test: 100 } }
network: { widths: [2, 1], basis: { kind: b-spline, intervals: 10 } }
stages:
  - { kind: fit, starts: { count: 1, steps: 1 }, steps: 10 }
  - { kind: symbolify, functions: [sine, square, exp] }
`;
const table = `knotwork: 1
name: table
dataset: { kind: table, path: table.csv, target: size }
network: { widths: [1, 1], basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: fit, starts: { count: 1, steps: 1 }, steps: 2 }]
`;
const rows = Array.from({ length: 60 }, (_, n) => `${3 + n / 30},${(3 + n / 30) ** 2}\n`).join('');
const { folder, remove } = workplace({ 'hello.yaml': hello, 'table.yaml': table, 'table.csv': `age,size\n${rows}`, 'mine.c': 'int mine;\n' });
afterAll(remove);
const run = (...lines: (readonly string[])[]): Promise<readonly SessionEnded[]> => session(lines, { cwd: folder, env: { LC_ALL: '', LC_CTYPE: '', LANG: 'C.UTF-8' } });
const jsonOf = (ended: SessionEnded | undefined): Record<string, never> => JSON.parse(ended!.stdout) as Record<string, never>;

let curves: SessionEnded | undefined;
let read: SessionEnded | undefined;
beforeAll(async () => {
  [curves, read] = await run(['run', 'hello.yaml', 'stages=[{ kind: fit, starts: { count: 1, steps: 1 }, steps: 10 }]', '--out', 'runs/curves'], ['run', 'hello.yaml', '--out', 'runs/read']);
  expect([curves!.status, read!.status]).toEqual([0, 0]);
}, 120_000);

test('a run ends with its equation where all edges are functions', () => {
  expect(read!.stdout).toMatch(/\ny = 2 \* sin\(pi \* x1\) \+ x2 \^ 2 - 3\n {2}from simple to near, [^\n]*\n( {4,}[^\n]+\n)+ +12 +\S+ {2}as above\nResults in /);
  expect(curves!.stdout).not.toContain('y =');
  const { formula } = JSON.parse(readFileSync(join(folder, 'runs/read/result.json'), 'utf8')) as { formula: { outputs: object[] } };
  expect(formula.outputs).toMatchObject([{ name: 'y', text: '2 * sin(pi * x1) + x2 ^ 2 - 3', outcome: 'fitted', difference: { rows: 300 } }]);
  expect((JSON.parse(readFileSync(join(folder, 'runs/curves/result.json'), 'utf8')) as { formula: null }).formula).toBeNull();
});

test('the errors of the equation itself stand beside its difference from the network, those on test rows too', async () => {
  const [noisy, shown, text, report, json] = await run(['run', 'hello.yaml', 'dataset.noise=0.1', '--out', 'runs/noisy'], ['show', 'runs/noisy'], ['symbolic', 'runs/noisy'], ['report', 'runs/noisy'], ['symbolic', 'runs/noisy', '--json']);
  const { formula: { outputs: [output] } } = JSON.parse(readFileSync(join(folder, 'runs/noisy/result.json'), 'utf8')) as { formula: { outputs: { error: Record<string, number> }[] } };
  const said = (text: (value: number) => string): string => ['train', 'validation', 'test'].map((split) => `${split} ${text(output!.error[split]!)}${split === 'validation' ? ' before it was fitted to these rows' : ''}`).join(', ');
  // Test rows of a formula have no noise.
  expect(output!.error['train']! / output!.error['test']!).toBeGreaterThan(5);
  for (const ended of [noisy, shown, text]) expect(ended!.stdout).toContain(`\n  its own RMSE: ${said(digits)}\n`);
  expect(report!.status).toBe(0);
  expect(readFileSync(join(folder, 'runs/noisy/report.html'), 'utf8')).toContain(` rows. Its own RMSE: ${said(numberText)}.</p>`);
  expect(jsonOf(json)).toMatchObject({ equation: { outputs: [{ error: output!.error }] } });
}, 60_000);

test('that rows are weighed is told where an equation is printed, and constants are near to small values, too', async () => {
  const rows = Array.from({ length: 200 }, (_, n) => { const a = ((n * 7) % 200) / 100 - 1; return `${a},${2 * Math.exp(3 * a) * (1 + 0.03 * Math.sqrt(2) * Math.sin(1.3 * n ** 3))}`; });
  writeFileSync(join(folder, 'growth.csv'), `a,y\n${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'growth.yaml'), 'knotwork: 1\nname: growth\ndataset: { kind: table, path: growth.csv, target: y }\nnetwork: { widths: [1, 1], basis: { kind: b-spline, intervals: 6 } }\nstages: [{ kind: fit, steps: 20 }, { kind: symbolify, functions: [exp] }]\n');
  const [told, text, report, shown] = await run(['run', 'growth.yaml', '--out', 'runs/growth'], ['symbolic', 'runs/growth'], ['report', 'runs/growth'], ['show', 'runs/growth']);
  expect(told!.status).toBe(0);
  const { formula: { outputs: [output] } } = JSON.parse(readFileSync(join(folder, 'runs/growth/result.json'), 'utf8')) as { formula: { outputs: { noise: { power: number; size: number }; constants: { value: number; error: number }[] }[] } };
  expect(output!.noise.size).toBeGreaterThan(0.02);
  expect(output!.noise.size).toBeLessThan(0.04);
  const words = `hat it leaves is in proportion to y, ${digits(100 * output!.noise.size)} % of it: rows are weighed by that`;
  for (const ended of [told, text, shown]) {
    expect(ended!.stdout).toContain(`\n  w${words}\n`);
    expect(ended!.stdout).toContain('that is left of validation rows, weighed:\n');
  }
  expect(report!.status).toBe(0);
  expect(readFileSync(join(folder, 'runs/growth/report.html'), 'utf8')).toContain(`<p class="quiet">W${words.replace(digits(100 * output!.noise.size), numberText(100 * output!.noise.size))}.</p>`);
  // 0.03 over the root of 160 rows: by least squares of y they are known a third as well.
  for (const { error, value } of output!.constants) expect(error / value).toBeLessThan(0.006);
}, 60_000);

test('what an equation leaves is told where it follows an input', async () => {
  writeFileSync(join(folder, 'waves.csv'), `a,b,y\n${Array.from({ length: 300 }, (_, n) => { const [a, b] = [((n * 7) % 300) / 150 - 1, Math.cos(n * n)]; return `${a},${b},${2 * a + b + 0.4 * Math.sin(25 * a) + 0.05 * Math.sin(1.3 * n ** 3)}`; }).join('\n')}\n`);
  writeFileSync(join(folder, 'waves.yaml'), 'knotwork: 1\nname: waves\ndataset: { kind: table, path: waves.csv, target: y }\nnetwork: { widths: [2, 1], basis: { kind: b-spline, intervals: 3 } }\nstages: [{ kind: fit, steps: 10 }, { kind: symbolify, functions: [identity] }]\n');
  const [told, text, report, shown] = await run(['run', 'waves.yaml', '--out', 'runs/waves'], ['symbolic', 'runs/waves'], ['report', 'runs/waves'], ['show', 'runs/waves']);
  const caution = /^ {2}(what is left of y is not noise alone: it follows a \(p [=<] \S+\))$/m;
  expect(told!.status).toBe(0);
  const [, follows] = caution.exec(told!.stdout)!;
  for (const ended of [text, shown]) expect(ended!.stdout).toContain(`  ${follows!}\n`);
  expect(report!.status).toBe(0);
  expect(readFileSync(join(folder, 'runs/waves/report.html'), 'utf8')).toContain('<p class="quiet">Caution: what is left of y is not noise alone: it follows a (p ');
  const { formula } = JSON.parse(readFileSync(join(folder, 'runs/waves/result.json'), 'utf8')) as { formula: { outputs: object[] } };
  expect(formula.outputs).toMatchObject([{ leftOver: { along: 'a', correlation: expect.any(Number), p: expect.any(Number) } }]);
  // As if a comparison had taken a network that left less.
  const file = join(folder, 'runs/waves/result.json');
  const line = { widths: [2, 1], unknowns: 9, loss: 0.01, rmse: 0.02, difference: 0, standardError: 0 };
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')) as object, choice: { folds: 3, rows: 300, networks: [line], simple: [], best: 0, chosen: 0, worth: 'yes', text: 'It is', isStopped: false } }));
  const [again, page] = await run(['symbolic', 'runs/waves'], ['report', 'runs/waves', '--force']);
  expect(page!.status).toBe(0);
  for (const words of [again!.stdout.replace(/\s+/g, ' '), readFileSync(join(folder, 'runs/waves/report.html'), 'utf8')]) expect(words).toMatch(/it leaves \S+ times what the network left in the comparison \(0\.02\): something was lost/);
  expect(text!.stdout).not.toContain('in the comparison');
  // Noise alone, and nothing at all, have none.
  expect(read!.stdout).not.toContain('noise alone');
}, 60_000);

test('symbolic shows the equation and what its edges are', async () => {
  const [shown, json, report] = await run(['symbolic', 'runs/read'], ['symbolic', 'runs/read', '--json'], ['report', 'runs/read']);
  const lines = shown!.stdout.split('\n');
  expect(lines[0]).toBe('y = 2 * sin(pi * x1) + x2 ^ 2 - 3');
  expect(lines.filter((line) => line.includes('→'))).toEqual([expect.stringMatching(/^x1 → y \(0:0-0\) {2}score 0\.9/), expect.stringMatching(/^x2 → y \(0:1-0\) {2}score 0\./)]);
  expect(lines.filter((line) => line.startsWith('  is '))).toEqual([expect.stringContaining('* sin('), expect.stringContaining('^2')]);
  const { equation, edges } = jsonOf(json) as unknown as { equation: { outputs: object[] }; edges: object[] };
  expect(equation.outputs).toMatchObject([{ text: '2 * sin(pi * x1) + x2 ^ 2 - 3' }]);
  expect(edges).toMatchObject([{ layer: 0, from: 0, to: 0, text: expect.any(String), suggestion: null }, { layer: 0, from: 1, to: 0 }]);
  expect(report!.status).toBe(0);
  const page = readFileSync(join(folder, 'runs/read/report.html'), 'utf8');
  expect(page).toContain('<pre class="equation">y = 2 * sin(pi * x1) + x2 ^ 2 - 3</pre>');
  expect(page).toContain('2 on, 2 of them functions');
}, 60_000);

test('what the sum at the end becomes is told where the output holds conditions by construction', async () => {
  const held = hello.replace(/dataset: .*/, 'dataset: { kind: domain, coordinates: { t: [0, 2], x: [0, 1] }, equations: u_t = x*cos(t), conditions: [{ on: t=0, equation: u = x^2, exact: true }], points: { inside: 300 } }')
    .replace('{ widths: [2, 1], basis: { kind: b-spline, intervals: 10 } }', '{ widths: [2, 1, 1] }').replace(/stages:[^]*/, 'stages: [{ kind: solve, starts: { count: 2 } }]\n');
  writeFileSync(join(folder, 'held.yaml'), held);
  const [ran, shown] = await run(['run', 'held.yaml', '--out', 'runs/held'], ['symbolic', 'runs/held']);
  expect(ran!.status).toBe(0);
  expect(shown!.stdout).toMatch(/\n\nand of the sum at the end\n {2}u = x \* x \+ t \* sum\n$/);
}, 60_000);

test('what x is in the expressions of edges is told where it is not the column itself', async () => {
  const [ran, plain, standard] = await run(['run', 'table.yaml', '--out', 'runs/table'], ['symbolic', 'runs/read'], ['symbolic', 'runs/table']);
  expect(ran!.status).toBe(0);
  expect(plain!.stdout).not.toContain('x in the expressions');
  expect(standard!.stdout).toMatch(/\n\nx in the expressions of edges from inputs is\n {2}\(age - 4\.\d+\) \/ 0\.\d+\n\nand of the sum at the end\n {2}size = \d\.\d+ \* sum \+ 1\d\.\d+\n$/);
}, 60_000);

test('of curves it shows what they may be', async () => {
  const [shown, json, none] = await run(['symbolic', 'runs/curves'], ['symbolic', 'runs/curves', '--json'], ['symbolic', 'runs/curves', '--to', 'text']);
  expect(shown!.stdout).toMatch(/^x1 → y \(0:0-0\) .*\n {2}may be +r2 +complexity +nats behind +belief +as an expression\n {2}sine +1\.0000000 /);
  const { equation, edges } = jsonOf(json) as unknown as { equation: null; edges: { text: null; suggestion: { candidates: { name: string }[] } }[] };
  expect(equation).toBeNull();
  expect(edges.map(({ suggestion }) => suggestion.candidates[0]!.name)).toEqual(['sine', 'square']);
  expect([none!.status, none!.stdout]).toEqual([2, '']);
  const [few, all, read] = await run(['symbolic', 'runs/curves', '--digits', '3'], ['symbolic', 'runs/curves', '--digits', 'all'], ['symbolic', 'runs/read', '--digits', 'all']);
  const sine = (ended: SessionEnded | undefined): string => /\n {2}sine .* {2}(-?[\d.]+ \* sin\(\S+ \* x.*)/.exec(ended!.stdout)![1]!;
  const longest = (text: string): number => Math.max(...text.match(/[\d.]+/g)!.map((number) => number.replace(/^0?\.0*|\./g, '').length));
  expect([longest(sine(shown)), longest(sine(few)), longest(sine(all)) >= 15]).toEqual([6, 3, true]);
  expect(longest(/\n {2}is (.* \* sin\(.*)/.exec(read!.stdout)![1]!)).toBeGreaterThanOrEqual(15);
  expect(none!.stderr).toContain('runs/curves');
}, 60_000);

test('the equation is written in other languages, by name or by the ending of a file', async () => {
  const [text, latex, python, file, all] = await run(
    ['symbolic', 'runs/read', '--to', 'text'], ['symbolic', 'runs/read', '--to', 'latex', '--out', '-'], ['symbolic', 'runs/read', '--to', 'python'],
    ['symbolic', 'runs/read', '--out', 'hello.c'], ['symbolic', 'runs/read', '--to', 'mathjs', '--out', 'tree.json', '--json'],
  );
  expect(text!.stdout).toBe('y = 2 * sin(pi * x1) + x2 ^ 2 - 3\n');
  expect(latex!.stdout).toMatch(/^y = .*\\sin.*\\pi/);
  expect(file!.stdout).toBe('Equation in hello.c\n');
  expect(readFileSync(join(folder, 'hello.c'), 'utf8')).toContain('double y(double x1, double x2) {');
  expect(jsonOf(all)).toMatchObject({ file: 'tree.json', form: 'mathjs', equation: { outputs: [{ name: 'y' }] } });
  expect(JSON.parse(readFileSync(join(folder, 'tree.json'), 'utf8'))).toMatchObject({ y: { mathjs: 'OperatorNode' } });
  expect(Number(execFileSync('python3', ['-c', `${python!.stdout}\nprint(y(0.5, -2))`], { encoding: 'utf8' }))).toBeCloseTo(3, 12);
}, 60_000);

test('what cannot be is told, and nothing of somebody is replaced', async () => {
  const refused = await run(
    ['symbolic', 'runs/read', '--to', 'word'], ['symbolic', 'runs/read', '--to', 'c', '--out', 'x.py'], ['symbolic', 'runs/read', '--digits', '0'], ['symbolic', 'runs/read', '--out', 'mine.c'], ['symbolic', 'runs/read', '--out', 'x.pdf'],
  );
  expect(refused.map(({ status }) => status)).toEqual([2, 2, 2, 2, 2]);
  expect(refused.map(({ stderr }) => stderr)).toEqual([
    'knotwork: --to must say what the equation is written as: text, latex, mathjs, python, typescript, c; got "word".\n',
    'knotwork: --out x.py does not end as --to c does. Leave --to out, or write a name that ends in .c.\n',
    'knotwork: --digits must be a whole number from 1 to 17, or all; got "0".\n',
    'knotwork: "mine.c" is there already. Give --force to replace it, or another file with --out.\n',
    'knotwork: --out must end in .txt, .tex, .json, .py, .ts or .c; got "x.pdf". Rename it.\n',
  ]);
}, 60_000);
