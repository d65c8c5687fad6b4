import { expect, test } from '@jest/globals';
import { Expr, input } from './expr.js';
import type { Op } from './operations/operations.js';
import { call } from './operations/text.js';
import { plainWriting, statements } from './statements.js';

const [x, y] = [input('x'), input('y')] as const;
const inC = { ...plainWriting, abs: call('fabs') };

test('a language writes what differs in it', () => {
  expect(statements([x.add(y).abs().mul(2)], inC, (k) => `v${k}`)).toEqual({ definitions: [], results: ['2 * fabs(x + y)'] });
});

test('what is used twice, or would make a line too long, is written before what uses it', () => {
  const e = x.add(1).abs();
  expect(statements([e.mul(e), e], inC, (k) => `v${k}`)).toEqual({ definitions: [['v0', 'fabs(x + 1)']], results: ['v0 * v0', 'v0'] });
  const long = x.sin().add(y.cos()).mul(x);
  expect(statements([long], inC, (k) => `v${k}`, 14)).toEqual({ definitions: [['v0', 'sin(x) + cos(y)']], results: ['v0 * x'] });
});

test('an operation that the language lacks is refused by name', () => {
  expect(() => statements([new Expr('besselJ0' as Op, [x])], inC, String)).toThrow('There is no way to write the operation "besselJ0".');
});
