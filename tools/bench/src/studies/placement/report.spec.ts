import { expect, test } from '@jest/globals';
import { placementReport } from './report.js';

test('seeds are compared one by one', () => {
  expect(placementReport([{ target: 'f', even: [1, 2, 4], quantile: [2, 1, 4], curvature: [0.5, 1, 5] }])).toEqual([
    'target  even  quantile  curvature  quantile/even  curvature/even  curvature beats even  quantile',
    '     f     2         2          1              1             0.5                2 of 3    1 of 3',
  ]);
});

test('a failed run is beaten by any other and by no failed one', () => {
  const [, row] = placementReport([{ target: 'f', even: [Infinity, Infinity], quantile: [1, 1], curvature: [Infinity, 1] }]);
  expect(row!.trim().split(/ {2,}/)).toEqual(['f', 'failed', '1', 'failed', '0', '0.5', '1 of 2', '0 of 2']);
});
