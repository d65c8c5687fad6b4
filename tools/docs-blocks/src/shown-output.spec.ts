import { expect, test } from '@jest/globals';
import { differenceOf } from './shown-output.js';

const printed = 'begun 0123456789ab\nRMSE: 0.12\n\n  a    b\n  1    4.2e-16\n  2    5\nDone in 2.4 s.\n';

test.each([
  ['a part', 'RMSE: 0.12\n'],
  ['other ids, times, rounding and columns', 'begun ba9876543210-dirty\nRMSE: 0.12\na b\n1 3.1e-17\n2 5\nDone in 17 s.\n'],
  ['lines left out', 'begun 000000000000\n...\n1 1e-15\n...\nDone in 1 s.'],
])('%s is as printed', (_, shown) => { expect(differenceOf(shown, printed)).toBeNull(); });

test.each([
  ['another number', 'RMSE: 0.13', 'the page shows "RMSE: 0.13", and the command printed no such line'],
  ['a line that is left out without a word', 'RMSE: 0.12\n1 4.2e-16', 'the page shows "1 ROUNDING", and the command printed "a b" there'],
  ['another order', 'Done in 2 s.\n...\nRMSE: 0.12', 'the page shows "RMSE: 0.12", and the command printed no such line'],
  ['a line at the end', 'Done in 2 s.\nGood bye', 'the page shows "Good bye", and the command printed "nothing more" there'],
  ['a number that is not rounding', '2 5e-12', 'the page shows "2 5e-12", and the command printed no such line'],
])('%s is not', (_, shown, difference) => { expect(differenceOf(shown, printed)).toBe(difference); });
