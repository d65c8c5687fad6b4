import { expect, test } from '@jest/globals';
import { fittedOrder, orderReport } from './report.js';

const intervals = [8, 16, 32];

test('the order is the power of h', () => {
  expect(fittedOrder({ degree: 3, intervals, errors: intervals.map((g) => 7 * g ** -4) })).toBeCloseTo(4, 12);
});

test('errors at the rounding floor do not count', () => {
  expect(fittedOrder({ degree: 3, intervals, errors: [1e-4, 1e-4 / 16, 1e-13] })).toBeCloseTo(4, 12);
  expect(fittedOrder({ degree: 3, intervals, errors: [1e-4, 1e-13, 0] })).toBeNull();
});

test('the report holds slopes against the claim', () => {
  expect(orderReport([{ degree: 1, intervals, errors: [0.4, 0.1, 0.025] }, { degree: 2, intervals, errors: [0.4, 0.1, 0.025] }])).toEqual([
    'intervals  degree 1  slope  degree 2  slope',
    '        8       0.4              0.4',
    '       16       0.1   2.00       0.1   2.00',
    '       32     0.025   2.00     0.025   2.00',
    '   fitted             2.00             2.00',
    '',
    'degree 1: order 2.00, at least 1.5',
    'degree 2: order 2.00, LESS THAN 2.5',
  ]);
});
