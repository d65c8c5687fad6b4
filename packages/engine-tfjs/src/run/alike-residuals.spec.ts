import { describe, expect, test } from '@jest/globals';
import { type Expr, formula, input, topologicalOrder } from '@knotwork/algebra';
import { blockForms } from '@knotwork/engine-core';
import type { Read } from '@knotwork/plugin/engine';
import { alikeResiduals } from './alike-residuals.js';

const [y0, y1, t0, t1] = [input('y0'), input('y1'), input('t0'), input('t1')];
const READS: Readonly<Record<string, Read>> = {
  y0: { of: 'output', index: 0 }, y1: { of: 'output', index: 1 }, t0: { of: 'target', index: 0 }, t1: { of: 'target', index: 1 }, gain: { of: 'scalar', name: 'gain' },
};

function formOf(residuals: readonly Expr[], form: 'squares' | 'loss' = 'squares') {
  const names = Object.keys(READS).filter((name) => topologicalOrder(residuals).some((e) => e.op === 'input' && e.name === name));
  const f = formula(names, Object.fromEntries(residuals.map((r, k) => [`r${k}`, r])));
  return blockForms({ blocks: [{ name: 'data', points: 'data', form, formula: f, reads: Object.fromEntries(names.map((name) => [name, READS[name]!])), weight: 1 }], scalars: { gain: { value: 1, positive: false } } } as never)[0]!;
}

test('residuals that differ in columns only are one formula, with its derivative in the output', () => {
  const alike = alikeResiduals(formOf([y0.sub(t0).mul(2), y1.sub(t1).mul(2)]), 2)!;
  expect(alike.reads.map(({ of, columns }) => ({ of, columns }))).toEqual([{ of: 'output', columns: [0, 1] }, { of: 'target', columns: [0, 1] }]);
  expect(alike.formula.roots.map((root) => root.op)).toEqual(['mul', 'constant']);
  expect(alike.formula.roots[1]!.value).toBe(2);
});

describe('not alike are', () => {
  test.each<[string, readonly Expr[], number]>([
    ['one residual', [y0.sub(t0)], 1],
    ['other constants', [y0.sub(t0).mul(2), y1.sub(t1).mul(3)], 2],
    ['other formulas', [y0.sub(t0), y1.sub(t1).sin()], 2],
    ['outputs in another order', [y1.sub(t0), y0.sub(t1)], 2],
    ['the same output twice', [y0.sub(t0), y0.sub(t1)], 2],
    ['two outputs in one', [y0.sub(y1), y1.sub(y0)], 2],
    ['fewer than there are outputs', [y0.sub(t0), y1.sub(t1)], 3],
    ['those that read a scalar', [y0.sub(t0).mul(input('gain')), y1.sub(t1).mul(input('gain'))], 2],
  ])('%s', (_, residuals, outputs) => {
    expect(alikeResiduals(formOf(residuals), outputs)).toBeNull();
  });

  test('losses', () => {
    expect(alikeResiduals(formOf([y0.sub(t0).square().add(y1.sub(t1).square())], 'loss'), 2)).toBeNull();
  });
});
