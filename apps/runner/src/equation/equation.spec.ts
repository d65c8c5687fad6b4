import { expect, test } from '@jest/globals';
import type { EquationData } from '@knotwork/symbolic';
import { hasNoRowToSpare, isConstant, nothingSaid } from './equation.js';

test('an equation that no input is in says nothing of the target', () => {
  const input = (name: string, isUsed: boolean) => ({ name, symbol: name, isUsed });
  expect([isConstant({ inputs: [input('a', false), input('b', false)] }), isConstant({ inputs: [input('a', false), input('b', true)] })]).toEqual([true, false]);
});

test('an equation of as many constants as rows goes through any rows; one of no rows says nothing of them', () => {
  const of = (rows: number, constants: number): boolean => hasNoRowToSpare({ outputs: [{ rows, constants: Array.from({ length: constants }, () => ({})) }] as unknown as EquationData['outputs'] });
  expect([of(2, 2), of(2, 3), of(3, 2), of(1, 0), of(0, 2)]).toEqual([true, true, false, false, false]);
});

test('where the network is a constant, a simple model that says clearly more is named', () => {
  const NONE = 'No equation was found: nothing that was looked for says more of the target than a constant does.';
  const of = (...rmse: readonly (number | null)[]): string => nothingSaid({ choice: { simple: ['constant', 'ridge', 'splines + ridge'].map((name, k) => ({ name, rmse: rmse[k]! })) } });
  expect(of(1, 0.9, 0.5)).toBe(`${NONE} Splines + ridge may say more: its RMSE on rows that it did not see was 0.5, that of the constant 1.`);
  expect(of(1, 0.6, 0.5)).toContain(' Splines + ridge may say more: ');
  expect(of(1, 0.4, 0.5)).toContain(' Ridge may say more: ');
  for (const said of [of(1, 0.9, 0.85), of(1, null, null), nothingSaid({})]) expect(said).toBe(NONE);
});
