import { expect, test } from '@jest/globals';
import { evaluate, trace } from '@knotwork/algebra';
import { meanSquaredError } from './mean-squared-error.js';

test('residuals are output minus target, one per output', () => {
  const f = trace(['y0', 'y1', 't0', 't1'], (y0, y1, t0, t1) => {
    const [a, b] = meanSquaredError.formula([y0!, y1!], [t0!, t1!], {});
    return { a: a!, b: b! };
  });
  expect(meanSquaredError.form).toBe('residuals');
  expect(evaluate(f, { y0: 5, y1: 1, t0: 2, t1: 4 })).toEqual({ a: 3, b: -3 });
});
