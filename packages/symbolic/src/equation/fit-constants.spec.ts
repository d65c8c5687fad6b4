import { expect, test } from '@jest/globals';
import { parseExpression } from '@knotwork/expressions';
import { randomStream } from '@knotwork/numerics';
import { fitConstants } from './fit-constants.js';

/** Rounding of a few operations, magnified by how a constant hangs on the others. */
const EXACT = 1e-12;
const stream = randomStream(3, 'rows');
const x = Float64Array.from({ length: 200 }, () => stream.uniform(0.1, 3));
const z = Float64Array.from({ length: 200 }, () => stream.uniform(-1, 1));
const fit = (text: string, start: Record<string, number>, target: ArrayLike<number>, more = {}) => fitConstants({ expr: parseExpression(text).expr, variables: { x, z }, target, start, ...more });

test('constants of exact rows are found to rounding, from a start that is near', () => {
  const target = x.map((v, n) => 2.5 * Math.exp(-0.7 * v) * Math.sin(3 * z[n]! + 0.4) + 1.25);
  const { values, errors, outcome, rank } = fit('a * exp(b * x) * sin(c * z + d) + f', { a: 2, b: -0.5, c: 2.7, d: 0.3, f: 1 }, target);
  expect([outcome, rank]).toEqual(['converged', 5]);
  for (const [name, value] of Object.entries({ a: 2.5, b: -0.7, c: 3, d: 0.4, f: 1.25 })) {
    expect(Math.abs(values[name]! - value)).toBeLessThan(EXACT);
    expect(errors[name]!).toBeLessThan(EXACT);
  }
});

test('nearly dependent directions are followed to the end: exponentials of nearly the same rate', () => {
  const target = x.map((v) => 3 * Math.exp(-v) - 2 * Math.exp(-1.3 * v));
  const { squares } = fit('a * exp(b * x) + c * exp(d * x)', { a: 2, b: -0.8, c: -1, d: -1.6 }, target, { steps: 500 });
  expect(Math.sqrt(squares / 200)).toBeLessThan(1e-13);
});

test('standard errors are the spread of the constants over noisy samples', () => {
  const [found, told]: [number[], number[]] = [[], []];
  for (let seed = 0; seed < 200; seed++) {
    const noise = randomStream(seed, 'noise');
    const { values, errors } = fit('a * x ^ b', { a: 1, b: 1 }, x.map((v) => 2 * Math.sqrt(v) + 0.1 * noise.normal()));
    found.push(values['b']!);
    told.push(errors['b']!);
  }
  const mean = found.reduce((sum, v) => sum + v, 0) / found.length;
  const spread = Math.sqrt(found.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (found.length - 1));
  const average = told.reduce((sum, v) => sum + v, 0) / told.length;
  // The spread of 200 numbers is known to 5 %.
  expect(average / spread).toBeGreaterThan(0.85);
  expect(average / spread).toBeLessThan(1.15);
  expect(Math.abs(mean - 0.5)).toBeLessThan(4 * spread / Math.sqrt(200));
});

/** Standard errors of b in 2 x^b over four decades as they are told, over the spread of b in 400 samples with noise in proportion to the targets: the root mean square of each. */
function toldOverFound(noise: 'alike' | 'any', weights?: Float64Array): number {
  const wide = x.map((_, n) => 10 ** (n / 50 - 1));
  const exact = wide.map((v) => 2 * v ** 1.5);
  let [found, told] = [0, 0];
  for (let seed = 0; seed < 400; seed++) {
    const drawn = randomStream(seed, 'in proportion');
    const target = exact.map((v) => v * (1 + 0.05 * drawn.normal()));
    const { values, errors } = fitConstants({ expr: parseExpression('a * x ^ b').expr, variables: { x: wide }, target, start: { a: 2, b: 1.5 }, noise, ...(weights === undefined ? {} : { weights }) });
    found += (values['b']! - 1.5) ** 2;
    told += errors['b']! ** 2;
  }
  return Math.sqrt(told / found);
}

test('standard errors for noise of any size hold where it is in proportion to targets, where those of rows that are alike are too small', () => {
  // The spread of 400 numbers is known to 4 %.
  expect(Math.abs(toldOverFound('any') - 1)).toBeLessThan(0.15);
  expect(toldOverFound('alike')).toBeLessThan(0.6);
});

test('of a fit with weights, standard errors are those of that fit', () => {
  const weights = x.map((_, n) => (2 * 10 ** (1.5 * (n / 50 - 1))) ** -2);
  expect(Math.abs(toldOverFound('any', weights) - 1)).toBeLessThan(0.15);
});

test('standard errors for noise of any size are those of leaving rows out, with what each row would leave without itself', () => {
  const [u, y] = [[1, 2, 4, 7], [1.1, 1.8, 4.3, 6.9]];
  const { errors } = fitConstants({ expr: parseExpression('a * u').expr, variables: { u }, target: y, start: { a: 1 }, noise: 'any' });
  const squares = u.reduce((sum, v) => sum + v * v, 0);
  const a = u.reduce((sum, v, n) => sum + v * y[n]!, 0) / squares;
  const moved = u.map((v, n) => (v * (y[n]! - a * v)) / (squares - v * v));
  expect(errors['a']!).toBeCloseTo(Math.sqrt(moved.reduce((sum, m) => sum + m * m, 0)), 12);
});

test('a row that alone says what a constant is has the error of the others: the fit goes through it', () => {
  const isFirst = x.map((_, n) => (n === 0 ? 1 : 0));
  const noise = randomStream(5, 'noise');
  const target = x.map((v, n) => 2 * v + 7 * isFirst[n]! + 0.1 * noise.normal());
  const { errors, variance } = fitConstants({ expr: parseExpression('a * x + b * first').expr, variables: { x, first: isFirst }, target, start: { a: 1, b: 1 }, noise: 'any' });
  expect(errors['b']! / Math.sqrt(variance)).toBeGreaterThan(0.95);
  expect(errors['b']! / Math.sqrt(variance)).toBeLessThan(1.05);
});

test('with noise of any size, too, what rows do not determine has no standard error, and what they do has', () => {
  const { errors, rank } = fit('(a + b) * x + c', { a: 1, b: 1, c: 0 }, x.map((v, n) => 3 * v + 1 + 0.1 * Math.sin(n * n)), { noise: 'any' });
  const alone = fit('a * x + c', { a: 1, c: 0 }, x.map((v, n) => 3 * v + 1 + 0.1 * Math.sin(n * n)), { noise: 'any' });
  expect([rank, errors['a'], errors['b']]).toEqual([2, Infinity, Infinity]);
  expect(errors['c']! / alone.errors['c']!).toBeCloseTo(1, 9);
});

test('what rows do not determine has no standard error, and what they do has', () => {
  const { errors, rank } = fit('(a + b) * x + c', { a: 1, b: 1, c: 0 }, x.map((v) => 3 * v + 1));
  expect(rank).toBe(2);
  expect([errors['a'], errors['b']]).toEqual([Infinity, Infinity]);
  expect(errors['c']!).toBeLessThan(EXACT);
});

test('rows of weight 0 do not count', () => {
  const weights = x.map((_, n) => (n < 100 ? 1 : 0));
  const { values } = fit('a * x', { a: 1 }, x.map((v, n) => (n < 100 ? 2 * v : 1e6)), { weights });
  expect(values['a']).toBeCloseTo(2, 12);
});

test('an expression that is not finite at the start is told, and a step that leaves a domain is not taken', () => {
  expect(fit('log(x - a)', { a: 2 }, x)).toMatchObject({ outcome: 'not finite', values: { a: 2 } });
  const { values, outcome } = fit('log(x - a)', { a: -3 }, x.map((v) => Math.log(v - 0.05)));
  expect(outcome).toBe('converged');
  expect(values['a']).toBeCloseTo(0.05, 9);
});

test('no constants are a fit, too: of what is left', () => {
  expect(fit('x', {}, x.map((v) => v + 1))).toMatchObject({ values: {}, rank: 0, outcome: 'converged' });
  expect(fit('x', {}, x.map((v) => v + 1)).squares).toBeCloseTo(200, 9);
});
