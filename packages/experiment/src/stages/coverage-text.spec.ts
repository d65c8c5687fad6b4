import { expect, test } from '@jest/globals';
import { coverageText } from './coverage-text.js';

const said = (more: object): string => coverageText({ level: 0.9, test: 0.875, ...more }, { level: '90 %', share: (share) => `${100 * share} %`, number: String });

test('how often intervals held is told with what they are, and of which rows', () => {
  expect(said({})).toBe('for 90 % hold 87.5 % of the test rows');
  expect(said({ meanWeight: 7, ofMeanWeight: 0.5 })).toBe('for 90 %, as wide as each row weighs, hold 87.5 % of the test rows; if all are as wide as for a row of mean weight, 7, they hold 50 %');
  expect(said({ isOfExact: true })).toBe('for 90 % hold 87.5 % of the test rows, whose targets have no noise, while intervals are for rows with noise');
});
