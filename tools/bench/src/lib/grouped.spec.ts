import { expect, test } from '@jest/globals';
import { grouped } from './grouped.js';

test('groups and their items keep the order in which they come', () => {
  expect([...grouped(['pear', 'fig', 'plum', 'date', 'kiwi', 'nut'], (word) => word.length)]).toEqual([[4, ['pear', 'plum', 'date', 'kiwi']], [3, ['fig', 'nut']]]);
  expect([...grouped([], String)]).toEqual([]);
});
