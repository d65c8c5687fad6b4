import { expect, test } from '@jest/globals';
import { constant, type Expr, input, where } from '@knotwork/algebra';
import { standardPackages } from '@knotwork/standard';
import { installed } from '../compose/installed.js';
import { hasJump } from './has-jump.js';

const x = input('x');
const jumps = (e: Expr): boolean[] => [0, 1, 2, 3].map((order) => hasJump(e, 'x', ['x'], order));
const [no, yes] = [false, true];

test('the order is found from which on a function of pieces jumps', () => {
  const half = (of: Expr): Expr => where(constant(0).less(x), of, 0);
  expect(jumps(half(constant(1)))[0]).toBe(yes);
  expect(jumps(half(x))).toEqual([no, yes, no, no]);
  expect(jumps(half(x.square()))).toEqual([no, no, yes, no]);
  expect(jumps(half(x.square().mul(x)))).toEqual([no, no, no, yes]);
  expect(jumps(x.abs())).toEqual([no, yes, no, no]);
});

test('other inputs are held', () => {
  const [a, b] = [input('a'), input('b')];
  expect([hasJump(a.mul(b), 'a', ['a', 'b'], 0), hasJump(a.abs().mul(b), 'a', ['a', 'b'], 1), hasJump(a.abs().mul(b), 'b', ['a', 'b'], 1)]).toEqual([no, yes, no]);
});

test('of the functions that there are, those with corners jump, and smooth ones do not, whatever pieces their formulas have', async () => {
  const { catalog } = installed(await standardPackages());
  const all = catalog.list('function').map(({ definition }) => definition);
  expect(all.length).toBeGreaterThan(25);
  const rough = all.filter((f) => jumps(f.apply(x, f.options.parse({}))).some((isRough) => isRough)).map(({ name }) => name).sort();
  expect(rough).toEqual(['abs', 'relu', 'sign']);
});
