import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Rows } from '@knotwork/plugin';
import { autocorrelationTest } from '@knotwork/statistics';
import { equationOf } from './equation.js';
import { symbolic } from './fixtures/hand-made.js';
import { leftOver } from './left-over.js';

const stream = randomStream(11, 'left over');
const drawn = (n: number, of: () => number): Float64Array => Float64Array.from({ length: n }, of);

test.each([20, 50, 300])('of %i rows whose residuals are noise alone nothing is said, as often as chance allows', (n) => {
  let told = 0;
  for (let k = 0; k < 1000; k++) {
    const columns = ['a', 'b', 'c'].map((name) => ({ name, values: drawn(n, () => stream.uniform(-1, 1)) }));
    const values = Float64Array.from(columns[0]!.values, (a, row) => 2 * a + columns[1]!.values[row]!);
    const size = k % 2 === 0 ? () => 1 : (row: number) => Math.exp(3 * columns[0]!.values[row]!);
    const found = leftOver(columns, values, values.map((v, row) => v + 0.3 * size(row) * stream.normal()))!;
    if (found.p < 1e-3) told++;
  }
  // One in a thousand, and three standard errors.
  expect(told).toBeLessThanOrEqual(4);
});

test('what follows an input, or the values of the equation, is told by its name', () => {
  const n = 120;
  const [a, t] = [drawn(n, () => stream.uniform(-1, 1)), drawn(n, () => stream.uniform(0, 9))];
  const columns = [{ name: 'a', values: a }, { name: 't', values: t }];
  const values = Float64Array.from(a, (v, row) => v + 0.1 * t[row]!);
  const noise = (): number => 0.2 * stream.normal();
  const wave = leftOver(columns, values, values.map((v, row) => v + 0.3 * Math.sin(2 * t[row]!) + noise()))!;
  expect([wave.along, wave.p < 1e-5, wave.correlation > 0.3]).toEqual(['t', true, true]);
  const bent = leftOver(columns, values, values.map((v) => v + v ** 2 + noise()))!;
  expect([bent.along, bent.p < 1e-5]).toEqual([null, true]);
  // Of three orders that are looked at.
  expect(leftOver(columns, values, values.map((v, row) => v + (row % 2 === 0 ? 1 : -1)))!.p).toBeGreaterThan(1e-3);
});

test('rows of one value count as one, whatever their order, and a column of few values is not looked at', () => {
  const n = 90;
  const x = Float64Array.from({ length: n }, (_, row) => Math.floor(row / 3));
  // Within a value large ones come before small ones; between values there is nothing.
  const errors = Float64Array.from({ length: n }, (_, row) => [3, 1, -4][row % 3]! + 0.01 * stream.normal());
  const values = x.map((v) => v);
  const told = leftOver([{ name: 'x', values: x }], values, values.map((v, row) => v + errors[row]!))!;
  expect(told.p).toBeGreaterThan(1e-3);
  const order = [...x.keys()].sort((k, l) => ((k * 37) % n) - ((l * 37) % n));
  const turned = (of: Float64Array): Float64Array => Float64Array.from(order, (row) => of[row]!);
  const again = leftOver([{ name: 'x', values: turned(x) }], turned(values), turned(values.map((v, row) => v + errors[row]!)))!;
  expect([again.p, again.correlation]).toEqual([expect.closeTo(told.p, 9), expect.closeTo(told.correlation, 9)]);
  expect(leftOver([{ name: 'level', values: x.map((v) => v % 5) }], values, values.map((v, row) => v + errors[row]!))).toBeNull();
});

test('rounding is nothing that is left, of computation or of targets with few decimals', () => {
  const t = Float64Array.from({ length: 200 }, (_, row) => row / 200);
  const columns = [{ name: 't', values: t }];
  const values = t.map((v) => 5 + v);
  const wave = (size: number): Float64Array => values.map((v, row) => v + size * Math.sin(9 * t[row]!));
  expect(leftOver(columns, values, wave(1e-11))).toBeNull();
  expect(leftOver(columns, values, wave(1e-6))).toMatchObject({ along: 't', p: expect.any(Number) });
  expect(leftOver(columns, values, wave(1e-6))!.p).toBeLessThan(1e-9);
  expect(leftOver(columns, values, values.map((v) => Math.round(100 * v) / 100))).toBeNull();
  // More than rounding stands in numbers of few decimals, too.
  expect(leftOver(columns, values, wave(0.3).map((v) => Math.round(100 * v) / 100))!.p).toBeLessThan(1e-9);
  expect(leftOver([], values, wave(1))).toBeNull();
  expect(leftOver([{ name: 't', values: t.subarray(0, 11) }], values.subarray(0, 11), wave(1).subarray(0, 11))).toBeNull();
  // Rows without a value take no part.
  const holes = wave(0).map((v, row) => (row % 7 === 0 ? NaN : v));
  expect(leftOver(columns, holes, wave(0.3))!.along).toBe('t');
});

test('rows stand in the order of their numbers', () => {
  const x = Float64Array.from({ length: 40 }, (_, row) => ((row * 17) % 40) * 2.5 - 20);
  const errorAt = (v: number): number => Math.sin(0.2 * v) + Math.cos(7 * v * v);
  const { correlation, p } = leftOver([{ name: 'x', values: x }], x, x.map((v) => v + errorAt(v)))!;
  const wanted = autocorrelationTest([...x].sort((a, b) => a - b).map(errorAt));
  expect([correlation, p]).toEqual([expect.closeTo(wanted.correlation, 12), expect.closeTo(wanted.p, 12)]);
});

test('an interaction, which no order shows, is told of the inputs together', () => {
  const n = 150;
  const [a, b] = [drawn(n, () => stream.uniform(-1, 1)), drawn(n, () => 10 ** stream.uniform(-3, 3))];
  const columns = [{ name: 'a', values: a }, { name: 'b', values: b }];
  const values = Float64Array.from(a, (v, row) => v + Math.log(b[row]!));
  const missing = (row: number): number => a[row]! * Math.log(b[row]!) * 0.1;
  const found = leftOver(columns, values, values.map((v, row) => v + missing(row) + 0.1 * stream.normal()))!;
  expect(found).toMatchObject({ along: null, together: true });
  expect([found.p < 1e-9, found.correlation > 0.4]).toEqual([true, true]);
  // Where an order shows something, that is told: it has a name.
  expect(leftOver(columns, values, values.map((v, row) => v + missing(row) + a[row]! ** 2 + 0.1 * stream.normal()))).toMatchObject({ along: 'a' });
  // Rows of one place count as one: what they differ by is noise.
  const twice = [...a.keys(), ...a.keys()];
  const doubled = columns.map(({ name, values: of }) => ({ name, values: Float64Array.from(twice, (row) => of[row]!) }));
  const base = Float64Array.from(twice, (row) => values[row]!);
  expect(leftOver(doubled, base, base.map((v, k) => v + (k < n ? 1 : -1) * missing(twice[k]!)))!.p).toBeGreaterThan(1e-3);
});

test('of very many rows as many are asked for their neighbours as can be', () => {
  const n = 20_000;
  const [a, b] = [drawn(n, () => stream.uniform(-1, 1)), drawn(n, () => stream.uniform(-1, 1))];
  const columns = [{ name: 'a', values: a }, { name: 'b', values: b }];
  expect(leftOver(columns, a, a.map((v, row) => v + v * b[row]! + 0.1 * stream.normal()))).toMatchObject({ along: null, together: true });
});

test('the more orders are looked at, the more chance may find in one', () => {
  const x = drawn(60, () => stream.uniform(-1, 1));
  const columnsOf = (count: number) => Array.from({ length: count }, (_, k) => ({ name: `x${k}`, values: x }));
  const targets = x.map((v) => v + 0.3 * Math.sin(6 * v) + 0.1 * stream.normal());
  const [one, two, five] = [1, 2, 5].map((count) => leftOver(columnsOf(count), x, targets)!.p) as [number, number, number];
  // Two columns are asked one by one, together, and by the values of the equation.
  expect([two / one, five / one]).toEqual([expect.closeTo(4, 9), expect.closeTo(7, 9)]);
});

test('an equation tells it of the rows that its constants are fitted to', () => {
  const column = (values: Float64Array) => ({ count: values.length, width: 1, values });
  const rows = (n: number, of: (x: number) => number): Rows => { const x = drawn(n, () => stream.uniform(-1, 1)); return { inputs: column(x), targets: column(x.map(of)) }; };
  const line = symbolic({ inputs: ['x'], layers: [{ outputs: 1, bias: [1], edges: [{ from: 0, to: 0, powers: [2] }] }] });
  const outputOf = (of: (x: number) => number, isObserved = true) => equationOf(line, { train: rows(60, of), validation: rows(60, of), isObserved }).outputs[0]!;
  expect(outputOf((x) => 2 * x + 1 + x ** 2 + 0.1 * stream.normal()).leftOver).toMatchObject({ along: 'x', p: expect.any(Number) });
  expect(outputOf((x) => 2 * x + 1 + x ** 2 + 0.1 * stream.normal()).leftOver!.p).toBeLessThan(1e-6);
  expect(outputOf((x) => 2 * x + 1 + 0.1 * stream.normal()).leftOver!.p).toBeGreaterThan(1e-3);
  expect(outputOf((x) => 2 * x + 1).leftOver).toBeNull();
  expect(outputOf((x) => 2 * x + 1 + x ** 2, false).leftOver).toBeNull();
});
