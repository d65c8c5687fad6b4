import { expect, test } from '@jest/globals';
import { readingReport } from './report.js';

test('medians of every side, and how many times the first one it takes', () => {
  const readings = (seconds: readonly number[]) => seconds.map((s) => ({ seconds: s, peak: 1e8 * s, whole: s + 1 }));
  expect(readingReport([{ name: 'csv', bytes: 104_400_000, readings: readings([3, 1, 2]) }, { name: 'npy', bytes: 88_000_128, readings: readings([0.5, 0.4, 9]) }])).toEqual([
    'file   MB  reading s  over the first  peak MB  validate s',
    ' csv  104       2.00               1      200        3.00',
    ' npy   88       0.50            0.25       50        1.50',
  ]);
});
