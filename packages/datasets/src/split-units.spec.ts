import { expect, test } from '@jest/globals';
import { takeUnits, unitsOf } from './split-units.js';

const sized = (...sizes: number[]): number[][] => sizes.map((n) => new Array<number>(n).fill(0));
const taken = (sizes: number[], rows: number, mayPass = true): number[] => takeUnits(sized(...sizes), rows, mayPass).taken.map((unit) => unit.length);

test('units are taken while they bring the part closer to its share', () => {
  expect(taken([3, 3, 3, 3], 6)).toEqual([3, 3]);
  expect(taken([3, 3, 3, 3], 7)).toEqual([3, 3]);
  expect(taken([3, 3, 3, 3], 8)).toEqual([3, 3, 3]);
  expect(taken([3, 3], 0)).toEqual([]);
});

test('one that is too large is passed over, or ends the part where units follow each other', () => {
  expect(taken([2, 9, 2, 1], 5)).toEqual([2, 2, 1]);
  expect(taken([2, 9, 2, 1], 5, false)).toEqual([2]);
});

test('where all are too large the part still has one: the smallest, or the first', () => {
  expect(taken([9, 8, 9], 2)).toEqual([8]);
  expect(taken([9, 8, 9], 2, false)).toEqual([9]);
  expect(taken([], 2)).toEqual([]);
});

test('what is left keeps its order', () => {
  const units = sized(5, 2, 4);
  expect(takeUnits(units, 2, true)).toEqual({ taken: [units[1]], left: [units[0], units[2]] });
});

test('rows of the same key are a unit, units in the order of their first rows', () => {
  expect([...unitsOf([4, 0, 1, 3, 2], ['a', 'b', 'b', 'c', 'a'])]).toEqual([['a', [4, 0]], ['b', [1, 2]], ['c', [3]]]);
});
