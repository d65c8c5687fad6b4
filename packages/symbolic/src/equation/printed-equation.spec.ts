import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Rows, Samples } from '@knotwork/plugin';
import { type HandNetwork, symbolic } from './fixtures/hand-made.js';
import { equationOf } from './equation.js';
import { PrintedEquation } from './printed-equation.js';

const inputs = [{ name: 'first column', symbol: 'first_column', isUsed: true }, { name: 't', symbol: 't', isUsed: true }];
const outputOf = (text: string) => ({ name: 'y', text }) as Parameters<typeof PrintedEquation.read>[0]['outputs'][number];
const rows = (...values: number[]): Samples => ({ count: values.length / 2, width: 2, values: Float64Array.from(values) });

test('an equation is read from its text, and has the values that are printed', async () => {
  const stream = randomStream(5, 'printed');
  const x = Float64Array.from({ length: 600 }, () => 0.2 + stream.uniform(0, 1));
  const train: Rows = { inputs: { count: 300, width: 2, values: x }, targets: { count: 300, width: 1, values: Float64Array.from({ length: 300 }, (_, n) => 2.7 * Math.exp(-1.3 * x[2 * n]!) + 0.7 * Math.log(x[2 * n + 1]! + 0.4) + 0.1 * stream.normal()) } };
  const hand: HandNetwork = { inputs: ['first column', 't'], layers: [{ outputs: 1, bias: [0.1], edges: [{ from: 0, to: 0, f: 'exp', a: -1.2, c: 2.5 }, { from: 1, to: 0, f: 'log', b: 0.3, c: 0.8 }] }] };
  const equation = equationOf(symbolic(hand), { train });
  const printed = await PrintedEquation.read(equation.toJSON());
  const [wanted, got] = [equation.evaluate(train.inputs), printed.evaluate(train.inputs)];
  expect([got.count, got.width]).toEqual([300, 1]);
  got.values.forEach((v, n) => { expect(v).toBeCloseTo(wanted.values[n]!, 12); });
  // Not those that were fitted: digits are cut.
  const [scale] = equation.outputs[0]!.constants;
  expect(scale!.text.length).toBeLessThan(8);
});

test('several outputs stand side by side, of more rows than are computed at once', async () => {
  const printed = await PrintedEquation.read({ inputs, outputs: [outputOf('first_column + 2 * t'), outputOf('3')] });
  const many = rows(...Array.from({ length: 1400 }, (_, k) => k));
  expect([...printed.evaluate(many).values]).toEqual(Array.from({ length: 700 }, (_, n) => [2 * n + 2 * (2 * n + 1), 3]).flat());
  expect(printed.evaluate(rows())).toEqual({ count: 0, width: 2, values: new Float64Array(0) });
});

test('derivatives are those of the text, one behind the other of each output', async () => {
  const printed = await PrintedEquation.read({ inputs, outputs: [outputOf('first_column ^ 3 * t'), outputOf('sin(2 * t)')] });
  const { width, values } = printed.derivatives(rows(2, 0.5), [[0], [0, 0], [0, 1], [1]]);
  expect(width).toBe(8);
  [6, 6, 12, 8, 0, 0, 0, 2 * Math.cos(1)].forEach((v, k) => { expect(values[k]).toBeCloseTo(v, 12); });
});

test('rows without a value are told with the innermost part that has none there', async () => {
  const printed = await PrintedEquation.read({ inputs, outputs: [outputOf('exp(log(first_column - 5) + 1) + sqrt(t)')] });
  const asked = rows(6, 1, 5, 1, 4, 1, 7, -1, 3, -2);
  expect([...printed.evaluate(asked).values].map(Number.isFinite)).toEqual([true, true, false, false, false]);
  // Of a row where nothing has a value the first part stands for all.
  expect(printed.outside(asked)).toEqual([{ part: 'log(first_column - 5)', rows: 2, first: 2 }, { part: 'sqrt(t)', rows: 1, first: 3 }]);
  expect(printed.outside(rows(6, 1))).toEqual([]);
});

test('a text that cannot be read is refused', async () => {
  const deep = `${'sin('.repeat(1200)}t${')'.repeat(1200)}`;
  for (const text of ['2 *', deep]) await expect(PrintedEquation.read({ inputs, outputs: [outputOf(text)] })).rejects.toThrow(/^The equation of "y" cannot be read from its text: .+\. Ask of its network instead\.$/);
});

test('rows of another width are refused', async () => {
  const printed = await PrintedEquation.read({ inputs, outputs: [outputOf('t')] });
  expect(() => printed.evaluate({ count: 1, width: 1, values: Float64Array.of(1) })).toThrow('The input rows of an equation need 2 columns, as the network has; got 1.');
});
