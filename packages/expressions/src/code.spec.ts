import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { evaluate, formula } from '@knotwork/algebra';
import { LANGUAGES, writeCode } from './code.js';
import { writeLatex, writeTree } from './latex.js';
import { parseExpression } from './parse-expression.js';

test('each language has its own powers, functions, numbers and choices', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['exp(pi * x) / 2', 'math.exp(math.pi * x) / 2', 'Math.exp(Math.PI * x) / 2', 'exp(3.141592653589793 * x) / 2.0'],
    ['-x ^ 2', '-x ** 2', '-(x * x)', '-(x * x)'],
    ['(x + 1) ^ 3', '(x + 1) ** 3', 'Math.pow(x + 1, 3)', 'pow(x + 1.0, 3.0)'],
    ['x ^ -2', 'x ** -2', 'Math.pow(x, -2)', 'pow(x, -2.0)'],
    ['x ^ 1.5', 'math.pow(x, 1.5)', 'Math.pow(x, 1.5)', 'pow(x, 1.5)'],
    ['x - (y - z)', 'x - (y - z)', 'x - (y - z)', 'x - (y - z)'],
    ['x / (y * z)', 'x / (y * z)', 'x / (y * z)', 'x / (y * z)'],
    ['x * -y', 'x * -y', 'x * -y', 'x * -y'],
    ['abs(min(x, y, 2))', 'abs(min(min(x, y), 2))', 'Math.abs(Math.min(Math.min(x, y), 2))', 'fabs(fmin(fmin(x, y), 2.0))'],
    ['x < 0 ? 1 : 1e-7', '(1 if x < 0 else 1e-7)', '(x < 0 ? 1 : 1e-7)', '(x < 0.0 ? 1.0 : 1e-7)'],
    ['relu(x) + square(y + 1)', 'max(0, x) + (y + 1) ** 2', 'Math.max(0, x) + Math.pow(y + 1, 2)', 'fmax(0.0, x) + pow(y + 1.0, 2.0)'],
    ['log(x, 2)', 'math.log(x) / math.log(2)', 'Math.log(x) / Math.log(2)', 'log(x) / log(2.0)'],
  ];
  for (const [text, ...wanted] of cases) expect(LANGUAGES.map((language) => writeCode(text, language).text)).toEqual(wanted);
});

test('what a language lacks comes with it, once', () => {
  expect(writeCode('sign(x) + sign(y)', 'python').helpers).toEqual(['def sign(x):\n    return (x > 0) - (x < 0)']);
  expect(writeCode('sign(x) + erf(y)', 'typescript').helpers).toHaveLength(1);
  expect(writeCode('sign(x) + erf(y)', 'typescript').helpers[0]).toContain('function erf(x: number): number {');
  expect(writeCode('erf(x)', 'c')).toEqual({ text: 'erf(x)', helpers: [] });
});

test('a function that no language has is written out, and is what the expression is', () => {
  const { text, helpers: [helper] } = writeCode('besselJ0(x)', 'python');
  const values = execFileSync('python3', ['-c', `import math\n${helper!}\nfor x in (-9.5, -0.5, 0.0, 2.0, 7.999, 8.001, 31.0): print(repr(${text}))`], { encoding: 'utf8' }).trim().split('\n').map(Number);
  const { expr } = parseExpression('besselJ0(x)');
  [-9.5, -0.5, 0, 2, 7.999, 8.001, 31].forEach((x, k) => { expect(Math.abs(values[k]! - evaluate(formula(['x'], { y: expr }), { x })['y']!)).toBeLessThan(1e-15); });
  expect(writeCode('besselJ0(2 * x)', 'c').helpers[0]).toMatch(/^static double besselJ0\(double x\) \{\n {2}return .*fabs\(x\) < 8\.0.* \? /);
  expect(writeCode('besselJ0(x)', 'typescript').helpers[0]).toMatch(/^function besselJ0\(x: number\): number \{/);
  expect([writeLatex('1e11 * sqrt(x)'), writeLatex('x ^ 2 - 2.5e-7')]).toEqual(['10^{11}\\cdot\\sqrt{ x}', '{ x}^{2}-2.5\\cdot10^{-7}']);
  expect(writeLatex('besselJ0(x)')).toBe('J_{0}\\left( x\\right)');
});

test('variables are renamed, and nothing but mathematics is written', () => {
  expect(writeCode('lambda + e', 'python', { lambda: 'lambda_' }).text).toBe('lambda_ + math.e');
  for (const text of ['x = 1', '[x, y]', '"x"', 'x!', 'x and y']) expect(() => writeCode(text, 'c')).toThrow('An expression may contain');
  expect(() => writeCode('sin(', 'c')).toThrow('is not mathematics');
});

test('LaTeX has indices, roots and upright names', () => {
  expect(writeLatex('sqrt(x1) / alpha_2 + speed ^ 2')).toBe('\\frac{\\sqrt{ x_{1}}}{ \\alpha_{2}}+{ \\mathrm{speed}}^{2}');
  expect(['lambda', 'Omega', 'nu12', 'lambdas', 'lambda_a', 'Alpha'].map((name) => writeLatex(name))).toEqual(['\\lambda', '\\Omega', '\\nu_{12}', '\\mathrm{lambdas}', '\\mathrm{lambda\\_a}', '\\mathrm{Alpha}']);
  expect([writeLatex('x1 * x_1 + lambda_2'), writeLatex('lambda2 + x_1', ['lambda_2', 'x_1']), writeLatex('x_1', ['x1'])]).toEqual(['x_{1}\\cdot \\mathrm{x\\_1}+ \\lambda_{2}', '\\lambda_{2}+ x_{1}', '\\mathrm{x\\_1}']);
  // A column that is called as a constant is.
  expect([writeLatex('e_ * e'), writeLatex('2 * pi_')]).toEqual(['\\mathrm{e\\_}\\cdot e', '2\\cdot \\mathrm{pi\\_}']);
  expect(writeLatex('erf(pi * x)')).toBe('\\operatorname{erf}\\left(\\pi\\cdot x\\right)');
});

test('a tree is plain data', () => {
  expect(writeTree('2 * x')).toEqual({ mathjs: 'OperatorNode', op: '*', fn: 'multiply', args: [{ mathjs: 'ConstantNode', value: 2 }, { mathjs: 'SymbolNode', name: 'x' }], implicit: false, isPercentage: false });
});
