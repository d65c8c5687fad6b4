import { expect, test } from '@jest/globals';
import { blockProgram } from './block-program.js';
import { countOperations } from './count-operations.js';
import { evaluate } from './evaluate.js';
import { constant, input, isExpr, where } from './expr.js';
import { formula, trace } from './formula.js';
import { grid, GRID_MAX, GRID_MIN, onEvenGrid } from './grid.js';
import { substitute } from './rewrite.js';

test('equal subexpressions exist once', () => {
  const f = trace(['x'], (x) => ({ a: x.add(1).exp().mul(x), b: x.mul(x.add(1).exp()) }));
  expect(f.roots[0]).toBe(f.roots[1]);
  expect(countOperations(f)).toEqual({ simple: 1, multiply: 1, divide: 0, transcendental: 1, lookup: 0 });
});

test('sharing lets folding fire: the difference of equal expressions is zero', () => {
  const f = trace(['x'], (x) => ({ y: x.sin().mul(2).sub(x.sin().mul(2)) }));
  expect(f.nodes).toHaveLength(1);
  expect(evaluate(f, { x: 3 })['y']).toBe(0);
});

test('constants fold and neutral elements vanish', () => {
  const f = trace(['x'], (x) => ({ y: x.mul(1).add(0).neg().neg().mul(2).mul(3) }));
  expect(countOperations(f)).toMatchObject({ multiply: 1, simple: 0 });
  expect(where(constant(1), 5, 6).value).toBe(5);
});

test('repeated shifts by whole numbers end', () => {
  const f = trace(['x'], (x) => ({ y: x.add(3).add(4).add(0.5).add(x.add(2)).sub(x.sub(1)) }));
  expect(evaluate(f, { x: 10 })['y']).toBe(19.5 + 0.0 + 2 + 1 + (10 - 10) - 2);
});

test('an output that reads an unlisted input is refused', () => {
  expect(() => trace(['x'], (x) => ({ y: x.add(grid.unit(x, 3)) }))).toThrow('reads "grid.min"');
});

test('on an even grid differences of knots are numbers and cells stay inside', () => {
  const cell = grid.cell(constant(0));
  expect(onEvenGrid([grid.knot(cell, 3).sub(grid.knot(cell, 1))], 5)[0]?.value).toBe(2);
  const f = trace(['x', GRID_MIN, GRID_MAX], (x) => ({ cell: onEvenGrid([grid.cell(x)], 4)[0] as typeof x }));
  const at = (x: number) => evaluate(f, { x, [GRID_MIN]: -1, [GRID_MAX]: 1 })['cell'];
  expect([-1e30, -1, -0.4, 0, 0.999, 1, Infinity].map(at)).toEqual([0, 0, 1, 2, 3, 3, 3]);
  expect(at(NaN)).toBeNaN();
});

test('substitution replaces an input everywhere', () => {
  const f = trace(['x'], (x) => ({ y: substitute([x.square().add(x)], { x: x.add(1) })[0] as typeof x }));
  expect(evaluate(f, { x: 2 })['y']).toBe(12);
});

test('substitution leaves inputs alone whose names every object has', () => {
  const [y] = substitute([input('valueOf').add(input('constructor'))], { x: constant(1) });
  expect(evaluate(formula(['valueOf', 'constructor'], { y: y! }), { valueOf: 2, constructor: 3 })['y']).toBe(5);
});

test('the block interpreter gives what single points give, whatever registers it shares', () => {
  const f = trace(['x', 'p'], (x, p) => {
    const a = x.mul(p).sin();
    const b = a.add(x).exp().sub(p.square());
    return { a, b, c: where(a.less(b), a.mul(b), b.div(a)), d: constant(7), e: p };
  });
  const program = blockProgram(f, 16);
  for (let i = 0; i < 16; i++) { program.inputs[0]![i] = Math.cos(i); program.inputs[1]![i] = i / 5 - 1; }
  const [xs, ps] = program.inputs.map((v) => v.slice());
  program.run(16);
  for (let i = 0; i < 16; i++) {
    const single = evaluate(f, { x: xs![i]!, p: ps![i]! });
    f.outputs.forEach((name, k) => expect(program.outputs[k]![i]).toBe(single[name]));
  }
});

test('only formulas and numbers go into formulas', () => {
  const x = input('x');
  for (const odd of [undefined, null, 'x', Number.NaN, {}]) expect(() => x.mul(odd as never)).toThrow(`${String(odd)} is in a formula, where numbers and formulas may be`);
  expect(() => formula(['x'], { y: 3 as never })).toThrow('"y" is a number; write constant(...), not a formula');
  expect(() => formula(['x'], { y: x, z: undefined as never })).toThrow('"z" is undefined, not a formula');
  expect(isExpr(x)).toBe(true);
  expect([{}, null, 3].some(isExpr)).toBe(false);
});
