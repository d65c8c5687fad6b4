import { expect, test } from '@jest/globals';
import { bar, columnPlot, sparkline } from './text-plots.js';

const blocks = { isUnicode: true };
const ascii = { isUnicode: false };

test('a row of blocks goes from the least to the largest, as wide as it may be', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8, blocks)).toBe('▁▂▃▄▅▆▇█');
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8, ascii)).toBe('_.-=+*%#');
  expect(sparkline([0, 0, 7, 7, 14, 14], 3, blocks)).toBe('▁▅█');
  expect(sparkline([3, 3], 8, blocks)).toBe('▅▅');
});

test('what is not finite is a gap, and numbers of any size have a place', () => {
  expect(sparkline([0, NaN, 1, Infinity], 4, blocks)).toBe('▁ █ ');
  expect(sparkline([-1.7e308, 1.7e308], 2, blocks)).toBe('▁█');
  expect(sparkline([], 4, blocks)).toBe(' ');
});

test('bars are as long as their share, by eighths', () => {
  expect([0, 0.5, 1, 2, -1, NaN].map((share) => bar(share, 4, blocks))).toEqual(['', '██', '████', '████', '', '']);
  expect(bar(3 / 16, 2, blocks)).toBe('▍');
  expect(bar(0.5, 4, ascii)).toBe('##');
});

test('columns stand on a foot and reach as high as they are', () => {
  expect(columnPlot([0, 1, 0.5], 3, 2, blocks)).toEqual([' █▁', '▁██']);
  expect(columnPlot([0, 1, NaN], 3, 2, ascii)).toEqual([' #', '##']);
});
