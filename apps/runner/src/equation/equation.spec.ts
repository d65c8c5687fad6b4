import { expect, test } from '@jest/globals';
import { isConstant } from './equation.js';

test('an equation that no input is in says nothing of the target', () => {
  const input = (name: string, isUsed: boolean) => ({ name, symbol: name, isUsed });
  expect([isConstant({ inputs: [input('a', false), input('b', false)] }), isConstant({ inputs: [input('a', false), input('b', true)] })]).toEqual([true, false]);
});
