import { expect, test } from '@jest/globals';
import { isInRange } from './version-range.js';

test.each([
  ['0.1.0', '^0.1.0', true], ['0.1.7', '^0.1.0', true], ['0.1.0', '^0.2.0', false], ['0.2.0', '^0.1.0', false], ['0.1.0', '^0.1.1', false],
  ['0.0.3', '^0.0.3', true], ['0.0.4', '^0.0.3', false], ['0.9.0', '^0', true], ['0.0.9', '^0.0', true], ['0.1.0', '^0.0', false],
  ['1.9.3', '^1.2.0', true], ['2.0.0', '^1.2.0', false], ['1.1.9', '^1.2.0', false],
  ['1.2.9', '~1.2.3', true], ['1.3.0', '~1.2.3', false], ['1.2.2', '~1.2.3', false], ['1.9.0', '~1', true],
  ['1.2.3', '1.2.3', true], ['1.2.3', '=1.2.3', true], ['1.2.4', '1.2.3', false], ['1.2.4', '1.2', true], ['1.2.4', '1.x', true], ['2.0.0', '1', false],
  ['9.0.0', '>=1.0.0', true], ['0.9.0', '>=1.0.0', false], ['4.6.7', '>=3.25 <5', true], ['5.0.0', '>= 3.25.0 < 5', false],
  ['1.0.1', '>1.0.0', true], ['1.0.0', '>1.0.0', false], ['1.0.0', '<=1.0.0', true], ['1.3.0', '<=1.2', false],
  ['2.4.0', '^1.0.0 || ^2.0.0', true], ['3.0.0', '^1.0.0 || ^2.0.0', false], ['7.8.9', '*', true], ['7.8.9', '', true], ['7.8.9', '^*', true],
  ['0.1.0-next.1', '^0.1.0', true], ['0.1.0', 'workspace:^', true], ['0.1.0', 'workspace:^0.1.0', true],
])('whether %s lies in "%s" is %s', (version, range, expected) => {
  expect(isInRange(version, range)).toBe(expected);
});

test.each(['latest', '1.2.0 - 2.0.0', 'file:../plugin', '^', '^1.2.3.4'])('"%s" is not understood as a range', (range) => {
  expect(isInRange('1.2.3', range)).toBeUndefined();
});
