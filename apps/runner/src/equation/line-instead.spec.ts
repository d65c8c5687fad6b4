import { expect, test } from '@jest/globals';
import { lineInstead } from './line-instead.js';

const choice = (difference: number) => ({
  networks: [{ rmse: 2 }, { rmse: 3 }], best: 0, worth: 'equal', simple: [{ name: 'constant', form: 'constant', rmse: 9, difference: 5, standardError: 0.5 }, { name: 'least squares', form: 'line', rmse: 2.1, difference, standardError: 0.1 }],
});
const network = { edges: { free: 0, symbolic: 2 } };
const formulaOf = (...isLinear: readonly boolean[]) => ({ outputs: isLinear.map((linear) => ({ text: 'as printed', isLinear: linear })) });
const table = { task: 'regression', widths: [2, 5, 1] } as const;

test('a line within a standard error of the best network is taken in place of what is none, and of no equation', () => {
  const says = 'A line in the columns has a cross-validated RMSE of 2.1, the best network, made an equation, 2: a line is as good, and is the simpler equation.';
  for (const formula of [null, formulaOf(false), formulaOf(true, false)]) expect(lineInstead({ choice: choice(0.09), formula, network }, table)).toBe(says);
});

test('a line beyond it, beside a line, and where nothing is to be said is not', () => {
  expect(lineInstead({ choice: choice(0.11), formula: null, network }, table)).toBeNull();
  expect(lineInstead({ choice: choice(0), formula: formulaOf(true), network }, table)).toBeNull();
  expect(lineInstead({ choice: choice(0), formula: null, network: { edges: { free: 0, symbolic: 0 } } }, table)).toBeNull();
  expect(lineInstead({ choice: { ...choice(0), worth: 'nothing' }, formula: null, network }, table)).toBeNull();
  expect(lineInstead({ choice: choice(0), formula: null, network }, { ...table, task: 'classification' })).toBeNull();
  const worse = choice(0.09);
  expect(lineInstead({ choice: { ...worse, simple: worse.simple.map((model) => ({ ...model, isWorse: true })) }, formula: null, network }, table)).toBeNull();
  expect(lineInstead({ formula: null, network }, table)).toBeNull();
});

test('an equation that is twice as near to rows that it was not fitted to is kept', () => {
  const of = (validation: number | null, test: number) => lineInstead({ choice: choice(0.05), formula: { outputs: [{ text: 'x ^ 3', isLinear: false, error: { train: 0, validation } }] }, network, metrics: { test: { rmse: test } } }, table);
  expect(of(1.05, 1.05)).toBeNull();
  for (const [validation, test] of [[1.06, 0], [0, 1.06], [null, 0]] as const) expect(of(validation, test)).toMatch(/^A line in the columns/);
});
