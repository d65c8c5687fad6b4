import { expect, test } from '@jest/globals';
import type { EquationData } from '@knotwork/symbolic';
import { hasNoRowToSpare, isConstant } from './equation.js';

test('an equation that no input is in says nothing of the target', () => {
  const input = (name: string, isUsed: boolean) => ({ name, symbol: name, isUsed });
  expect([isConstant({ inputs: [input('a', false), input('b', false)] }), isConstant({ inputs: [input('a', false), input('b', true)] })]).toEqual([true, false]);
});

test('an equation of as many constants as rows goes through any rows; one of no rows says nothing of them', () => {
  const of = (rows: number, constants: number): boolean => hasNoRowToSpare({ outputs: [{ rows, constants: Array.from({ length: constants }, () => ({})) }] as unknown as EquationData['outputs'] });
  expect([of(2, 2), of(2, 3), of(3, 2), of(1, 0), of(0, 2)]).toEqual([true, true, false, false, false]);
});
