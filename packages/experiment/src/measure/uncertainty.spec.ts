import { expect, test } from '@jest/globals';
import type { Equations } from '@knotwork/plugin';
import { uncertaintyOf } from './uncertainty.js';
import { uncertaintyIn } from './uncertainty-in.js';

const block = (name: string, points: string, weight: number, of: 'output' | 'target'): object => ({ name, points, weight, reads: { u: { of, index: 0 } } });
const equations = (...blocks: readonly object[]): Equations => ({ objective: { blocks }, points: { inside: { inputs: { count: 10 } }, few: { inputs: { count: 30 } }, many: { inputs: { count: 50 } } } } as unknown as Equations);

test('of equations all counts that is left, of measured rows the share of their degrees of freedom', () => {
  const all = equations(block('equation', 'inside', 2, 'output'), block('few', 'few', 1, 'target'), block('many', 'many', 5, 'target'));
  const residuals = { equation: 0.1, few: 0.3, many: 0.2 };
  const of = (edf?: number): number[] => Object.values(uncertaintyOf(all, residuals, edf)).map((value: number) => value ** 2);
  const [left, rows] = [2 * 0.01, 0.09 + 5 * 0.04];
  expect(of(8)).toEqual([expect.closeTo(left, 12), expect.closeTo((8 / 80) * rows, 12)]);
  // Nobody knows how far rows were followed; or by more numbers than there are rows.
  for (const edf of [undefined, 200]) expect(of(edf)).toEqual([expect.closeTo(left, 12), expect.closeTo(rows, 12)]);
  expect(uncertaintyOf(equations(block('equation', 'inside', 2, 'output')), residuals)).toEqual({ equations: expect.closeTo(Math.SQRT2 * 0.1, 12), measured: 0 });
});

test('the last that was said counts', () => {
  const [first, last] = [{ equations: 1, measured: 0 }, { equations: 0.5, measured: 2 }];
  expect(uncertaintyIn([{ uncertainty: first }, { uncertainty: last }, { kind: 'prune' }])).toEqual(last);
  expect(uncertaintyIn([{ kind: 'fit' }])).toEqual({ equations: 0, measured: 0 });
});
