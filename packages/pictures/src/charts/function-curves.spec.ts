import { expect, test } from '@jest/globals';
import { functionCurves } from './function-curves.js';

const x = [0, 1, 2, 3];
const line = (k: number) => ({ name: `B_${k}`, y: [k, k + 1, NaN, k] });

test('functions are lines over each other on one even scale, with gaps, and few have names', () => {
  const picture = functionCurves({ along: 'x', value: 'B(x)', x, series: [line(0), line(1)] });
  expect(picture.match(/stroke-width="1\.8"/g)).toHaveLength(2);
  expect(picture).toContain('2 functions with values from 0 to 2');
  expect(picture).toContain('B_1');
  const many = functionCurves({ along: 'x', value: 'B(x)', x, series: Array.from({ length: 12 }, (_, k) => line(k)) });
  expect(many.match(/stroke-width="1\.8"/g)).toHaveLength(12);
  expect(many).not.toContain('B_1');
});

test('values that do not fit are refused', () => {
  expect(() => functionCurves({ along: 'x', value: 'y', x, series: [{ name: 'f', y: [1] }] })).toThrow(/series\[0\]\.y/);
});
