import { afterAll, describe, expect, test } from '@jest/globals';
import { constant, evaluate, type Expr, formula, GRID_MAX, GRID_MIN, input } from '@knotwork/algebra';
import { Device } from '../device.js';
import { openBackend } from '../backends.js';
import { PlanesProduct } from './planes-product.js';
import { polynomialPlanes } from './polynomial-planes.js';
import { TensorFormula } from './tensor-formula.js';

const [x, low, high] = [input('x'), input(GRID_MIN), input(GRID_MAX)];
const NAMES = ['x', GRID_MIN, GRID_MAX];
const FIXED = new Set([GRID_MIN, GRID_MAX]);
/** Distance to the knot before, in intervals: what splines are polynomials of. */
const h = constant(5).div(high.sub(low));
const at = x.maximum(low).minimum(high).sub(low).mul(h);
const cell = at.floor().maximum(0).minimum(4);
const u = at.sub(cell);
/** The same atom the other way round. */
const t = cell.sub(at).add(1);
const beyond = x.sub(x.maximum(low).minimum(high));
/** A cubic spline that goes on as a line. */
const window = [t.mul(t).mul(t).div(6), u.mul(u).mul(u.mul(3).sub(6)).add(4).div(6), t.mul(t).mul(t.mul(3).sub(6)).add(4).div(6), u.mul(u).mul(u).div(6)]
  .map((value, k) => value.add(beyond.mul(h).mul(k % 2 === 0 ? u : t)));

const rootsOf = (outputs: readonly Expr[]): readonly Expr[] => formula(NAMES, Object.fromEntries(outputs.map((e, k) => [`p${k}`, e]))).roots;

test('what a difference is of is not multiplied out', () => {
  const planes = polynomialPlanes(rootsOf(window), FIXED)!;
  expect(planes.atoms.map(({ op }) => op).sort()).toEqual(['mul', 'sub', 'sub']);
  expect(Math.max(...planes.monomials.map((factors) => factors.length))).toBe(3);
  // The first plane is (1 - u)^3 / 6 + beyond h u, and the atom that comes first is -u.
  const u3 = planes.monomials.findIndex((factors) => factors.length === 3 && new Set(factors).size === 1);
  expect(planes.coefficients.map((own) => own[u3]!)).toEqual([1 / 6, -3 / 6, 3 / 6, -1 / 6].map((c) => expect.closeTo(c, 12)));
});

describe('left as they are', () => {
  test.each<[string, readonly Expr[]]>([
    ['what saves no operations', [u, t]],
    ['polynomials whose terms cancel', Array.from({ length: 4 }, (_, k) => u.mul(20 + k).sub(20).mul(u).mul(u.mul(30)))],
    ['functions that are none', Array.from({ length: 4 }, (_, k) => u.mul(k + 1).exp().mul(u).mul(u).mul(t).mul(t))],
    ['polynomials of a high degree', [u, t, u.mul(t)].map((e) => e.mul(u).mul(u).mul(u).mul(t).mul(t).mul(t).mul(t))],
  ])('%s', (_, outputs) => {
    expect(polynomialPlanes(rootsOf(outputs), FIXED)).toBeNull();
  });
});

for (const backend of ['wasm', 'cpu'] as const) {
  describe(`on ${backend}`, () => {
    let device: Device;
    afterAll(() => { device.dispose(); });

    test.each([['one domain for all groups', [-1], [1]], ['a domain for every group', [-1, -2, 0.5], [1, 3, 0.75]]] as const)('the product is what the formulas say: %s', async (_, lows, highs) => {
      device ??= new Device((await openBackend(backend)).tf, backend);
      const { tf } = device;
      const roots = rootsOf(window);
      const planes = polynomialPlanes(roots, FIXED)!;
      const product = new PlanesProduct(device, planes);
      const values = [-2.5, -1, -0.31, 0.017, 0.62, 0.99, 2.2];
      const ends = (all: readonly number[]): ReturnType<typeof tf.tensor> | number => (all.length === 1 ? all[0]! : tf.tensor2d([...all], [1, 3]));
      const actual = device.run(() => {
        const at = tf.tensor2d(values.flatMap((v) => [v, v, v]), [values.length, 3]);
        const atoms = new TensorFormula(device, formula(NAMES, Object.fromEntries(planes.atoms.map((e, k) => [`a${k}`, e])))).run({ x: at, [GRID_MIN]: ends(lows), [GRID_MAX]: ends(highs) }, planes.atoms.map((__, k) => k));
        return Array.from(product.run(atoms, [values.length, 3]).dataSync());
      });
      roots.forEach((root, p) => values.forEach((v, n) => [0, 1, 2].forEach((g) => {
        const expected = evaluate(formula(NAMES, { root }), { x: v, [GRID_MIN]: lows[g] ?? lows[0]!, [GRID_MAX]: highs[g] ?? highs[0]! })['root']!;
        expect(Math.abs(actual[(p * values.length + n) * 3 + g]! - expected)).toBeLessThan(2e-5 * Math.max(1, Math.abs(expected)));
      })));
      product.dispose();
    });
  });
}
