import { expect, test } from '@jest/globals';
import { differing } from './study-process.js';

test('two studies differ in files of other bytes, and in those that one of them has not', () => {
  const whole = new Map([['verdict.json', '{}'], ['tables.csv', 'a'], ['trials/1/result.json', '1']]);
  expect(differing(whole, new Map(whole))).toEqual([]);
  expect(differing(whole, new Map([['verdict.json', '{ }'], ['tables.csv', 'a'], ['trials/2/result.json', '1']]))).toEqual(['trials/1/result.json', 'trials/2/result.json', 'verdict.json']);
});
