import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { constant, type Expr, where } from './expr.js';
import { differentiate } from './differentiate.js';
import { evaluate } from './evaluate.js';
import { complexStep } from './fixtures/complex.js';
import { trace } from './formula.js';

/** Random expressions of two inputs whose values stay moderate, so that a relative error says something. */
const randomExpr: fc.Arbitrary<(x: Expr, p: Expr) => Expr> = fc.letrec<{ e: (x: Expr, p: Expr) => Expr }>((tie) => ({
  e: fc.oneof(
    { maxDepth: 6, depthSize: 'small' },
    fc.constant((x: Expr) => x),
    fc.constant((_: Expr, p: Expr) => p),
    fc.double({ min: -3, max: 3, noNaN: true }).map((v) => () => constant(v)),
    fc.tuple(fc.constantFrom('add', 'sub', 'mul', 'minimum', 'maximum'), tie('e'), tie('e'))
      .map(([op, f, g]) => (x: Expr, p: Expr) => f(x, p)[op as 'add'](g(x, p))),
    fc.tuple(fc.constantFrom('sin', 'cos', 'tanh', 'sigmoid', 'atan', 'erf', 'neg', 'abs', 'square', 'sinh', 'softplus'), tie('e'))
      .map(([op, f]) => (x: Expr, p: Expr) => f(x, p)[op as 'sin']()),
    // Unbounded or partial functions, kept inside their domain.
    tie('e').map((f) => (x: Expr, p: Expr) => f(x, p).tanh().exp()),
    tie('e').map((f) => (x: Expr, p: Expr) => f(x, p).square().add(0.5).log()),
    tie('e').map((f) => (x: Expr, p: Expr) => f(x, p).square().add(0.5).sqrt()),
    tie('e').map((f) => (x: Expr, p: Expr) => f(x, p).square().add(0.5).reciprocal()),
    tie('e').map((f) => (x: Expr, p: Expr) => f(x, p).tanh().mul(0.9).asin()),
    tie('e').map((f) => (x: Expr, p: Expr) => f(x, p).sigmoid().add(0.1).pow(2.5)),
    tie('e').map((f) => (x: Expr, p: Expr) => f(x, p).pow(3)),
    fc.tuple(tie('e'), tie('e'), tie('e')).map(([f, g, h]) => (x: Expr, p: Expr) => where(f(x, p).less(0.3), g(x, p), h(x, p))),
  ),
})).e;

/** Points of [-2, 2] off the breaks that random pieces have at 0, at equal arguments and at the edge of underflow. */
const points = (shift: number): fc.Arbitrary<number> => fc.integer({ min: -1000, max: 1000 }).map((i) => i / 500 + shift);

const RELATIVE = 1e-6; // the requirement; complex steps themselves are exact to rounding

for (const order of [1, 2, 3]) {
  test(`derivative of order ${order} of random formulas agrees with a complex step of order ${order - 1}`, () => {
    let compared = 0;
    fc.assert(fc.property(randomExpr, points(0.000317), points(0.000711), (body, x, p) => {
      let f = trace(['x', 'p'], (ex, ep) => ({ y: body(ex, ep) }));
      for (let k = 1; k < order; k++) f = differentiate(f, 'x');
      for (const wrt of ['x', 'p']) {
        const expected = complexStep(f, { x, p }, wrt);
        if (!Number.isFinite(expected) || Math.abs(expected) > 1e12) continue;
        const actual = evaluate(differentiate(f, wrt), { x, p })['y'] as number;
        compared++;
        expect(Math.abs(actual - expected)).toBeLessThanOrEqual(RELATIVE * Math.max(1, Math.abs(expected)));
      }
    }), { numRuns: 1500, seed: 20 + order });
    expect(compared).toBeGreaterThan(2000);
  });
}

test('pieces differentiate by the branch that was taken, also when the other one is NaN', () => {
  const f = trace(['x'], (x) => ({ y: where(x.less(0), constant(0), x.sqrt()) }));
  expect(evaluate(differentiate(f, 'x'), { x: -1 })['y']).toBe(0);
  expect(evaluate(differentiate(f, 'x'), { x: 4 })['y']).toBe(0.25);
});

test('sigmoid, silu, softplus and tanh have finite values and derivatives to order 3 at large arguments', () => {
  const bodies = { sigmoid: (x: Expr) => x.sigmoid(), silu: (x: Expr) => x.mul(x.sigmoid()), softplus: (x: Expr) => x.softplus(), tanh: (x: Expr) => x.tanh() };
  for (const body of Object.values(bodies)) {
    let f = trace(['x'], (x) => ({ y: body(x) }));
    for (let order = 0; order <= 3; order++) {
      for (const x of [-1e300, -1e5, -800, -710, 710, 800, 1e5, 1e300]) expect(Number.isFinite(evaluate(f, { x })['y'] as number)).toBe(true);
      f = differentiate(f, 'x');
    }
  }
});

test('whole powers of negative numbers are products', () => {
  const cube = trace(['x'], (x) => ({ y: x.pow(3) }));
  expect(evaluate(cube, { x: -2 })['y']).toBe(-8);
  expect(evaluate(differentiate(cube, 'x'), { x: -2 })['y']).toBe(12);
  expect(evaluate(trace(['x'], (x) => ({ y: x.pow(-2) })), { x: -2 })['y']).toBe(0.25);
});
