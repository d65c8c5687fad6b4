import { expect, test } from '@jest/globals';
import { memoryTable } from '@knotwork/datasets';
import { targetsFrom } from './targets-from.js';

const refusal = (columns: Readonly<Record<string, readonly (string | number | null)[]>>, classes: readonly string[], weight?: string): string => {
  try { targetsFrom(memoryTable(columns, 'later.csv'), ['y'], classes, { target: 'y', ...(weight === undefined ? {} : { weight }) }); return ''; } catch (error) { return (error as Error).message; }
};

test('targets are numbers, or 1 for the class of a row', () => {
  expect([...targetsFrom(memoryTable({ y: [1, 2] }, 'later.csv'), ['y'], [], {}).targets.values]).toEqual([1, 2]);
  expect([...targetsFrom(memoryTable({ y: ['b', 'a'] }, 'later.csv'), ['a', 'b'], ['a', 'b'], { target: 'y' }).targets.values]).toEqual([0, 1, 1, 0]);
});

test('what is wrong with a row is told without options of a data set, which nobody can set any more', () => {
  expect(refusal({ y: ['a', null] }, ['a', 'b'])).toBe('Every row must have a class; row 2 of later.csv has nothing in column "y". Correct or remove the row.');
  expect(refusal({ y: [1, null] }, [])).toBe('Every value that is used must be a number; got nothing (a missing value) in row 2 of later.csv, column "y". Correct or remove the row.');
  expect(refusal({ y: [1, 'many'] }, [])).toBe('Every value that is used must be a number; got "many" in row 2 of later.csv, column "y". Correct or remove the row.');
  expect(refusal({ y: [1, 2], w: [1, null] }, [], 'w')).toBe('Every value that is used must be a number; got nothing (a missing value) in row 2 of later.csv, column "w". Correct or remove the row.');
  expect(refusal({ y: [1, 2], w: [1, -1] }, [], 'w')).toBe('Every weight must be at least 0; got -1 in row 2 of later.csv, column "w". Correct or remove the row.');
});
