import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Data } from '@knotwork/plugin';
import { foldsOf } from './folds-of.js';

/** Training rows of classes, or of numbers. */
function rows(values: readonly number[], classes = 0, more: Partial<Data> = {}): Pick<Data, 'task' | 'train' | 'division'> {
  const width = Math.max(classes, 1);
  const targets = { count: values.length, width, values: Float64Array.from(values.flatMap((v) => (classes === 0 ? [v] : Array.from({ length: classes }, (_, c) => Number(c === v))))) };
  return { task: classes === 0 ? 'regression' : 'classification', train: { inputs: { count: values.length, width: 0, values: new Float64Array(0) }, targets }, ...more };
}
const stream = (): ReturnType<typeof randomStream> => randomStream(1, 'folds');
const sizes = (foldOf: Uint32Array, folds: number, isIn = (_: number): boolean => true): number[] => Array.from({ length: folds }, (_, f) => [...foldOf.keys()].filter((n) => foldOf[n] === f && isIn(n)).length);

test('folds are as large as each other, drawn at random, and the same for the same stream', () => {
  const values = Array.from({ length: 23 }, (_, n) => n);
  const foldOf = foldsOf(rows(values), 5, stream());
  expect(sizes(foldOf, 5).sort()).toEqual([4, 4, 5, 5, 5]);
  expect([...foldOf]).not.toEqual(values.map((n) => n % 5));
  expect(foldsOf(rows(values), 5, stream())).toEqual(foldOf);
  expect(foldsOf(rows(values), 5, randomStream(2, 'folds'))).not.toEqual(foldOf);
});

test('every fold has its share of each class', () => {
  const classes = Array.from({ length: 40 }, (_, n) => (n < 10 ? 1 : n < 15 ? 2 : 0));
  const foldOf = foldsOf(rows(classes, 3), 5, stream());
  for (const [c, count] of [[0, 5], [1, 2], [2, 1]]) expect(sizes(foldOf, 5, (n) => classes[n] === c)).toEqual(Array(5).fill(count));
});

test('rows of a group are in one fold, and folds are even as far as groups are', () => {
  const division = Uint32Array.from({ length: 30 }, (_, n) => (n < 9 ? 0 : 1 + n % 7));
  const foldOf = foldsOf(rows([...division.keys()], 0, { division }), 3, stream());
  for (let group = 0; group < 8; group++) expect(new Set([...foldOf].filter((_, n) => division[n] === group)).size).toBe(1);
  expect(Math.max(...sizes(foldOf, 3))).toBe(12);
  expect(sizes(foldsOf(rows([1, 2, 3], 0, { division: Uint32Array.of(4, 4, 4) }), 3, stream()), 3).sort()).toEqual([0, 0, 3]);
});
