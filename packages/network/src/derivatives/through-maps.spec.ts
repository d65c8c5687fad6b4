import { expect, test } from '@jest/globals';
import { derivative, evaluate, type Expr, formula, input, substitute } from '@knotwork/algebra';
import type { InputVariable, RobustMap } from '@knotwork/plugin';
import { smoothnessOfMap } from '../maps/map-derivatives.js';
import { throughMaps } from './through-maps.js';

const variables: readonly InputVariable[] = [{ name: 'a', map: { kind: 'affine', center: 3, scale: 2.5 } }, { name: 'b', map: { kind: 'robust', center: -0.5, scale: 0.3 } }, { name: 'c', map: { kind: 'robust', center: 1, scale: 4 } }];
/** At the median of b and far from it. */
const rows = { count: 3, width: 3, values: Float64Array.of(1, -0.5, 2, -4, 40, 0.1, 7, -2, -30) };

/** A function of network units, and the same of the user's. */
const [v, u] = [['v0', 'v1', 'v2'], ['u0', 'u1', 'u2']];
const inside = input('v0').mul(0.7).sin().add(input('v1').mul(input('v1'))).mul(input('v2').sigmoid()).add(input('v0').mul(input('v1')).exp());
const mapped = ({ map }: InputVariable, x: Expr): Expr => {
  const { kind, center, scale } = map as RobustMap;
  const t = x.sub(center).div(scale);
  // asinh in one piece, which loses digits far below 0 and none of its derivatives near 0.
  return (kind as string) === 'affine' ? t : t.add(t.square().add(1).sqrt()).log();
};
const outside = substitute([inside], Object.fromEntries(variables.map((variable, i) => [v[i]!, mapped(variable, input(u[i]!))])))[0]!;

test.each([[[0]], [[1]], [[0, 0]], [[1, 1]], [[1, 1, 1]], [[2, 0]], [[1, 2, 1]], [[0, 1, 1]], [[2, 1, 0]], [[0, 0, 0]]])('the derivative in inputs %j is the one of the whole function', (inputs) => {
  const expected = formula(u, { d: inputs.reduce((e, i) => derivative(e, u[i]!), outside) });
  const parts = throughMaps(inputs, rows, variables);
  for (let row = 0; row < rows.count; row++) {
    const own = [...rows.values.subarray(3 * row, 3 * row + 3)];
    const at = evaluate(formula(u, Object.fromEntries(variables.map((variable, i) => [v[i]!, mapped(variable, input(u[i]!))]))), Object.fromEntries(own.map((x, i) => [u[i]!, x])));
    const sum = parts.reduce((total, part) => total + part.factors[row]! * evaluate(formula(v, { d: part.inputs.reduce((e, i) => derivative(e, v[i]!), inside) }), at)['d']!, 0);
    const known = evaluate(expected, Object.fromEntries(own.map((x, i) => [u[i]!, x])))['d']!;
    expect(Math.abs(sum - known)).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(known), 1e-6));
  }
});

test('through affine maps a derivative is one of the same inputs, divided by scales', () => {
  const parts = throughMaps([0, 0, 0], rows, variables);
  expect(parts.map(({ inputs }) => inputs)).toEqual([[0, 0, 0]]);
  for (const factor of parts[0]!.factors) expect(factor).toBeCloseTo(1 / 2.5 ** 3, 15);
});

test('a map of ranks has no continuous derivative, and is refused', () => {
  const ranks: InputVariable = { name: 'r', map: { kind: 'rank', knots: [0, 1], values: [-1, 1] } };
  expect([...variables, ranks].map(({ map }) => smoothnessOfMap(map))).toEqual([Infinity, Infinity, Infinity, 1]);
  expect(() => throughMaps([0], { count: 1, width: 1, values: Float64Array.of(0) }, [ranks])).toThrow(RangeError);
});
