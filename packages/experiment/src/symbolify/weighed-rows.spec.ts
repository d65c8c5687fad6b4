import { expect, test } from '@jest/globals';
import { formula, input } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import type { InputVariable, Rows, Samples, Variable } from '@knotwork/plugin';
import type { JudgedRows } from './judging.js';
import { type OfRows, weighedRows } from './weighed-rows.js';

const stream = randomStream(6, 'weighed rows');
const column = (values: Float64Array): Samples => ({ count: values.length, width: 1, values });

/** Targets are 20 + 50 times what the network sees of them. */
const [CENTER, UNIT] = [20, 50];
const output: Variable = { name: 'y', map: { kind: 'affine', center: CENTER, scale: UNIT } };
const inputs: readonly InputVariable[] = [{ name: 'x', map: { kind: 'affine', center: 0, scale: 1 } }];
const residuals = { name: 'data', points: 'data', form: 'residuals', weight: 1, formula: formula(['y0', 't0'], { r: input('y0').sub(input('t0')) }), reads: { y0: { of: 'output', index: 0 }, t0: { of: 'target', index: 0 } } } as const;
const of: OfRows = { task: 'regression', objective: { blocks: [residuals] }, inputs, outputs: [output] };

/** Rows of x^2 over four decades, with what a network without errors makes of them. */
function made(count: number, error: (y: number) => number): { readonly rows: Rows; readonly outputs: Samples; readonly truth: Float64Array } {
  const x = Float64Array.from({ length: count }, () => 10 ** stream.uniform(-1, 1));
  const truth = x.map((v) => v * v);
  const inNetworkUnits = (values: Float64Array): Samples => column(values.map((y) => (y - CENTER) / UNIT));
  return { rows: { inputs: column(x), targets: inNetworkUnits(truth.map((y) => y + error(y))) }, outputs: inNetworkUnits(truth), truth };
}
const growing = (y: number): number => 0.03 * y * stream.normal();

test('rows weigh by one over the square of their noise, which is in proportion to values in the units of the user', () => {
  const [train, validation] = [made(200, growing), made(100, growing)];
  const rows: JudgedRows = { train: train.rows, validation: validation.rows };
  const weighed = weighedRows(rows, [train.outputs, validation.outputs], of);
  expect(weighed.train.weights!.reduce((sum, w) => sum + w, 0)).toBeCloseTo(200, 9);
  // Of values from 30 on the floor is not seen: twice the value has a fourth of the weight, in both parts by one measure.
  const squares = [...weighed.train.weights!].map((w, n) => ({ y: train.truth[n]!, w })).concat([...weighed.validation!.weights!].map((w, n) => ({ y: validation.truth[n]!, w }))).filter(({ y }) => y > 30).map(({ y, w }) => w * y * y);
  expect(Math.max(...squares) / Math.min(...squares)).toBeLessThan(1.2);
  expect([weighed.train.inputs, weighed.validation!.targets]).toEqual([train.rows.inputs, validation.rows.targets]);
  expect(weighedRows({ ...rows, validation: null }, [train.outputs], of).train.weights).toHaveLength(200);
});

test('rows stay as they are where noise is alike, where the file weighs them, and where errors are no squares of one output', () => {
  const [train, validation] = [made(200, growing), made(100, growing)];
  const outputs = [train.outputs, validation.outputs];
  const rows: JudgedRows = { train: train.rows, validation: validation.rows };
  const alike = made(200, () => 0.5 * stream.normal());
  const same: readonly (readonly [JudgedRows, readonly Samples[], OfRows])[] = [
    [{ train: alike.rows, validation: null }, [alike.outputs], of],
    [{ ...rows, train: { ...train.rows, weights: new Float64Array(200).fill(1) } }, outputs, of],
    [{ ...rows, validation: { ...validation.rows, weights: new Float64Array(100).fill(1) } }, outputs, of],
    [{ ...rows, unsure: 1e-6 }, outputs, of],
    [rows, outputs, { ...of, task: 'classification' }],
    [rows, outputs, { ...of, outputs: [output, output] }],
    [rows, outputs, { ...of, objective: { blocks: [{ ...residuals, form: 'loss' }] } }],
    [rows, outputs, { ...of, objective: { blocks: [residuals, residuals] } }],
  ];
  for (const [as, made, how] of same) expect(weighedRows(as, made, how)).toBe(as);
});
