import { describe, expect, test } from '@jest/globals';
import { blockProgram, formula, input } from '@knotwork/algebra';
import { parseExpression } from '@knotwork/expressions';
import { randomStream } from '@knotwork/numerics';
import type { Rows } from '@knotwork/plugin';
import { equationOf, type EquationOutput } from './equation.js';
import { fitConstants } from './fit-constants.js';
import { type HandNetwork, rowsOf, symbolic } from './fixtures/hand-made.js';
import { networkOutputs } from './network-outputs.js';

const affine = (center: number, scale: number) => ({ kind: 'affine', center, scale }) as const;

/**
 * exp(sin(pi x1) + x2^2) as a network that training might leave: inputs and the output standardized, the hidden node in a unit of its own, phases and places somewhere.
 *
 * @param away how far constants are off, as a share
 */
function hello(away: number): HandNetwork {
  const [m1, s1, m2, s2, my, sy] = [0.13, 0.58, -0.21, 0.61, 1.7, 1.9];
  const [g, h] = [0.37, -0.8];
  const off = (v: number, k: number): number => v * (1 + away * Math.sin(7 * k + 1));
  return {
    inputs: [{ name: 'x1', map: affine(m1, s1) }, { name: 'x2', map: affine(m2, s2) }], outputs: [{ name: 'y', map: affine(my, sy) }],
    layers: [
      // sin(pi x1) is -sin(pi x1 - 3 pi).
      { outputs: 1, bias: [h], edges: [
        { from: 0, to: 0, f: 'sine', a: off(Math.PI * s1, 1), b: off(Math.PI * m1 - 3 * Math.PI, 2), c: off(-g, 3) },
        { from: 1, to: 0, f: 'square', a: off(1.4 * s2, 4), b: off(1.4 * m2, 5), c: off(g / 1.96, 6) },
      ] },
      { outputs: 1, bias: [off(-my / sy, 7)], edges: [{ from: 0, to: 0, f: 'exp', a: off(1 / g, 8), b: off(-h / g, 9), c: off(1 / sy, 10) }] },
    ],
  };
}
const truth = (pi = Math.PI) => (x1: number, x2: number): number => Math.exp(Math.sin(pi * x1) + x2 ** 2);
const both = (f: (...x: number[]) => number | readonly number[], width: number, options: Parameters<typeof rowsOf>[2] = {}) => (
  { train: rowsOf(f, width, options), validation: rowsOf(f, width, { ...options, seed: (options.seed ?? 1) + 100 }) });
const textOf = (hand: HandNetwork, rows: { readonly train?: Rows; readonly validation?: Rows }): string => equationOf(symbolic(hand), rows).outputs[0]!.text;

test('scales, shifts and phases of a trained network vanish, and its constants are what they are', () => {
  const rows = both(truth(), 2);
  const { outputs, inputs } = equationOf(symbolic(hello(0.003)), rows);
  expect(outputs[0]).toMatchObject({
    name: 'y', text: 'exp(sin(pi * x1) + x2 ^ 2)', complexity: 9, outcome: 'fitted', outside: [], constants: [{ text: 'pi', value: Math.PI, error: null, isExact: true }],
  });
  expect(outputs[0]!.error.train).toBeLessThan(1e-14);
  expect(inputs).toEqual([{ name: 'x1', symbol: 'x1', isUsed: true }, { name: 'x2', symbol: 'x2', isUsed: true }]);
});

test('labels of 3.14159 keep their number', () => {
  const { outputs } = equationOf(symbolic(hello(0.003)), both(truth(3.14159), 2));
  expect(outputs[0]!.text).toBe('exp(sin(3.14159 * x1) + x2 ^ 2)');
  expect(outputs[0]!.constants).toMatchObject([{ text: '3.14159', isExact: false }]);
  expect(outputs[0]!.constants[0]!.error).toBeLessThan(1e-14);
});

test('numbers are fitted to the rows that judged as well, which are judged by those of the training rows alone', () => {
  const [train, validation] = [80, 40].map((count, k) => rowsOf((u) => 2.7183 * u! + 1.3719, 1, { noise: 0.4, count, seed: 3 + k })) as [Rows, Rows];
  const line = (parts: readonly Rows[]): { slope: number; shift: number; rms: (rows: Rows) => number } => {
    const [x, y] = [parts.flatMap(({ inputs }) => [...inputs.values]), parts.flatMap(({ targets }) => [...targets.values])];
    const mean = (of: readonly number[]): number => of.reduce((sum, v) => sum + v, 0) / of.length;
    const slope = x.reduce((sum, v, n) => sum + (v - mean(x)) * (y[n]! - mean(y)), 0) / x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0);
    const shift = mean(y) - slope * mean(x);
    return { slope, shift, rms: ({ inputs, targets }) => Math.sqrt(mean([...inputs.values].map((v, n) => (slope * v + shift - targets.values[n]!) ** 2))) };
  };
  const [alone, all] = [line([train]), line([train, validation])];
  const hand: HandNetwork = { inputs: ['u'], layers: [{ outputs: 1, bias: [1], edges: [{ from: 0, to: 0, powers: [2] }] }] };
  const { constants, error, rows, front, text } = equationOf(symbolic(hand), { train, validation, digits: 'all', hasFront: true }).outputs[0]!;
  expect([rows, constants.length]).toEqual([120, 2]);
  expect(constants[0]!.value).toBeCloseTo(all.slope, 8);
  expect(constants[1]!.value).toBeCloseTo(all.shift, 8);
  expect(error.train).toBeCloseTo(all.rms(train), 8);
  expect(error.validation).toBeCloseTo(alone.rms(validation), 8);
  expect(front.at(-1)).toEqual({ text, complexity: 5, error: error.validation });
  // Test rows are measured by what is printed, and change nothing.
  const wild: Rows = { ...validation, targets: { ...validation.targets, values: validation.targets.values.map((y) => 9 * y + 100) } };
  const tested = equationOf(symbolic(hand), { train, validation, test: wild, digits: 'all', hasFront: true }).outputs[0]!;
  expect(tested.error.test).toBeCloseTo(all.rms(wild), 8);
  expect({ ...tested, error: { ...tested.error, test: null } }).toEqual({ text, constants, rows, front, ...equationOf(symbolic(hand), { train, validation, digits: 'all', hasFront: true }).outputs[0] });
  expect(error.test).toBeNull();
  // So is what is simpler.
  const mean = [...train.targets.values, ...validation.targets.values].reduce((sum, y) => sum + y, 0) / 120;
  expect(Number(front[0]!.text)).toBeCloseTo(mean, 8);
  const trained = [...train.targets.values].reduce((sum, y) => sum + y, 0) / 80;
  expect(front[0]!.error).toBeCloseTo(Math.sqrt([...validation.targets.values].reduce((sum, y) => sum + (y - trained) ** 2, 0) / 40), 8);
});

test('with noise of 1 % of the spread, it is the same, whatever the sample; its numbers have errors where they are not exact', () => {
  for (let seed = 1; seed <= 20; seed++) expect(textOf(hello(0.003), both(truth(), 2, { noise: 0.013, seed }))).toBe('exp(sin(pi * x1) + x2 ^ 2)');
  const { outputs } = equationOf(symbolic(hello(0.003)), both((x1, x2) => Math.exp(Math.sin(2.917 * x1) + x2 ** 2), 2, { noise: 0.013 }));
  expect(outputs[0]!.text).toMatch(/^exp\(sin\(2\.9[12]\d{0,2} \* x1\) \+ x2 \^ 2\)$/);
  const [{ value, error }] = outputs[0]!.constants as unknown as [{ value: number; error: number }];
  expect(Math.abs(value - 2.917)).toBeLessThan(4 * error);
  expect(error).toBeLessThan(0.01);
});

test('standard errors are those of noise in proportion to the targets where it is: an exponential over three decades', () => {
  const far = ({ text: made, constants }: EquationOutput): number[] => { expect(made).toMatch(/^\S+ \* exp\(\S+ \* x1\)$/); return [3.217, 3.413].map((value, k) => Math.abs(constants[k]!.value - value) / constants[k]!.error!); };
  const growth = (c: number): HandNetwork => ({ inputs: ['x1'], outputs: ['y'], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, f: 'exp', a: 3.4, b: 0, c }] }] });
  const all = Array.from({ length: 40 }, (_, k) => {
    const stream = randomStream(k, 'in proportion');
    const noisy = (seed: number): Rows => rowsOf((x1) => 3.217 * Math.exp(3.413 * x1!) * (1 + 0.02 * stream.normal()), 1, { seed });
    return far(equationOf(symbolic(growth(3.2)), { train: noisy(k + 1), validation: noisy(k + 101), isSnapped: false }).outputs[0]!);
  });
  // Of 80 normal errors, 4 are beyond 2; with the errors of rows that are alike, more than 20 were.
  expect(all.flat().filter((v) => v > 2).length).toBeLessThan(12);
});

describe('an exponential over three decades', () => {
  const growth: HandNetwork = { inputs: ['x1'], outputs: ['y'], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, f: 'exp', a: 3.2, b: 0, c: 3.4 }] }] };
  const root = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
  const law = (x1: number): number => 3.217 * Math.exp(3.413 * x1);
  /** Its equation, exponents by least squares and with weights, and what the law leaves of validation rows. */
  const made = (power: number, share: number) => Array.from({ length: 10 }, (_, k) => {
    const stream = randomStream(k, 'weighed rows');
    const drawn = (seed: number): Rows => rowsOf((x1) => law(x1!) + share * law(x1!) ** power * stream.normal(), 1, { seed, count: 60 });
    const [train, validation] = [drawn(k + 1), drawn(k + 101)];
    const [x, target] = [[...train.inputs.values, ...validation.inputs.values], [...train.targets.values, ...validation.targets.values]];
    const fitted = (weights?: readonly number[]): number => fitConstants({ expr: input('b').mul(input('x')).exp().mul(input('a')), variables: { x }, target, ...(weights === undefined ? {} : { weights }), start: { a: 3.2, b: 3.4 } }).values['b']!;
    const of = equationOf(symbolic(growth), { train, validation, isSnapped: false, hasFront: true }).outputs[0]!;
    const off = (b: number): number => Math.abs(of.constants[1]!.value - b) / of.constants[1]!.error!;
    const left = root([...validation.inputs.values].map((v, n) => (validation.targets.values[n]! - law(v)) / law(v) ** power)) * root([...validation.targets.values].map((v) => Math.abs(v) ** power));
    return { of, fromPlain: off(fitted()), fromWeighed: off(fitted(x.map((v) => law(v) ** (-2 * power)))), left };
  });

  test.each([[1, 0.02], [0.5, 0.1]])('is fitted to rows that are weighed where noise grows with the power %p of targets', (power, share) => {
    const all = made(power, share);
    for (const { of, fromWeighed, left } of all) {
      expect(of.noise!.power).toBe(power);
      expect(Math.abs(Math.log(of.noise!.size / share))).toBeLessThan(0.3);
      // Of the weights the fit itself makes, and rounded to a tenth of a standard error.
      expect(fromWeighed).toBeLessThan(0.3);
      // Simpler equations are compared by weighed errors, too, of validation rows, in the output's unit.
      expect(Math.abs(Math.log(of.front.at(-1)!.error / left))).toBeLessThan(0.1);
    }
    expect(all.filter(({ fromPlain }) => fromPlain > 0.6).length).toBeGreaterThan(5);
  });

  test('is fitted by least squares where what is left is most of the targets, which is no noise of a law', () => {
    for (const { of, fromPlain } of made(1, 0.8)) expect([of.noise, fromPlain < 0.5]).toEqual([null, true]);
  });

  test('is fitted by least squares where noise does not grow', () => {
    for (const { of, fromPlain } of made(0, 0.4)) expect([of.noise, fromPlain < 0.2]).toEqual([null, true]);
  });
});

/** Texts for tables of c (q + shift) / r^2, numbers aside, with what is printed of their constants. */
function shiftedLaw(shift: number, noise: (y: number, q: number, r: number) => number, count = 48): { readonly text: string; readonly isUnsure: boolean }[] {
  const hand: HandNetwork = { inputs: ['q', 'r'], layers: [{ outputs: 1, layer: { kind: 'multiplicative' }, edges: [{ from: 0, to: 0, f: 'identity', a: 3.7, b: 0.2 }, { from: 1, to: 1, f: 'reciprocal-square' }] }] };
  const drawn = (rows: number, seed: number): Rows => {
    const stream = randomStream(seed, 'shifted law');
    const inputs = Float64Array.from({ length: 2 * rows }, (_, k) => (k % 2 === 0 ? stream.uniform(1, 9) : stream.uniform(0.05, 1)));
    const values = Float64Array.from({ length: rows }, (_, n) => { const [q, r] = [inputs[2 * n]!, inputs[2 * n + 1]!]; const y = (3.7 * (q + shift)) / r ** 2; return y + noise(y, q, r) * stream.normal(); });
    return { inputs: { count: rows, width: 2, values: inputs }, targets: { count: rows, width: 1, values } };
  };
  return Array.from({ length: 12 }, (_, k) => {
    const { text, constants } = equationOf(symbolic(hand), { train: drawn(count, 2 * k), validation: drawn(16, 2 * k + 1) }).outputs[0]!;
    return { text: text.replace(/\d+(\.\d+)?/g, '#'), isUnsure: constants.some(({ value, error }) => error !== null && error >= Math.abs(value) / 2) };
  });
}
const howMany = (of: readonly { readonly text: string }[], text: string): number => of.filter((one) => one.text === text).length;

test('a constant that is there by chance goes where noise is in proportion to the targets, and one that is there stays', () => {
  const proportional = (y: number): number => 0.02 * y;
  expect(howMany(shiftedLaw(0, proportional), '# * q / r ^ #')).toBe(12);
  expect(howMany(shiftedLaw(1.5, proportional), '# * (q + #) / r ^ #')).toBe(12);
  // Standard errors are 0.08 at most.
  expect(howMany(shiftedLaw(0.5, () => 4), '# * (q + #) / r ^ #')).toBe(12);
});

test('no constant is printed with a standard error as large as half of it, of noise of any size, and no input is lost for that', () => {
  const printed = shiftedLaw(0, (_y, q, r) => (0.05 * q) / r ** 3);
  expect(printed.filter(({ isUnsure }) => isUnsure)).toEqual([]);
  expect(howMany(printed, '# * q / r ^ #')).toBeGreaterThanOrEqual(10);
  expect(printed.every(({ text }) => text.includes('q') && text.includes('r'))).toBe(true);
});

test('an exact number is refused where rows contradict it, however few digits are printed', () => {
  // 3.1 is not pi, and 0.51 not a half, to whom the noise lets tell.
  const { outputs } = equationOf(symbolic(hello(0.003)), both((x1, x2) => Math.exp(Math.sin(3.1 * x1) + x2 ** 2 + 0.02 * x1), 2, { noise: 0.002 }));
  expect(outputs[0]!.text).not.toContain('pi');
  const line = textOf({ inputs: ['x'], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, f: 'identity', c: 0.5 }] }] }, both((x) => 0.51 * x, 1, { noise: 0.001 }));
  expect(line).toMatch(/^0\.5[01]\d* \* x$/);
  expect(line).not.toBe('0.5 * x');
});

test('what rows of training allow, and rows of validation do not, is refused', () => {
  const hand: HandNetwork = { inputs: ['x'], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, f: 'identity', c: 1.02 }] }] };
  const train = rowsOf((x) => 1.02 * x, 1, { noise: 0.2, count: 60 });
  expect(textOf(hand, { train })).toBe('x');
  expect(textOf(hand, { train, validation: rowsOf((x) => 1.25 * x, 1, { count: 3000, ends: [-9, 9] }) })).not.toBe('x');
});

const shapes: readonly (readonly [string, string, HandNetwork, (...x: number[]) => number, Parameters<typeof rowsOf>[2]?])[] = [
  ['products by logarithms', 'x * z', { inputs: ['x', 'z'], layers: [
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'log', a: 1.3, c: 0.98 }, { from: 1, to: 0, f: 'log', a: 0.7, c: 1.01 }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'exp', a: 1.02, b: 0.1, c: 0.99 }] },
  ] }, (x, z) => x * z, { ends: [0.2, 3] }],
  ['quotients with a root', '3 * (x + 2) / sqrt(z)', { inputs: ['x', 'z'], layers: [
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'log', a: 1.3, b: 2.8, c: 0.98 }, { from: 1, to: 0, f: 'log', a: 0.7, c: -0.51 }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'exp', a: 1.02, b: 0.1, c: 0.99 }] },
  ] }, (x, z) => (3 * (x + 2)) / Math.sqrt(z), { ends: [0.2, 3] }],
  ['roots, which are one', 'sqrt(x * z / t)', { inputs: ['x', 'z', 't'], layers: [
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'log', a: 1.3, c: 0.49 }, { from: 1, to: 0, f: 'log', a: 0.7, c: 0.51 }, { from: 2, to: 0, f: 'log', c: -0.5 }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'exp', a: 1.02, b: 0.1, c: 0.99 }] },
  ] }, (x, z, t) => Math.sqrt((x * z!) / t!), { ends: [0.2, 3] }],
  ['roots below the line', '2 / sqrt(x * (z + 2))', { inputs: ['x', 'z'], layers: [
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'log', a: 1.3, c: -0.49 }, { from: 1, to: 0, f: 'log', a: 0.7, b: 1.4, c: -0.51 }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'exp', a: 1.02, b: 0.1, c: 1.99 }] },
  ] }, (x, z) => 2 / Math.sqrt(x * (z! + 2)), { ends: [0.2, 3] }],
  ['nodes that multiply', '2.5 * sin(2 * x) * z', { inputs: ['x', 'z'], layers: [
    { outputs: 1, layer: { kind: 'multiplicative' }, bias: [0.1, 0.1], edges: [{ from: 0, to: 0, f: 'sine', a: 2.1, b: 0.01, c: 1.1 }, { from: 1, to: 1, f: 'identity', a: 2.1, b: 0.01, c: 1.1 }] },
  ] }, (x, z) => 2.5 * Math.sin(2 * x) * z],
  ['sines that are cosines', 'sin(x) * cos(2 * z) - 3 * cos(0.3 * x - 0.6)', { inputs: ['x', 'z'], layers: [
    { outputs: 2, layer: { kind: 'multiplicative' }, bias: [0, 0, 0], edges: [
      { from: 0, to: 1, f: 'cosine', a: 1.01, b: 1.55, c: -1.1 }, { from: 1, to: 2, f: 'sine', a: 2.1, b: -1.58, c: -1 }, { from: 0, to: 0, f: 'cosine', a: 0.31, b: 2.55, c: 3.1 },
    ] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'identity' }, { from: 1, to: 0, f: 'identity' }] },
  ] }, (x, z) => Math.sin(x!) * Math.cos(2 * z!) - 3 * Math.cos(0.3 * x! - 0.6), { ends: [-3, 3] }],
  ['products by squares', 'x * z', { inputs: ['x', 'z'], layers: [
    { outputs: 2, edges: [{ from: 0, to: 0, f: 'identity' }, { from: 1, to: 0, f: 'identity' }, { from: 0, to: 1, f: 'identity' }, { from: 1, to: 1, f: 'identity', c: -1.01 }] },
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'square', c: 0.25 }, { from: 1, to: 0, f: 'square', c: -0.25 }] },
  ] }, (x, z) => x * z],
  ['differences, so that no sign is left outside', '343 * f / (343 - v)', { inputs: ['f', 'v'], layers: [
    { outputs: 1, layer: { kind: 'multiplicative' }, edges: [{ from: 0, to: 0, f: 'identity', c: -340 }, { from: 1, to: 1, f: 'reciprocal', b: -340 }] },
  ] }, (f, v) => (343 * f!) / (343 - v!), { ends: [0.2, 3] }],
  ['polynomials of standardized inputs', '1 - 2 * x + 5 * x ^ 3', { inputs: [{ name: 'x', map: affine(0.3, 0.6) }], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, powers: [0.3, 2.2, 0.7] }] }] }, (x) => 1 - 2 * x + 5 * x ** 3],
  ['distances', 'sqrt((x1 - x2) ^ 2 + (y1 - y2) ^ 2)', { inputs: ['x1', 'x2', 'y1', 'y2'], layers: [
    { outputs: 2, edges: [{ from: 0, to: 0, f: 'identity' }, { from: 1, to: 0, f: 'identity', c: -1.02 }, { from: 2, to: 1, f: 'identity' }, { from: 3, to: 1, f: 'identity', c: -0.99 }] },
    { outputs: 1, bias: [0.01], edges: [{ from: 0, to: 0, f: 'square', c: 1.3, a: 0.9 }, { from: 1, to: 0, f: 'square', c: 1.25, a: -0.9 }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'sqrt', a: 0.8, b: 0.01 }] },
  ] }, (a, b, c, d) => Math.hypot(a! - b!, c! - d!)],
  ['the normal distribution', '1 / sqrt(2 * pi) * exp(-0.5 * x ^ 2)', { inputs: ['x'], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, f: 'gaussian', a: 0.7, b: 0.01, c: 0.4 }] }] }, (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI), { ends: [-3, 3] }],
  ['relativistic mass', 'm / sqrt(1 - v ^ 2 / (c + 4) ^ 2)', { inputs: ['m', 'v', 'c'], layers: [
    { outputs: 2, edges: [{ from: 0, to: 0, f: 'log' }, { from: 1, to: 1, f: 'log', c: 2.01 }, { from: 2, to: 1, f: 'log', b: 4.1, c: -1.99 }] },
    { outputs: 2, edges: [{ from: 0, to: 0, f: 'identity' }, { from: 1, to: 1, f: 'exp', c: -1 }] },
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'identity' }, { from: 1, to: 0, f: 'log', b: 1, c: -0.5 }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'exp', b: 0.01, a: 1.01 }] },
  ] }, (m, v, c) => m! / Math.sqrt(1 - (v! * v!) / (c! + 4) ** 2), { ends: [0.2, 1] }],
  ['numbers that rows do not determine', '2 * x ^ 2 + x', { inputs: ['x', 'z'], layers: [
    { outputs: 2, edges: [{ from: 0, to: 0, f: 'identity', a: 0.7, b: 0.31, c: 0.4 }, { from: 0, to: 1, f: 'identity', a: 0.7, b: 0.01, c: 0.4 }] },
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'square' }, { from: 1, to: 0, f: 'identity', c: 0.7 }] },
  ] }, (x) => 2 * x * x + x!],
];
test.each(shapes)('%s: %s', (_, text, hand, f, options = {}) => {
  const { outputs } = equationOf(symbolic(hand), both(f as (...x: number[]) => number, hand.inputs.length, options));
  expect(outputs[0]!.text).toBe(text);
  expect(outputs[0]!.error.validation).toBeLessThan(1e-13);
});

test('a bias that is 0 is no number: factors have no shifts, however cells were rounded', () => {
  const hand: HandNetwork = { inputs: ['x', 'z'], layers: [{ outputs: 1, layer: { kind: 'multiplicative' }, edges: [{ from: 0, to: 0, powers: [1.5] }, { from: 1, to: 1, powers: [1.7] }] }] };
  expect(textOf(hand, both((x, z) => Math.round(2550 * (x! + 0.0004) * z!) / 1000, 2))).toMatch(/^2\.55\d* \* x \* z$/);
});

test('squares side by side are multiplied out, also where only exact numbers leave them so', () => {
  // 1/4 (2 x + z)^2 - x^2 - z^2 / 4 beside cubes that are nothing.
  const hand: HandNetwork = { inputs: ['x', 'z'], layers: [
    { outputs: 3, edges: [{ from: 0, to: 0, powers: [2, 1e-9, 1e-10] }, { from: 1, to: 0, powers: [1, -1e-9] }, { from: 0, to: 1, f: 'square' }, { from: 1, to: 2, f: 'square' }] },
    { outputs: 1, edges: [{ from: 0, to: 0, powers: [1e-9, 0.25, 1e-10] }, { from: 1, to: 0, f: 'identity', c: -1 }, { from: 2, to: 0, f: 'identity', c: -0.25 }] },
  ] };
  expect(textOf(hand, both((x, z) => x! * z!, 2))).toBe('x * z');
});

/** a x^2 + c x z + b z^2 of squares and a node that multiplies, with numbers that are off by some share. */
const quadratic = (a: number, c: number, b: number, away = 0): HandNetwork => ({ inputs: ['x', 'z'], layers: [
  { outputs: 3, layer: { kind: 'multiplicative' }, edges: [{ from: 0, to: 0, f: 'square' }, { from: 1, to: 1, f: 'square' }, { from: 0, to: 2, f: 'identity' }, { from: 1, to: 3, f: 'identity' }] },
  { outputs: 1, edges: [{ from: 0, to: 0, f: 'identity', c: a * (1 + away) }, { from: 1, to: 0, f: 'identity', c: b }, { from: 2, to: 0, f: 'identity', c: c * (1 - away) }] },
] });

test('squares and what stands between them are the square of a sum, where they are one', () => {
  const text = (a: number, c: number, b: number, noise = 0): string => textOf(quadratic(a, c, b, 0.01), both((x, z) => a * x! ** 2 + c * x! * z! + b * z! ** 2, 2, { noise }));
  expect([text(1, -2, 1), text(1, 2, 1), text(0.25, -1, 1)]).toEqual(['(x - z) ^ 2', '(x + z) ^ 2', '0.25 * (x - 2 * z) ^ 2']);
  expect(text(1, -2, 1, 0.01)).toBe('(x - z) ^ 2');
  expect([text(1, -1.9, 1), text(1, -2, -1)]).toEqual(['x ^ 2 - 1.9 * x * z + z ^ 2', 'x ^ 2 - 2 * x * z - z ^ 2']);
});

test('a shift that takes back another one is none, though rounding leaves something of it', () => {
  const hand: HandNetwork = { inputs: [{ name: 'x', map: affine(0.1, 0.3) }, { name: 'z', map: affine(0.7, 0.9) }], layers: [
    { outputs: 1, layer: { kind: 'multiplicative' }, edges: [{ from: 0, to: 0, f: 'identity', a: 1.3, b: (1.3 * 0.1) / 0.3 }, { from: 1, to: 1, f: 'identity', a: 0.7, b: (0.7 * 0.7) / 0.9 }] },
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'identity' }] },
  ] };
  // Rows of which nothing says that there is none: as they come, shifts of a millionth of a millionth would be fitted.
  const { constants, text } = equationOf(symbolic(hand)).outputs[0]!;
  expect(text).toMatch(/^[\d.]+ \* x \* z$/);
  expect(constants).toHaveLength(1);
});

test('terms and factors stand in the order of the columns, wherever the network has them', () => {
  const hand: HandNetwork = { inputs: ['x', 'z'], layers: [{ outputs: 2, edges: [{ from: 1, to: 0, f: 'square' }, { from: 0, to: 0, f: 'exp', a: 0.5 }, { from: 0, to: 1, f: 'identity' }] }, { outputs: 1, layer: { kind: 'multiplicative' }, edges: [{ from: 0, to: 0, f: 'identity' }, { from: 1, to: 1, f: 'identity' }] }] };
  expect(textOf(hand, both((x, z) => (z! ** 2 + Math.exp(0.5 * x!)) * x!, 2))).toBe('(exp(0.5 * x) + z ^ 2) * x');
  const sum: HandNetwork = { inputs: ['x', 'z'], layers: [{ outputs: 2, edges: [{ from: 1, to: 0, f: 'square' }, { from: 0, to: 1, f: 'sine' }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'identity' }, { from: 1, to: 0, f: 'identity' }] }] };
  expect(textOf(sum, both((x, z) => z! ** 2 + Math.sin(x!), 2))).toBe('sin(x) + z ^ 2');
});

test('what was computed in single precision has exact numbers to single precision', () => {
  const single = (f: (...x: number[]) => number) => (...x: number[]): number => Math.fround(f(...x));
  const rows = both(single((x1, x2) => Math.exp(Math.fround(Math.sin(Math.fround(Math.fround(Math.PI) * x1!))) + x2! ** 2)), 2);
  expect(textOf(hello(0.003), rows)).toBe('exp(sin(pi * x1) + x2 ^ 2)');
  // What is farther off than that is not exact.
  expect(textOf(hello(0.003), both(single((x1, x2) => Math.exp(Math.sin((Math.PI + 3e-5) * x1!) + x2! ** 2)), 2))).toBe('exp(sin(3.141622656 * x1) + x2 ^ 2)');
});

test('what is far off inside of an exponential, and comes back, is not lost', () => {
  // exp(2e6 (cosh(0.001 x) - 1)) is next to exp(x^2).
  const hand: HandNetwork = { inputs: ['x'], layers: [{ outputs: 1, bias: [-2e6], edges: [{ from: 0, to: 0, f: 'cosh', a: 0.001, c: 2e6 }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'exp' }] }] };
  const { outputs } = equationOf(symbolic(hand), { ...both((x) => Math.exp(x ** 2), 1), digits: 'all' });
  expect(outputs[0]!.text).toContain('cosh(');
  expect(outputs[0]!.error.validation).toBeLessThan(1e-6);
});

test('the difference from the network is that of the formula as printed, in spreads of the output', () => {
  const hand = hello(0.05);
  const rows = both((x1, x2) => 1.2345678 * truth()(x1!, x2!), 2);
  const equation = equationOf(symbolic(hand), { ...rows, digits: 2 });
  const all = { count: 1000, width: 2, values: Float64Array.from([...rows.train.inputs.values, ...rows.validation.inputs.values]) };
  const program = blockProgram(formula(['x1', 'x2'], { y: parseExpression(equation.outputs[0]!.text).expr }), 1000);
  [0, 1].forEach((i) => program.inputs[i]!.forEach((_, n) => { program.inputs[i]![n] = all.values[2 * n + i]!; }));
  program.run(1000);
  const wanted = networkOutputs(symbolic(hand), all)[0]!;
  const mean = wanted.reduce((sum, v) => sum + v / 1000, 0);
  const spread = Math.sqrt(wanted.reduce((sum, v) => sum + (v - mean) ** 2 / 1000, 0));
  const off = wanted.map((y, n) => Math.abs(y - program.outputs[0]![n]!) / spread);
  const { difference } = equation.outputs[0]!;
  expect(equation.outputs[0]!.text).toContain('1.2 * exp(');
  expect(difference!.rows).toBe(1000);
  expect(difference!.largest).toBeCloseTo(Math.max(...off), 10);
  expect(difference!.rootMeanSquare).toBeCloseTo(Math.sqrt(off.reduce((sum, v) => sum + v * v / 1000, 0)), 10);
});

test('several outputs have an equation each; one that no edge enters is a constant, an input that leads nowhere is not used', () => {
  const hand: HandNetwork = { inputs: ['x', 'z'], outputs: ['flat', 'wave'], layers: [{ outputs: 2, bias: [1.4, 0], edges: [{ from: 0, to: 1, f: 'sine', a: 2.05, c: 0.97 }] }] };
  const { outputs, inputs } = equationOf(symbolic(hand), both((x) => [1.5, Math.sin(2 * x!)], 2));
  expect(outputs.map(({ name, text }) => [name, text])).toEqual([['flat', '1.5'], ['wave', 'sin(2 * x)']]);
  expect(outputs[0]!.difference).toMatchObject({ rows: 1000 });
  expect(outputs[0]!.difference!.largest).toBeCloseTo(0.1 / 1.4, 12);
  expect(inputs.map(({ isUsed }) => isUsed)).toEqual([true, false]);
});

test('rows that a function is not defined at are told, and take no part in the fit', () => {
  const hand: HandNetwork = { inputs: ['x'], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, f: 'log', b: 0.5, c: 0.95 }] }] };
  const rows = both((x) => Math.log(Math.max(x! + 0.5, 1e-3)), 1);
  const { outputs } = equationOf(symbolic(hand), rows);
  const left = [...rows.train.inputs.values, ...rows.validation.inputs.values].map((x, n) => [x, n] as const).filter(([x]) => x < -0.5);
  expect(outputs[0]!.outside).toEqual([{ part: outputs[0]!.text.replace(/^[\d.]+ \* /, ''), rows: left.length, first: left[0]![1] }]);
  expect(outputs[0]!.outcome).toBe('fitted');
  const nowhere = equationOf(symbolic({ inputs: ['x'], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, f: 'log', b: -5 }] }] }), rows).outputs[0]!;
  expect(nowhere).toMatchObject({ outcome: 'not finite', text: 'log(x - 5)', difference: null, outside: [{ part: 'log(x - 5)', rows: 1000, first: 0 }] });
});

test('an exponent that functions are made for is held, another one is fitted, where an input is 0 as well', () => {
  const values = Float64Array.from({ length: 40 }, (_, n) => n / 8);
  const train: Rows = { inputs: { count: 40, width: 1, values }, targets: { count: 40, width: 1, values: values.map((x) => 2 * x ** 0.73) } };
  const outputOf = (exponent: number): EquationOutput => equationOf(symbolic({ inputs: ['x'], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, f: { kind: 'power', exponent }, c: 1.9 }] }] }), { train }).outputs[0]!;
  expect(outputOf(0.7)).toMatchObject({ text: '2 * x ^ 0.73', outcome: 'fitted', outside: [], rows: 40 });
  expect(outputOf(0.75).text).toMatch(/ \* x \^ 0\.75$/);
});

test('no number is exact that takes a value away, also at rows that are held back, and none is rounded so', () => {
  const stream = randomStream(3, 'held back');
  const values = Float64Array.from({ length: 40 }, (_, n) => 2 + n / 5);
  const train: Rows = { inputs: { count: 40, width: 1, values }, targets: { count: 40, width: 1, values: values.map((x) => Math.log(Math.log(x) + 0.08) + 0.1 * stream.normal()) } };
  const network = symbolic({ inputs: ['x'], layers: [{ outputs: 1, bias: [0.08], edges: [{ from: 0, to: 0, f: 'log' }] }, { outputs: 1, edges: [{ from: 0, to: 0, f: 'log' }] }] });
  expect(equationOf(network, { train }).outputs[0]!.text).toMatch(/log\(log\(x\)\)$/);
  for (const held of [1, 0.995]) {
    const asked = { count: 1, width: 1, values: Float64Array.of(held) };
    const equation = equationOf(network, { train, test: { inputs: asked, targets: asked }, hasFront: true });
    expect(equation.outputs[0]!.text).toMatch(/log\(x\) [+] 0\.0/);
    expect(equation.evaluate(asked).values[0]).not.toBeNaN();
    expect(equation.outputs[0]!.front.filter(({ text }) => text.endsWith('log(log(x))'))).toEqual([]);
  }
});

test('constants are fitted so that the network\'s values are kept at rows that judge or are held back, at which the nearest ones have none', () => {
  const rowsAt = (x: readonly number[], y: (x: number) => number): Rows => ({ inputs: { count: x.length, width: 1, values: Float64Array.from(x) }, targets: { count: x.length, width: 1, values: Float64Array.from(x, y) } });
  const tried = (f: 'log' | 'sqrt', b: number, others: readonly ('validation' | 'test')[]): { readonly output: EquationOutput; readonly isEverywhere: boolean } => {
    const y = (x: number): number => 1.5 * Math[f](Math.max(x - 3.5, 0.05)) + 2.4;
    const low = rowsAt([3.3, 4, 5, 6], y);
    const network = symbolic({ inputs: ['x'], layers: [{ outputs: 1, bias: [2.4], edges: [{ from: 0, to: 0, f, b, c: 1.5 }] }] });
    const equation = equationOf(network, { train: rowsAt(Array.from({ length: 30 }, (_, n) => 3.7 + n / 10), y), ...Object.fromEntries(others.map((part) => [part, low])) });
    return { output: equation.outputs[0]!, isEverywhere: [...equation.evaluate(low.inputs).values as Float64Array].every(Number.isFinite) };
  };
  for (const f of ['log', 'sqrt'] as const) {
    const nearest = `1.5 * ${f}(x - 3.5) + 2.4`;
    expect(tried(f, -3.28, []).output).toMatchObject({ text: nearest, outside: [] });
    for (const part of ['validation', 'test'] as const) {
      const { output, isEverywhere } = tried(f, -3.28, [part]);
      expect(output).toMatchObject({ outcome: 'fitted', outside: [] });
      expect(isEverywhere).toBe(true);
      // Without a target there the shift is the network's, and the others are fitted.
      if (part === 'test') expect(output.text).toMatch(f === 'log' ? /^1\.879 \* log\(x - 3\.28\) \+ 1\.93/ : /^1\.644\d* \* sqrt\(x - 3\.28\) \+ 2\.066$/);
      else expect(output.error.validation).toBeLessThan(1);
      // Where the network has no value there either, that is told, of rows that are held back as well.
      expect(tried(f, -3.4, [part]).output).toMatchObject({ text: nearest, outside: [{ part: `${f}(x - 3.5)`, rows: 1, first: 30 }] });
    }
  }
});

test('numbers are rounded so that values are kept at rows that are held back, those of simpler equations as well', () => {
  const x = Float64Array.from({ length: 80 }, (_, n) => 2.1 + n / 10);
  const network = symbolic({ inputs: ['x'], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, f: 'sqrt', b: -1.6, c: 2 }, { from: 0, to: 0, f: 'identity', c: 0.04 }] }] });
  /** Where roots begin, of the front. */
  const beginningsOf = (seed: number, held: readonly number[]): number[] => {
    const stream = randomStream(seed, 'rounded');
    const train: Rows = { inputs: { count: 80, width: 1, values: x }, targets: { count: 80, width: 1, values: x.map((v) => 2.3 * Math.sqrt(v - 1.637) + 0.04 * v + 0.05 * stream.normal()) } };
    const rows = { count: held.length, width: 1, values: Float64Array.from(held) };
    const { front } = equationOf(network, { train, test: { inputs: rows, targets: rows }, hasFront: true }).outputs[0]!;
    return front.flatMap(({ text }) => { const found = /sqrt\(x - ([\d.]+)\)/.exec(text); return found === null ? [] : [Number(found[1])]; });
  };
  // As they were fitted, 1.66328 and 1.63666 of the first rows, and 1.64270 and 1.60744 of the others.
  expect(beginningsOf(4, [])).toEqual([1.663, 1.637]);
  expect(beginningsOf(4, [1.6368]).at(-1)).toBeLessThanOrEqual(1.6368);
  expect(beginningsOf(1, [])).toEqual([1.643, 1.606]);
  expect(beginningsOf(1, [1.6428])[0]).toBeLessThanOrEqual(1.6428);
  expect(beginningsOf(1, [1.6428])).toHaveLength(2);
});

test('without rows the network\'s own numbers are printed', () => {
  const { outputs } = equationOf(symbolic(hello(0.003)));
  expect(outputs[0]).toMatchObject({ outcome: 'no rows', difference: null, error: { train: null, validation: null, test: null }, text: '1.00601 * exp(1.00128 * sin(3.15092 * x1 - 0.0188019) + 0.994837 * (x2 + 0.000207144) ^ 2) + 0.00133811' });
  // Seven: as many as the network has degrees of freedom, of eleven numbers and five of maps.
  expect(outputs[0]!.constants).toHaveLength(7);
  expect(textOf(hello(0.003), { train: { inputs: { count: 0, width: 2, values: new Float64Array(0) }, targets: { count: 0, width: 1, values: new Float64Array(0) } } })).toBe(outputs[0]!.text);
});

test('few digits cost no accuracy, also where constants make up for each other', () => {
  // A bow of a wide wave, and of a wide bell: each has more constants than can be told.
  const hand: HandNetwork = { inputs: ['x', 'z'], layers: [{ outputs: 1, bias: [-19], edges: [{ from: 0, to: 0, f: 'sine', a: 0.2, b: 1.4, c: 20 }, { from: 1, to: 0, f: 'gaussian', a: 0.25, b: 0.1, c: 8 }] }] };
  for (let seed = 1; seed <= 5; seed++) {
    const rows = both((x, z) => 20 * Math.sin(0.2 * x! + 1.4) - 19 + 8 * Math.exp(-((0.25 * z! + 0.1) ** 2)), 2, { noise: 0.01, seed });
    const [short, long] = [{}, { digits: 'all' as const }].map((options) => equationOf(symbolic(hand), { ...rows, ...options }).outputs[0]!) as [EquationOutput, EquationOutput];
    expect(short.text.length).toBeLessThan(0.7 * long.text.length);
    expect(short.error.train! / long.error.train!).toBeLessThan(1.01);
    expect(long.error.train).toBeLessThan(0.011);
  }
});

const slope = (c: number): HandNetwork => ({ inputs: ['x'], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, powers: [c] }] }] });

test('a constant is printed so that the cut changes it by a tenth of its standard error at most, of exact rows too, and what is printed is what is evaluated', () => {
  for (const [c, noise] of [[0.7381264539172, 0], [41234.56789123, 0], [8.31446261815, 1e-7], [8.31446261815, 3e-4], [8.31446261815, 0.7]] as const) {
    const rows = both((x) => c * x!, 1, { noise });
    const [cut, fitted] = [{}, { digits: 'all' as const }].map((options) => equationOf(symbolic(slope(c * 1.01)), { ...rows, ...options, isSnapped: false }).outputs[0]!) as [EquationOutput, EquationOutput];
    const [number, all] = [cut.constants[0]!, fitted.constants[0]!];
    expect(Math.abs(number.value - all.value)).toBeLessThanOrEqual(Math.max(0.1 * all.error!, 2e-16 * c));
    expect([cut.text, number.value]).toEqual([`${number.text} * x`, Number(number.text)]);
    expect(cut.error.train! / Math.max(noise, 1e-15 * c)).toBeLessThan(1.2);
  }
});

test('no digit is printed that nobody asks for: a short decimal that is as near as an exact number has to be', () => {
  expect(textOf(slope(8.3), both((x) => 8.314 * x!, 1))).toBe('8.314 * x');
  // Cells of seven digits.
  expect(textOf(slope(8.3), both((x) => Number((8.314 * x!).toPrecision(7)), 1))).toBe('8.314 * x');
  // As near as chance comes: its digits stay.
  expect(textOf(slope(8.3), both((x) => 8.31402 * x!, 1, { noise: 1e-4 }))).toMatch(/^8\.3140\d+ \* x$/);
});

test('as many constants as rows leave nothing of these, and nothing is known of their errors: six digits', () => {
  const line: HandNetwork = { inputs: ['x'], layers: [{ outputs: 1, bias: [0.1], edges: [{ from: 0, to: 0, powers: [0.7] }] }] };
  const [few, more] = [2, 3].map((count) => equationOf(symbolic(line), { train: rowsOf((x) => 0.7381264539172 * x! + 0.21736451928, 1, { count }), isSnapped: false }).outputs[0]!) as [EquationOutput, EquationOutput];
  expect([few.text, few.constants.map(({ error }) => error)]).toEqual(['0.738126 * x + 0.217365', [null, null]]);
  expect(more.constants.map(({ error, text }) => [error! < 1e-12, text])).toEqual([[true, "0.7381264539172"], [true, "0.21736451928"]]);
});

test('digits that are asked for are the most', () => {
  const rows = both((x) => 0.7381264539172 * x!, 1);
  expect(equationOf(symbolic(slope(0.7)), { ...rows, digits: 4 }).outputs[0]!.text).toBe('0.7381 * x');
  expect(equationOf(symbolic(slope(0.7)), { ...rows, digits: 6 }).outputs[0]!.text).toBe('0.738126 * x');
  // Of what a network says nothing is known to more than the usual ones.
  expect(equationOf(symbolic(slope(0.7)), { ...rows, isObserved: false }).outputs[0]!.text).toBe('0.738126 * x');
});

test('numbers that are exact but for what a network may be off by are found, and others stay', () => {
  const near = (unsure?: number): string => equationOf(symbolic(slope(0.7)), { ...both((x) => 1.00002 * x!, 1), isObserved: false, ...(unsure === undefined ? {} : { unsure }) }).outputs[0]!.text;
  expect(near(1e-8)).toBe('x');
  for (const unsure of [undefined, 1e-12]) expect(near(unsure)).toBe('1.00002 * x');
  // Of several outputs one may be far smaller than what is left of all equations.
  expect(near(1e6)).toBe('x');
  const small = equationOf(symbolic(slope(0.7)), { ...both((x) => 7.38126e-6 * x!, 1), isObserved: false, unsure: 1 }).outputs[0]!;
  expect(small.text).toBe('0.00000738126 * x');
});

test('what is fitted to a network has more digits where it would be another function without, as where large numbers cancel', () => {
  // (x - 1.0001)(x - 1) times a million: what is left of the sum are its last digits.
  const parabola: HandNetwork = { inputs: ['x'], layers: [{ outputs: 1, bias: [1.0000001e6 * 1.0001], edges: [{ from: 0, to: 0, powers: [-2.0001017e6, 1.0000003e6] }] }] };
  const inputs = { count: 200, width: 1, values: Float64Array.from({ length: 200 }, (_, n) => 1 + n / 1e6) };
  const rows = { inputs, targets: { count: 200, width: 1, values: inputs.values.map((x) => 1.0000001e6 * 1.0001 - 2.0001017e6 * x + 1.0000003e6 * x * x) } };
  const [output] = equationOf(symbolic(parabola), { train: rows, isObserved: false, isSnapped: false }).outputs;
  expect([output!.rows, output!.constants.map(({ error }) => error), output!.difference!.largest < 1e-3]).toEqual([200, [null, null, null], true]);
  expect(equationOf(symbolic(parabola), { train: rows, isObserved: false, isSnapped: false, digits: 6 }).outputs[0]!.difference!.largest).toBeGreaterThan(1);
});

test('all digits are read back as they are', () => {
  const rows = both(truth(), 2, { noise: 0.05 });
  const equation = equationOf(symbolic(hello(0.003)), { ...rows, digits: 'all', isSnapped: false });
  expect(equation.outputs[0]!.constants.every(({ text, value }) => Number(text) === Math.abs(value))).toBe(true);
  const evaluated = equation.evaluate(rows.train.inputs).values;
  const rms = Math.sqrt(evaluated.reduce((sum, v, n) => sum + (v - rows.train.targets.values[n]!) ** 2, 0) / evaluated.length);
  expect(equation.outputs[0]!.error.train).toBeCloseTo(rms, 12);
});

test('a thousand edges take bounded work, and say what was left', () => {
  const hand: HandNetwork = { inputs: ['x', 'z', 't'], layers: [
    { outputs: 250, edges: Array.from({ length: 750 }, (_, k) => ({ from: k % 3, to: Math.floor(k / 3), f: ['sine', 'square', 'tanh'][k % 3]!, a: 1 + 0.01 * k, b: Math.sin(k), c: Math.cos(k) })) },
    { outputs: 1, edges: Array.from({ length: 250 }, (_, k) => ({ from: k, to: 0, f: ['sine', 'exp', 'tanh'][k % 3]!, a: Math.sin(k), b: Math.sin(k + 1), c: 0.1 })) },
  ] };
  const { outputs } = equationOf(symbolic(hand), { ...both((x) => x!, 3), work: 1e8 });
  expect(outputs[0]!.outcome).toBe('too large');
  // Six digits of each number.
  expect(outputs[0]!.difference!.largest).toBeLessThan(1e-3);
});

test('what is asked for in vain is left as it was fitted: little work, all the same an equation', () => {
  const { outputs } = equationOf(symbolic(hello(0.003)), { ...both(truth(), 2), work: 1e6 });
  expect(outputs[0]!.outcome).toBe('fitted');
  expect(outputs[0]!.error.train).toBeLessThan(1e-4);
});

test('an equation says whether it is a line in the inputs', () => {
  const outputs = (f: string): HandNetwork => ({
    inputs: [{ name: 'x1', map: affine(1, 2) }, { name: 'x2', map: affine(0, 1) }], outputs: [{ name: 'y', map: affine(3, 1) }],
    layers: [{ outputs: 1, bias: [0.5], edges: [{ from: 0, to: 0, f: 'identity', a: 1, b: 0, c: 2 }, { from: 1, to: 0, f, a: 1, b: 0.3, c: -0.7 }] }],
  });
  expect(['identity', 'square', 'exp', 'reciprocal'].map((f) => equationOf(symbolic(outputs(f))).outputs[0]!.isLinear)).toEqual([true, false, false, false]);
});

test('an input is not called like the target, nor in LaTeX the target like an input', async () => {
  const as = (name: string) => ({ name, map: affine(0, 1) });
  // exp(sin(pi x1) + x2^2) of inputs as they are.
  const layers: HandNetwork['layers'] = [
    { outputs: 1, bias: [0], edges: [{ from: 0, to: 0, f: 'sine', a: Math.PI, b: 0, c: 1 }, { from: 1, to: 0, f: 'square', a: 1, b: 0, c: 1 }] },
    { outputs: 1, bias: [0], edges: [{ from: 0, to: 0, f: 'exp', a: 1, b: 0, c: 1 }] },
  ];
  const named = (input: string, output: string) => equationOf(symbolic({ layers, inputs: [as(input), as('x2')], outputs: [as(output)] }), both(truth(), 2));
  const one = named('&y', 'y');
  expect([one.inputs.map(({ symbol }) => symbol), one.outputs[0]!.text]).toEqual([['y_2', 'x2'], 'exp(sin(pi * y_2) + x2 ^ 2)']);
  const [line] = await named('y', '&y').latex();
  expect(line).toMatch(/^y_\{?2\}? *=.*y/);
});

test('a line takes the place of an exponential that rows do not tell from it, with exact numbers', () => {
  const hand: HandNetwork = { inputs: ['u', 'v'], layers: [{ outputs: 1, bias: [1], edges: [{ from: 0, to: 0, f: 'exp', a: 0.2, c: 2.5 }, { from: 1, to: 0, f: 'square', c: 1 }] }] };
  const truth = (u: number, v: number): number => 3.5 + 0.5 * u + v * v;
  const rows = (seed: number) => ({ train: rowsOf(truth, 2, { noise: 0.03, count: 80, seed }), validation: rowsOf(truth, 2, { noise: 0.03, count: 40, seed: seed + 20 }) });
  const of = (seed: number, options = {}) => equationOf(symbolic(hand), { ...rows(seed), ...options }).outputs[0]!;
  expect(of(1).text).toBe('0.5 * u + v ^ 2 + 3.5');
  // Of the numbers that are printed one is exact, or both.
  expect(of(1).constants.map(({ text, isExact }) => [text, isExact])).toContainEqual(['0.5', true]);
  // The number of rows and errors are those of the line.
  expect([of(3).rows, of(3).error.validation!]).toEqual([120, expect.closeTo(0.03, 2)]);
  expect([of(1, { isSnapped: false }).text, of(1, { isObserved: false }).text].map((text) => text.includes('exp('))).toEqual([true, true]);
});
