import { expect, test } from '@jest/globals';
import { breakable, leastWidth, numberWidth, titleWidth, widthOf } from './latex-width.js';

/** At most so much wider than it is: what is thought too wide is set smaller than it has to be. */
const MOST_MORE = 1.25;

// Measured with \settowidth in the class article at 10 pt, by pdfTeX 1.40.24 and siunitx 3.2.0.
test.each([
  ['b-spline, degree=3, moving', 118.42], ['multilevel', 42.5], ['3-5-10-20', 40], ['parameters', 48.44], ['not shown', 44.78], ['no: 1835', 37.78], ['gaussian-rbf, glorot', 84.33], ['WAVELET M=4', 75.42],
  ['illiquid filler', 53.08], ['levenberg-marquardt', 90.92], ['8 per edge; 364 parameters', 118.19], ['without network.basis.degree', 126.56],
])('the text %s is at least as wide as it is, and not much wider', (text, measured) => {
  expect(widthOf(text)).toBeGreaterThanOrEqual(measured);
  expect(widthOf(text)).toBeLessThan(MOST_MORE * measured);
});

test.each([['8.83e-5', 50.74, 35], ['2.44e-19', 54.72, 40], ['0.00144', 34.44, 34.44], ['13377', 26.67, 26.67], ['0.133', 22.78, 22.78]])('the number %s, with ten and with e', (number, ten, e) => {
  for (const [hasE, measured] of [[false, ten], [true, e]] as const) {
    expect(numberWidth(number, hasE)).toBeGreaterThanOrEqual(measured);
    expect(numberWidth(number, hasE)).toBeLessThan(MOST_MORE * measured);
  }
});

test('texts are broken at spaces and behind marks, and no column is narrower than the longest part', () => {
  expect(breakable('b-spline intervals=6, x')).toEqual(['b-', 'spline ', 'intervals=', '6, ', 'x']);
  expect(breakable('3-5-10')).toEqual(['3-', '5-', '10']);
  expect(leastWidth({ column: { title: 'arm', as: 'text' }, cells: ['a b', 'levenberg-marquardt', null] })).toBe(widthOf('levenberg-'));
  expect([titleWidth('edgewise operations'), leastWidth({ column: { title: 'baseline failed', as: 'text' }, cells: ['a'] })]).toEqual([widthOf('operations'), widthOf('baseline')]);
});
