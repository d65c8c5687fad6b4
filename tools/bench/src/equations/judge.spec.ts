import { describe, expect, test } from '@jest/globals';
import { judgeOf, type Verdict } from './judge.js';
import type { Problem, ProblemInput } from './problems.js';

/** Enough for these formulas; the suite takes 10,000. */
const ROWS = 1000;

const uniform = (name: string, min: number, max: number): ProblemInput => ({ name, sample: 'uniform', min, max });
const problem = (formula: string, ...inputs: readonly ProblemInput[]): Problem => ({ id: formula, set: 'spec', half: 'tuning', formula, inputs });

const hello = judgeOf(problem('exp(sin(pi * x1) + x2^2)', uniform('x1', -1, 1), uniform('x2', -1, 1)), ROWS);
const ripple = judgeOf(problem('x1 * x2 + sin((x1 - 1) * (x2 - 1))', uniform('x1', -3, 3), uniform('x2', -3, 3)), ROWS);
const wave = judgeOf(problem('sin(x1)', uniform('x1', -1, 1)), ROWS);
const gamma = judgeOf(problem('m / sqrt(1 - v^2 / c^2)', uniform('m', 1, 5), uniform('v', 1, 2), uniform('c', 3, 10)), ROWS);

const reasons = (verdict: Verdict): string => verdict.reasons.join('; ');

describe('what is the truth is recovered', () => {
  test.each([
    ['the truth', hello, 'exp(sin(pi * x1) + x2^2)'],
    ['constants that are off', hello, 'exp(sin(3.1 * x1) + 0.95 * x2^2)'],
    ['a product of exponentials', hello, 'exp(sin(pi * x1)) * exp(square(x2))'],
    ['the exponential of a logarithm', hello, 'exp(log(exp(sin(pi * x1) + x2^2)))'],
    ['a product by logarithms', gamma, 'exp(log(m) - 0.5 * log(1 - exp(2 * log(v) - 2 * log(c))))'],
    ['an expanded product', ripple, 'x1 * x2 + sin(x1 * x2 - x1 - x2 + 1)'],
    ['another way of writing roots and squares', gamma, '0.9 * m * c / (c * c - 1.01 * v^2)^0.5'],
    ['a root that has no value on some rows until its constants are right', judgeOf(problem('sqrt(x1^2 + x2^2 - 2 * x1 * x2 * cos(x3 - x4))', uniform('x1', 1, 5), uniform('x2', 1, 5), uniform('x3', 1, 5), uniform('x4', 1, 5)), ROWS),
      'sqrt(0.98 * x1^2 + x2^2 - 2.02 * x1 * x2 * cos(x3 - x4))'],
  ])('%s', (_, judge, text) => {
    const verdict = judge.judge(text);
    expect(reasons(verdict)).toBe('');
    expect(verdict).toMatchObject({ recovered: true });
    expect(verdict.error).toBeLessThan(1e-12);
  });

  test('a formula is as written unless a constant of it says nothing', () => {
    expect(hello.judge('exp(sin(3.1 * x1) + x2^2)')).toMatchObject({ recovered: true, asWritten: true, neutral: 0, nodes: 9, truthNodes: 9 });
    const noisy = hello.judge('1.002 * exp(sin(3.13 * x1 - 0.001) + 0.998 * x2^2) + 0.0004');
    expect(noisy).toMatchObject({ recovered: true, asWritten: false, nodes: 9 });
    expect(noisy.neutral).toBe(4);
  });
});

describe('what is not the truth is not recovered, and why', () => {
  test('a term, a factor or an input that does nothing', () => {
    for (const text of [
      'x1 * x2 + sin((x1 - 1) * (x2 - 1)) + 1e-9 * x1^3', 'x1 * x2 + sin((x1 - 1) * (x2 - 1)) * cos(1e-9 * x1)', 'x1 * x2 + sin((x1 - 1) * (x2 - 1) + 1e-12 * z1)',
    ]) {
      const verdict = ripple.judge(text);
      expect(verdict).toMatchObject({ recovered: false, asWritten: false });
      expect(reasons(verdict)).toMatch(/can go without loss/);
      expect(verdict.error).toBeLessThan(1e-9);
    }
  });

  test('a function that bends nothing', () => {
    expect(reasons(ripple.judge('1e8 * tanh(1e-8 * x1 * x2) + sin((x1 - 1) * (x2 - 1))'))).toMatch(/the bend of tanh\(.*\) can go without loss/);
  });

  test('a formula of R2 above 0.9999', () => {
    const verdict = wave.judge('x1 - 0.16 * x1^3');
    expect(verdict.recovered).toBe(false);
    expect(1 - verdict.error! ** 2).toBeGreaterThan(0.9999);
    expect(reasons(verdict)).toMatch(/^relative RMSE .* after the refit, not below 1e-9$/);
  });

  test('a series that is right to 1e-9 on the range and wrong beyond', () => {
    const verdict = judgeOf(problem('sin(x1)', uniform('x1', -0.1, 0.1)), ROWS).judge('x1 - x1^3 / 6 + x1^5 / 120');
    expect(verdict.error).toBeLessThan(1e-9);
    expect(reasons(verdict)).toMatch(/13 nodes, more than 1.5 times the 2 of the truth/);
  });

  test('a formula that differs beyond the range', () => {
    const verdict = judgeOf(problem('x1 * x2', uniform('x1', 0, 1), uniform('x2', 0, 1)), ROWS).judge('abs(x1) * x2');
    expect(verdict.error).toBeLessThan(1e-12);
    expect(reasons(verdict)).toMatch(/^relative RMSE .* on the wider ranges, not below 0.000001/);
  });

  test('the same function, bloated', () => {
    const judge = judgeOf(problem('(x1 + x2) / (1 + x1 * x2)', uniform('x1', -0.6, 0.6), uniform('x2', -0.6, 0.6)), ROWS);
    const verdict = judge.judge('tanh(0.5 * log((1 + x1) / (1 - x1)) + 0.5 * log((1 + x2) / (1 - x2)))');
    expect(verdict.error).toBeLessThan(1e-12);
    expect(verdict.widerError).toBeLessThan(1e-12);
    expect(reasons(verdict)).toMatch(/^\d+ nodes, more than 1.5 times the 9 of the truth$/);
    expect(reasons(judge.judge(`x1 ${Array.from({ length: 30 }, (_, k) => `+ sin(x1 ^ ${k} + x2)`).join(' ')}`))).toMatch(/nodes, more than/);
    expect(reasons(hello.judge('exp(sin(pi * x1) + x2^2) * (sin(x2)^2 + cos(x2)^2)'))).toMatch(/nodes, more than/);
  });

  test.each([
    [null, 'there is no formula'], ['x1 +', 'it cannot be read: '], ['x1 * mass', 'it reads "mass", which is no input'], ['log(x1 - 5)', 'it has no value on some fresh rows'],
  ])('%s', (text, reason) => {
    const verdict = hello.judge(text);
    expect(verdict).toMatchObject({ recovered: false, error: null });
    expect(reasons(verdict)).toMatch(new RegExp(`^${reason}`));
  });
});

describe('a judge comes to an end', () => {
  const sum = (terms: number): string => Array.from({ length: terms }, (_, k) => `${k + 1.5} * sin(${k + 0.25} * x1 + ${k / 7 + 0.1})`).join(' + ');

  test('of a formula of many constants, without a refit', () => {
    const verdict = wave.judge(sum(40));
    expect(verdict).toMatchObject({ recovered: false, refitted: null });
    expect(reasons(verdict)).toMatch(/more than 1.5 times the 2 of the truth; 120 constants, more than 13/);
  });

  test('of one whose refit takes more work than there is', () => {
    const court = problem('sin(x1)', uniform('x1', -1, 1));
    expect(reasons(judgeOf(court, ROWS, 1e5).judge('1.5 * sin(0.7 * x1 + 0.3) + 0.1'))).toMatch(/after the refit, not below 1e-9; the work that the judge may spend was spent/);
    expect(judgeOf(court, ROWS).judge('1.5 * sin(0.7 * x1 + 0.3) + 0.1').recovered).toBe(true);
  });

  test('and what it could not look at to the end is not recovered', () => {
    const court = problem('sin(x1) + x2', uniform('x1', -1, 1), uniform('x2', -1, 1));
    expect(judgeOf(court, ROWS, 1).judge('sin(x1) + x2')).toMatchObject({ recovered: false, error: 0, reasons: ['the work that the judge may spend was spent'] });
  });
});
