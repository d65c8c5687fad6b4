import { expect, test } from '@jest/globals';
import { encodingInWords } from './encoding-in-words.js';

test('how inputs are made of columns is said of those that are not the columns themselves', () => {
  const columns = [
    { column: 'age', as: 'number', fill: 52.5, indicator: true }, { column: 'bmi', as: 'number' }, { column: 'color', as: 'levels', levels: ['red', 'a "b"'], indicator: true }, { column: 'smoker', as: 'boolean', fill: 0.5 },
  ];
  expect(encodingInWords({ table: { missing: 'mean', columns } })).toEqual([
    'Where age is missing, "age" is 52.5.', '"age missing" is 1 where age is missing, else 0.',
    '"color=red" is 1 where color is "red", else 0.', `'color=a "b"' is 1 where color is 'a "b"', else 0.`, '"color missing" is 1 where color is missing, else 0.',
    '"smoker" is 1 for true and 0 for false.', 'Where smoker is missing, "smoker" is 0.5.',
  ]);
  expect(encodingInWords(null)).toEqual([]);
});
