import { expect, test } from '@jest/globals';
import { evaluate, formula, input, toText } from '@knotwork/algebra';
import { termsOf } from './sizes-of-terms.js';

const [u, x] = [input('u'), input('x')];
const values = (e: Parameters<typeof termsOf>[0]): number[] => termsOf(e).map((term) => Math.abs(evaluate(formula(['u', 'x'], { y: term }), { u: 3, x: 2 })['y']!));

test('terms of a sum are told apart, and factors of a whole equation are multiplied in', () => {
  expect(values(u.add(x).sub(5))).toEqual([3, 2, 5]);
  expect(values(u.sub(x).neg())).toEqual([2, 3]);
  // A logarithm is one term; so is a root.
  expect(values(u.sub(x.add(u).log()))).toEqual([3, Math.log(5)]);
  expect(values(u.sub(x).mul(x.exp()))).toEqual([3 * Math.exp(2), 2 * Math.exp(2)]);
  expect(values(u.sub(x).div(x))).toEqual([1.5, 1]);
  expect(values(u.sub(1).square()).sort()).toEqual([1, 3, 3, 9]);
});

test('what is no sum is one term, and so is a product of which too many would come', () => {
  expect(termsOf(u.mul(x)).map(toText)).toEqual(['u * x']);
  const many = Array.from({ length: 9 }, (_, k) => u.mul(k + 1)).reduce((a, b) => a.add(b.sin()));
  expect(termsOf(many)).toHaveLength(9);
  expect(termsOf(many.mul(many))).toHaveLength(1);
});
