import { expect, test } from '@jest/globals';
import { evaluate } from './evaluate.js';
import { formula, trace } from './formula.js';
import { hessian } from './hessian.js';

test('second derivatives are those of calculus, the lower triangle', () => {
  const f = trace(['x', 'y'], (x, y) => ({ f: x!.square().mul(y!).add(y!.exp()) }));
  const rows = hessian(f, ['x', 'y']);
  expect(rows.map(({ length }) => length)).toEqual([1, 2]);
  const [[xx], [yx, yy]] = rows as [[never], [never, never]];
  const values = evaluate(formula(['x', 'y'], { xx, yx, yy }), { x: 3, y: 0.5 });
  expect(values).toEqual({ xx: 1, yx: 6, yy: Math.exp(0.5) });
});

test('what does not bend folds to the constant 0', () => {
  const flat = trace(['x', 'y', 't'], (x, y, t) => ({ f: x!.sub(t!).abs().add(y!.sub(t!).abs()).mul(0.5) }));
  for (const row of hessian(flat, ['x', 'y'])) for (const e of row) expect(e).toMatchObject({ op: 'constant', value: 0 });
  const apart = trace(['x', 'y'], (x, y) => ({ f: x!.square().add(y!.cosh()) }));
  expect(hessian(apart, ['x', 'y'])[1]![0]).toMatchObject({ op: 'constant', value: 0 });
});
