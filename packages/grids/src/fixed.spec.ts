import { expect, test } from '@jest/globals';
import { fixed } from './fixed.js';
import { moment, situation } from './fixtures/situation.js';

test('a fixed grid is never due and never moves', () => {
  expect(fixed.isDue(moment(), {})).toBe(false);
  expect(fixed.place(situation([-1, 1], [9]), {})).toBeNull();
});
