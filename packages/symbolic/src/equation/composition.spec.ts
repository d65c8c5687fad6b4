import { expect, test } from '@jest/globals';
import { blockProgram, formula, input, stepsOf, where } from '@knotwork/algebra';
import { parseExpression } from '@knotwork/expressions';
import functions from '@knotwork/functions';
import { toUser } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Samples } from '@knotwork/plugin';
import fc from 'fast-check';
import { type Equation, equationOf } from './equation.js';
import { catalog, type HandEdge, type HandLayer, type HandNetwork, handMade, rowsOf, symbolic } from './fixtures/hand-made.js';
import { networkOutputs } from './network-outputs.js';
import { readable } from './symbolic-network.js';

/** Powers of sums and logarithms cancel a little; relative to the largest number on the way, which is bounded below. */
const ROUNDING = 1e-7;
const LARGEST = 1e5;
const ROWS = 40;
/** Rows at which the network changes by more than rounding when its inputs change by this share tell nothing: sin(1e9 x). */
const BESIDE = 1e-11;

const number = fc.double({ min: -1.5, max: 1.5, noNaN: true }).map((v) => Number(v.toFixed(3)));
/** Not so small that nothing is left but rounding. */
const factor = number.map((v) => (Math.abs(v) < 0.1 ? 0.5 : v));
const names = functions.plugins.map(({ name }) => name);

const edgeOf = (from: number, to: number): fc.Arbitrary<HandEdge> => fc.oneof(
  { weight: 5, arbitrary: fc.record({ from: fc.constant(from), to: fc.constant(to), f: fc.constantFrom(...names), a: factor, b: number, c: factor }) },
  { weight: 1, arbitrary: fc.record({ from: fc.constant(from), to: fc.constant(to), powers: fc.array(factor, { minLength: 1, maxLength: 3 }) }) },
);

function layerOf(inputs: number, outputs: number): fc.Arbitrary<HandLayer> {
  const kinds = [{ kind: 'kan' }, { kind: 'kan', node: 'mean' }, { kind: 'multiplicative', products: 1 }] as const;
  return fc.constantFrom(...kinds).chain((layer) => {
    const sums = layer.kind === 'multiplicative' ? outputs + 1 : outputs;
    const pairs = Array.from({ length: inputs * sums }, (_, k) => [Math.floor(k / sums), k % sums] as const);
    return fc.subarray(pairs, { minLength: 1 }).chain((chosen) => fc.record({
      outputs: fc.constant(outputs), layer: fc.constant(layer), bias: fc.array(number, { minLength: sums, maxLength: sums }),
      edges: fc.tuple(...chosen.map(([from, to]) => edgeOf(from, to))),
    }));
  });
}

const networks: fc.Arbitrary<HandNetwork> = fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 2, maxLength: 4 }).chain((widths) => fc.record({
  inputs: fc.tuple(...Array.from({ length: widths[0]! }, (_, i) => fc.record({
    name: fc.constant(`x${i + 1}`), map: fc.record({ kind: fc.constantFrom('affine' as const, 'robust' as const), center: number, scale: factor.map(Math.abs) }),
  }))),
  outputs: fc.constant(Array.from({ length: widths.at(-1)! }, (_, j) => ({ name: `y${j + 1}`, map: { kind: 'affine' as const, center: 0.7, scale: 1.3 } }))),
  layers: fc.tuple(...widths.slice(1).map((width, l) => layerOf(widths[l]!, width))),
}));

const samples = (width: number, seed = 5): Samples => {
  const stream = randomStream(seed, 'property');
  return { count: ROWS, width, values: Float64Array.from({ length: ROWS * width }, () => stream.uniform(-2, 2)) };
};

/** What a text makes of rows. */
function read(text: string, symbols: readonly string[], { count, width, values }: Samples): Float64Array {
  const program = blockProgram(formula(symbols, { y: parseExpression(text).expr }), count);
  symbols.forEach((_, i) => { for (let n = 0; n < count; n++) program.inputs[i]![n] = values[n * width + i]!; });
  program.run(count);
  return program.outputs[0]!;
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= ROUNDING * Math.max(1, Math.abs(a), Math.abs(b));

test('the formula, and its text as mathjs reads it, is the network, whatever functions it is made of', () => {
  let [compared, refused] = [0, 0];
  fc.assert(fc.property(networks, (hand) => {
    const network = symbolic(hand);
    const rows = samples(hand.inputs.length);
    const wanted = networkOutputs(network, rows);
    const beside = networkOutputs(network, { ...rows, values: rows.values.map((v) => v * (1 + BESIDE)) });
    let equation: Equation;
    try { equation = equationOf(network, { digits: 'all' }); } catch (error) {
      expect(String(error)).toContain('is no finite number, whatever the inputs are');
      refused++;
      return;
    }
    const made = equation.evaluate(rows);
    equation.outputs.forEach(({ text }, j) => {
      const byText = read(text, equation.inputs.map(({ symbol }) => symbol), rows);
      wanted[j]!.forEach((y, n) => {
        if (!(Math.abs(y) < LARGEST && near(y, beside[j]![n]!))) return;
        compared++;
        const [value, other] = [made.values[n * made.width + j]!, byText[n]!];
        if (!near(value, y) || !near(other, value)) throw new Error(`row ${n} of ${text}: the network ${y}, the form ${value}, the text ${other}`);
      });
    });
  }), { numRuns: 400, seed: 11 });
  expect(compared).toBeGreaterThan(5000);
  // A sum that no edge enters, in a pole.
  expect(refused).toBeLessThan(60);
});

test('a symbolic network gives what its own formulas give: maps, means and products included', () => {
  const hand: HandNetwork = {
    inputs: [{ name: 'x', map: { kind: 'robust', center: 0.2, scale: 0.5 } }, 'z'], outputs: [{ name: 'y', map: { kind: 'affine', center: -1, scale: 3 } }],
    layers: [
      { outputs: 2, layer: { kind: 'kan', node: 'mean' }, bias: [0.1, 0], edges: [{ from: 0, to: 0, f: 'sine', a: 2, b: 0.5, c: -1 }, { from: 1, to: 1, powers: [1, -2] }] },
      { outputs: 1, layer: { kind: 'multiplicative', products: 1 }, bias: [0, 0.5], edges: [{ from: 0, to: 0, f: 'exp' }, { from: 1, to: 1, f: 'identity', a: 2 }] },
    ],
  };
  const byHand = (x: number, z: number): number => {
    const [p, q] = [(0.1 - Math.sin(2 * Math.asinh((x - 0.2) / 0.5) + 0.5)) / 2, (z - 2 * z * z) / 2];
    return toUser({ kind: 'affine', center: -1, scale: 3 }, Math.exp(p) * (2 * q + 0.5));
  };
  const rows = samples(2);
  networkOutputs(symbolic(hand), rows)[0]!.forEach((y, n) => expect(y).toBeCloseTo(byHand(rows.values[2 * n]!, rows.values[2 * n + 1]!), 12));
});

test('edges that are curves are named, one that is off or nothing is none', () => {
  const edges = [{ from: 0, to: 0, f: 'sine' }, { from: 1, to: 0, f: 'sine', c: 0 }] as const;
  const { network, structure } = handMade({ inputs: ['x', 'z'], layers: [{ outputs: 1, edges }] });
  expect(readable(structure, network, catalog)).toMatchObject({ layers: [{ edges: [{ from: 0, to: 0 }] }] });
  const curves = { ...structure, layers: structure.layers.map((layer) => ({ ...layer, terms: layer.terms.map((term) => ({ ...term, outside: 'linear' as const })) })) };
  expect(readable(curves, network, catalog)).toEqual({ unread: [{ layer: 0, from: 0, to: 0, basis: 'function' }] });
});

const textOf = (hand: HandNetwork): string => equationOf(symbolic(hand)).outputs[0]!.text;

test('what functions let out of their arguments stands outside', () => {
  const through = (f: string, a: number, b: number, c = 1): string => textOf({ inputs: ['x'], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, f, a, b, c }] }] });
  expect(through('exp', 2, Math.log(3))).toBe('3 * exp(2 * x)');
  expect(through('log', 4, 8)).toBe('log(x + 2) + 1.38629');
  expect(through('square', -2, 1)).toBe('4 * (x - 0.5) ^ 2');
  expect(through('cube', -2, 0, 3)).toBe('-24 * x ^ 3');
  expect(through('sqrt', -4, 2)).toBe('2 * sqrt(0.5 - x)');
  expect(through('reciprocal', 4, 0)).toBe('0.25 / x');
  expect(through('identity', 4, 3, 2)).toBe('8 * x + 6');
  expect(through('tanh', -2, 0.5)).toBe('-tanh(2 * x - 0.5)');
  expect(through('sigmoid', -2, 0)).toBe('1 - 1 / (1 + exp(-(2 * x)))');
  expect(through('sine', 2, 3 * Math.PI + 0.25)).toBe('-sin(2 * x + 0.25)');
  expect(through('gaussian', 2, 0)).toBe('exp(-4 * x ^ 2)');
  expect(through('abs', -2, 0)).toBe('2 * abs(x)');
  expect(through('relu', -2, 3)).toBe('2 * max(0, 1.5 - x)');
});

test('a hidden node leaves no trace of its own scale and place', () => {
  const node = (scale: number, place: number): string => textOf({ inputs: ['x', 'z'], layers: [
    { outputs: 1, bias: [place], edges: [{ from: 0, to: 0, f: 'sine', c: scale }, { from: 1, to: 0, f: 'square', c: 0.5 * scale }] },
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'tanh', a: 1 / scale, b: -place / scale }] },
  ] });
  expect(node(1, 0)).toBe('tanh(sin(x) + 0.5 * z ^ 2)');
  expect(node(-0.3, 7)).toBe(node(1, 0));
});

test('logarithms in an exponential are powers, an inverse function takes its own away', () => {
  const chain = (inner: string, outer: string, b = 0): string => textOf({ inputs: ['x', 'z'], layers: [
    { outputs: 1, edges: [{ from: 0, to: 0, f: inner, c: 1 }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: outer, b }] },
  ] });
  expect(chain('exp', 'log')).toBe('x');
  expect(chain('sqrt', 'square')).toBe('x');
  expect(chain('square', 'sqrt')).toBe('sqrt(x ^ 2)');
  const product = textOf({ inputs: ['x', 'z'], layers: [
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'log', a: 2 }, { from: 1, to: 0, f: 'log', c: -2 }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'exp' }] },
  ] });
  expect(product).toBe('2 * x / z ^ 2');
});

test('variables have their own names where formulas can read them', () => {
  const { inputs, outputs } = equationOf(symbolic({ inputs: ['total sulfur (%)', 'e', '2nd', 'e_', 'unused'], layers: [{ outputs: 1, edges: [0, 1, 2, 3].map((from) => ({ from, to: 0, f: 'identity' })) }] }));
  expect(inputs.map(({ symbol }) => symbol)).toEqual(['total_sulfur', 'e_2', 'x_2nd', 'e_', 'unused']);
  expect(inputs.map(({ isUsed }) => isUsed)).toEqual([true, true, true, true, false]);
  expect(outputs[0]!.text).toBe('total_sulfur + e_2 + x_2nd + e_');
});

test('of outputs that hold conditions it says what they are, whatever the maps', () => {
  const [t, x] = [input('t'), input('x')];
  const conditions = { base: stepsOf(x.sin(), ['t', 'x']), factor: stepsOf(t.mul(x), ['t', 'x']) };
  const hand: HandNetwork = { inputs: ['t', 'x'], outputs: [{ name: 'u', map: AS_GIVEN, conditions }, 'v'], layers: [{ outputs: 2, edges: [{ from: 0, to: 0, f: 'exp' }, { from: 0, to: 1, f: 'tanh' }] }] };
  expect(equationOf(symbolic(hand)).outputs.map(({ text }) => text)).toEqual(['t * exp(t) * x + sin(x)', 'tanh(t)']);
  const mapped: HandNetwork = { ...hand, inputs: [{ name: 't', map: { kind: 'affine', center: 1, scale: 2 } }, 'x'], outputs: [{ name: 'u', map: { kind: 'affine', center: 3, scale: 5 }, conditions }, 'v'] };
  const rows = { count: 3, width: 2, values: Float64Array.of(0.5, 0.1, -0.7, 0.9, 1.4, -2) };
  const known = (n: number): number => { const [z, at] = [(rows.values[2 * n]! - 1) / 2, rows.values[2 * n + 1]!]; return 3 + 5 * (Math.sin(at) + z * at * Math.exp(z)); };
  const [values, said] = [networkOutputs(symbolic(mapped), rows)[0]!, equationOf(symbolic(mapped), { digits: 'all' }).evaluate(rows).values];
  for (let n = 0; n < 3; n++) expect([values[n], said[2 * n]]).toEqual([expect.closeTo(known(n), 12), expect.closeTo(known(n), 12)]);
  // A choice is none of an equation's.
  const choice = { base: stepsOf(where(x.less(t), x, t), ['t', 'x']), factor: conditions.factor };
  expect(() => textOf({ ...hand, outputs: [{ name: 'u', map: AS_GIVEN, conditions: choice }, 'v'] })).toThrow('the conditions of u');
});

test('what no equation says is refused, with the way out', () => {
  const rank = { name: 'dose', map: { kind: 'rank', knots: [0, 1], values: [-1, 1] } } as const;
  expect(() => textOf({ inputs: [rank], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, f: 'exp' }] }] })).toThrow('The input "dose" comes in by its rank');
  // An input that nothing reads may be anything.
  expect(textOf({ inputs: [rank, 'x'], layers: [{ outputs: 1, edges: [{ from: 1, to: 0, f: 'exp' }] }] })).toBe('exp(x)');
  const wide: HandNetwork = { inputs: ['x'], layers: [
    { outputs: 30, edges: Array.from({ length: 30 }, (_, to) => ({ from: 0, to, f: 'tanh', a: to + 1 })) },
    { outputs: 30, edges: Array.from({ length: 900 }, (_, k) => ({ from: k % 30, to: Math.floor(k / 30), f: 'tanh', a: k + 1 })) },
    { outputs: 1, edges: Array.from({ length: 30 }, (_, from) => ({ from, to: 0, f: 'tanh', a: from + 1 })) },
  ] };
  expect(() => equationOf(symbolic(wide), { mostParts: 1000 })).toThrow('has more than 1000 parts');
  expect(() => equationOf(symbolic({ inputs: ['x'], layers: [{ outputs: 1, edges: [] }] }), { train: rowsOf(() => 1, 2) })).toThrow('The training rows of an equation need 1 columns');
  expect(() => equationOf(symbolic({ inputs: ['x'], layers: [{ outputs: 1, edges: [] }] }), { digits: 0 })).toThrow('"digits" must be a whole number from 1 to 17');
});
