import { expect, test } from '@jest/globals';
import type { Model } from '@knotwork/model';
import { isKnotworkError } from '@knotwork/plugin';
import { predictionColumns } from './prediction-columns.js';

const samples = (width: number, ...values: number[]) => ({ count: values.length / width, width, values: Float64Array.from(values) });
const model = (...outputs: string[]): Model => ({ outputs, classes: [] }) as unknown as Model;
const columns = (outputs: readonly string[], names: readonly string[], interval = false): unknown[] => {
  const values = samples(2, 1, 2, 3, 4);
  const intervals = interval ? { level: 0.9, by: 'posterior' as const, notes: [], lower: values, upper: values } : null;
  return predictionColumns(model(...outputs), 'class', { values, intervals, derivatives: { ...samples(4, 10, 11, 20, 21, 30, 31, 40, 41), names }, outside: null }).map(({ name, cells }) => [name, ...Array.from(cells)]);
};

test('derivatives stand behind their output and the ends of its interval', () => {
  const names = ['u_x', 'u_xx', 'v_x', 'v_xx'];
  expect(columns(['u', 'v'], names)).toEqual([['u', 1, 3], ['u_x', 10, 30], ['u_xx', 11, 31], ['v', 2, 4], ['v_x', 20, 40], ['v_xx', 21, 41]]);
  expect(columns(['u', 'v'], names, true).map((column) => (column as string[])[0])).toEqual(['u', 'u lower', 'u upper', 'u_x', 'u_xx', 'v', 'v lower', 'v upper', 'v_x', 'v_xx']);
});

test('a derivative that is called like an output is refused', () => {
  try { columns(['u', 'u_x'], ['u_x', 'u_y', 'u_x_x', 'u_x_y']); } catch (error) {
    expect([isKnotworkError(error), (error as Error).message]).toEqual([true, 'Two columns would be called "u_x": that of an output, and that of a derivative. Ask for derivatives from code, with model.derivatives of the package knotwork.']);
    return;
  }
  throw new Error('nothing was refused');
});

test('targets that are called like a column beside them keep their name, and nothing is lost', () => {
  const namesOf = (of: Model, target = 'class'): string[] => {
    const values = samples(2, 1, 0, 0, 1);
    const outside = { rows: 1, names: [[], ['x']] };
    return predictionColumns(of, target, { values, intervals: { level: 0.9, by: 'posterior', notes: [], lower: values, upper: values }, derivatives: null, outside }).map(({ name }) => name);
  };
  expect(namesOf(model('outside', 'u'))).toEqual(['outside', 'outside lower', 'outside upper', 'u', 'u lower', 'u upper', 'outside (2)']);
  expect(namesOf(model('u', 'u lower'))).toEqual(['u', 'u lower (2)', 'u upper', 'u lower', 'u lower lower', 'u lower upper', 'outside']);
  const classes = { outputs: ['a', 'b'], classes: ['a', 'b'] } as unknown as Model;
  expect(namesOf(classes, 'outside')).toEqual(['outside', 'probability a', 'probability b', 'outside (2)']);
  expect(namesOf(classes, 'probability a')).toEqual(['probability a', 'probability a (2)', 'probability b', 'outside']);
});
