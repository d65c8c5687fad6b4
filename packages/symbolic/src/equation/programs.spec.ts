import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { type Equation, equationOf } from './equation.js';
import { type HandNetwork, symbolic } from './fixtures/hand-made.js';

/** Elementary functions of libraries differ in the last places. */
const ROUNDING = 1e-13;
const folder = mkdtempSync(join(tmpdir(), 'knotwork-equation-'));
afterAll(() => { rmSync(folder, { recursive: true }); });

const AS_GIVEN = { kind: 'affine', center: 0, scale: 1 } as const;
/** Functions with and without a text of their own, powers of all kinds, constants with names, words that languages keep for themselves. */
const hand: HandNetwork = {
  inputs: ['x1', { name: 'lambda', unit: 'm', map: AS_GIVEN }, { name: 'double', map: AS_GIVEN }, 'unused'],
  outputs: ['y', { name: 'sum of all, "*/ said"', unit: 'kg', map: AS_GIVEN }],
  layers: [
    { outputs: 2, bias: [4, 0.3], edges: [
      { from: 0, to: 0, f: 'sine', a: Math.PI, b: 0.2 }, { from: 1, to: 0, f: 'cube', b: 0.3 }, { from: 2, to: 0, f: 'fifth-power', c: 1 / 3 }, { from: 1, to: 1, f: 'erf', b: 0.3 }, { from: 0, to: 1, f: 'sign', b: 0.3 },
      { from: 2, to: 1, f: 'sigmoid' }, { from: 2, to: 1, powers: [0.5, -0.25] },
    ] },
    { outputs: 2, bias: [0.25, -1], edges: [
      { from: 0, to: 0, f: 'sqrt', b: 4, c: -2 }, { from: 1, to: 0, f: 'gelu', b: 0.4 }, { from: 0, to: 1, f: 'reciprocal-square', b: 1 }, { from: 1, to: 1, f: 'softplus' }, { from: 0, to: 1, f: 'three-halves-power', b: 2, c: 0.1 },
      { from: 1, to: 1, f: 'relu', b: -0.3 }, { from: 1, to: 1, f: 'silu' }, { from: 1, to: 1, f: 'arctan', a: 0.3 }, { from: 1, to: 1, f: 'tangent', a: 0.1 }, { from: 0, to: 1, f: 'cosh', a: 0.2 },
    ] },
  ],
};
const equation: Equation = equationOf(symbolic(hand), { digits: 'all' });
const rows = [[0.3, -0.4, 0.9, 0], [-0.7, 0.1, -0.2, 0], [0, 0, 0, 0], [0.99, 0.98, -0.97, 0]];
const wanted = equation.evaluate({ count: rows.length, width: 4, values: Float64Array.from(rows.flat()) }).values;

function requireNear(values: readonly number[]): void {
  expect(values).toHaveLength(wanted.length);
  values.forEach((v, k) => expect(Math.abs(v - wanted[k]!)).toBeLessThanOrEqual(ROUNDING * Math.max(1, Math.abs(wanted[k]!))));
}

test('Python', async () => {
  const source = await equation.code('python');
  writeFileSync(join(folder, 'formula.py'), source);
  expect(source).toContain('def y(x1, lambda_, double):');
  const script = `import json, formula\nprint(json.dumps([v for r in ${JSON.stringify(rows)} for v in (formula.y(*r[:3]), formula.sum_of_all_said(*r[:3]))]))`;
  requireNear(JSON.parse(execFileSync('python3', ['-c', script], { cwd: folder, encoding: 'utf8' })) as number[]);
});

test('C', async () => {
  const source = await equation.code('c');
  expect(source).toContain('double y(double x1, double lambda, double double_)');
  const print = rows.map(([a, b, c]) => `  printf("%.17g\\n%.17g\\n", y(${a}, ${b}, ${c}), sum_of_all_said(${a}, ${b}, ${c}));`).join('\n');
  writeFileSync(join(folder, 'formula.c'), `${source}\n#include <stdio.h>\nint main(void) {\n${print}\n  return 0;\n}\n`);
  execFileSync('cc', ['-std=c99', '-Wall', '-Wextra', '-Werror', '-pedantic', '-o', 'formula', 'formula.c', '-lm'], { cwd: folder, stdio: 'pipe' });
  requireNear(execFileSync(join(folder, 'formula'), { encoding: 'utf8' }).trim().split('\n').map(Number));
});

test('TypeScript', async () => {
  const source = await equation.code('typescript');
  writeFileSync(join(folder, 'formula.mts'), source);
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '--strict', '--noUnusedLocals', '--target', 'es2022', '--module', 'es2022', 'formula.mts'], { cwd: folder, stdio: 'pipe' });
  const script = `import { y, sum_of_all_said } from './formula.mjs';\nprocess.stdout.write(JSON.stringify(${JSON.stringify(rows)}.flatMap(([a, b, c]) => [y(a, b, c), sum_of_all_said(a, b, c)])));`;
  requireNear(JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, encoding: 'utf8' })) as number[]);
});

test('LaTeX, and a tree that mathjs reads', async () => {
  const small = equationOf(symbolic({ inputs: ['x1', 'speed'], layers: [
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'sine', a: Math.PI }, { from: 1, to: 0, f: 'square', c: 0.5 }, { from: 1, to: 0, f: 'erf' }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'sqrt', b: 2 }] },
  ] }), { digits: 4 });
  expect(await small.latex()).toEqual(['y = \\sqrt{\\sin\\left(3.142\\cdot x_{1}\\right)+0.5\\cdot{ \\mathrm{speed}}^{2}+\\operatorname{erf}\\left( \\mathrm{speed}\\right)+2}']);
  expect(await small.mathjs()).toMatchObject([{ mathjs: 'FunctionNode', fn: { name: 'sqrt' }, args: [{ mathjs: 'OperatorNode', op: '+' }] }]);
});

test('plain data is all that is kept', () => {
  expect(JSON.parse(JSON.stringify(equation))).toEqual({ inputs: equation.inputs, outputs: equation.outputs });
});

test('another language is refused', async () => {
  await expect(equation.code('fortran' as 'c')).rejects.toThrow('Equations are written in python, typescript, c; got "fortran".');
});
