import { expect, test } from '@jest/globals';
import type { Equations } from '@knotwork/plugin';
import type { ObjectiveBlock } from '@knotwork/plugin/engine';
import { judgedNumbers, numbersOf } from './judged-numbers.js';

const block = (name: string, points: string): ObjectiveBlock => ({ name, points } as ObjectiveBlock);
const equations: Pick<Equations, 'objective' | 'draw' | 'conserved'> = {
  conserved: { blocks: [block('u^2', 'conserved')], points: { count: 0, width: 1, values: new Float64Array() }, weights: new Float64Array() },
  objective: { blocks: [block('equation', 'inside'), block('condition 1', 'face')], scalars: { k: { initial: 1 } } }, draw: { inside: () => ({ count: 0, width: 1, values: new Float64Array() }) },
};
const report = { objective: 0.5, residuals: { 'equation': 2, 'condition 1': 3 }, elsewhere: { equation: 4 }, relativeL2: { u: 0.1, v: 0.3 }, drift: { 'u^2': 0.01 }, estimates: { k: -7 } };

test('every number that a solution says is one of those that were told before, and the other way around', () => {
  const known = judgedNumbers(equations as Equations, [{ name: 'u' }, { name: 'v' }] as never, true);
  expect(Object.keys(numbersOf(report))).toEqual(Object.keys(known));
  // Only what is to be found has no best.
  expect(Object.keys(known).filter((name) => known[name]!.best === null)).toEqual(['estimate.k']);
  const unknown = judgedNumbers({ objective: { blocks: equations.objective.blocks }, draw: {}, points: {} }, [{ name: 'u' }] as never, false);
  expect(Object.keys(unknown)).toEqual(['objective', 'residual', 'residual.equation', 'residual.condition 1']);
});

test('of several of a kind the largest stands for all, and each has its name', () => {
  expect(numbersOf(report)).toEqual({
    'objective': 0.5, 'residual': 3, 'residual.equation': 2, 'residual.condition 1': 3, 'elsewhere': 4, 'elsewhere.equation': 4, 'relativeL2': 0.3, 'relativeL2.u': 0.1, 'relativeL2.v': 0.3, 'drift': 0.01, 'drift.u^2': 0.01, 'estimate.k': -7,
  });
});
