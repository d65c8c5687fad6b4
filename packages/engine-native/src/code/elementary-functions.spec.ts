import { expect, test } from '@jest/globals';
import { type Expr, input } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import type { Precision } from '@knotwork/plugin/engine';
import { lanes } from './emitter.js';
import { add, divide, type DoubleDouble, exp, multiply } from '../fixtures/double-double.js';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { mapKernel } from '../emit/map-kernel.js';

type Name = 'exp' | 'log' | 'sin' | 'cos' | 'tanh' | 'sigmoid' | 'asin' | 'atan' | 'erf';

const POINTS = 100_000;
/** Units in the last place off the exact value. The references here are off by up to one themselves. */
const ULPS = 3;

const reference: Readonly<Record<Name, (x: number) => number>> = {
  exp: Math.exp, log: Math.log, sin: Math.sin, cos: Math.cos, asin: Math.asin, atan: Math.atan,
  // Math.tanh and 1 / (1 + Math.exp(-x)) are off by two units.
  tanh: (x) => {
    if (!(Math.abs(x) < 30)) return Math.tanh(x);
    const e = exp(2 * Math.abs(x));
    return Math.sign(x) * (Math.abs(x) < 1e-8 ? Math.abs(x) : divide(add(e, [-1, 0]), add(e, [1, 0]))[0]);
  },
  sigmoid: (x) => (Math.abs(x) < 700 ? divide([1, 0], add(exp(-x), [1, 0]))[0] : 1 / (1 + Math.exp(-x))),
  erf: (x) => (Math.abs(x) < 6 ? erfSeries(x) : Math.sign(x)),
};

/** 2 / sqrt(pi) */
const SLOPE_OF_ERF: DoubleDouble = [1.1283791670955126, 1.533545961316588e-17];

/** erf(x) = 2 / sqrt(pi) e^(-x^2) (x + 2 x^3 / 3 + 4 x^5 / (3 5) + ...): nothing cancels. */
function erfSeries(x: number): number {
  const square = multiply([x, 0], [x, 0]);
  let [term, sum]: [DoubleDouble, DoubleDouble] = [[x, 0], [x, 0]];
  for (let k = 3; Math.abs(term[0]) > 1e-22 * Math.abs(sum[0]); k += 2) {
    term = divide(multiply(term, add(square, square)), [k, 0]);
    sum = add(sum, term);
  }
  // The digits of x^2 behind those of a double count as a factor near 1.
  return multiply(SLOPE_OF_ERF, divide(divide(sum, exp(square[0])), [1, square[1]]))[0];
}

const bits = new BigInt64Array(1);
const double = new Float64Array(bits.buffer);
const word = new Int32Array(1);
const single = new Float32Array(word.buffer);

/** Distance from |y| to the next number of the precision. */
function ulp(precision: Precision, y: number): number {
  if (precision === 'float64') {
    double[0] = Math.abs(y);
    bits[0]!++;
    return double[0]! - Math.abs(y);
  }
  single[0] = Math.abs(y);
  const rounded = single[0]!;
  word[0]!++;
  return single[0]! - rounded;
}

/** Runs one function over numbers. */
function run(precision: Precision, name: Name, numbers: ArrayLike<number>): { x: ArrayLike<number>; y: ArrayLike<number> } {
  const memory = new GuardedMemory(40);
  const padded = Math.ceil(numbers.length / 4) * 4;
  const [x, y] = [memory.numbers(precision, padded), memory.numbers(precision, padded)];
  x.set(numbers);
  const e = input('x')[name]() as Expr;
  const kernels = memory.compile([mapKernel('run', lanes(precision), {
    pointers: 2, inputs: { x: { pointer: 0, offset: 0, each: 'lane' } }, outputs: [{ expr: e, pointer: 1, offset: 0 }],
  })]);
  kernels['run']!(x.byteOffset, y.byteOffset, x.byteLength);
  expect(memory.isUntouched()).toBe(true);
  return { x: x.subarray(0, numbers.length), y: y.subarray(0, numbers.length) };
}

/** `logarithmic` ranges hold exponents of ten. */
const ranges: readonly (readonly [Name, Readonly<Record<Precision, readonly [number, number] | null>>, 'linear' | 'logarithmic'])[] = [
  ['exp', { float64: [-700, 700], float32: [-87, 88] }, 'linear'], ['exp', { float64: [-1, 1], float32: [-1, 1] }, 'linear'],
  ['log', { float64: [-300, 300], float32: [-37, 38] }, 'logarithmic'], ['log', { float64: [0.5, 2], float32: [0.5, 2] }, 'linear'],
  ['sin', { float64: [-3.2, 3.2], float32: [-3.2, 3.2] }, 'linear'], ['sin', { float64: [-1e4, 1e4], float32: null }, 'linear'],
  ['cos', { float64: [-3.2, 3.2], float32: [-3.2, 3.2] }, 'linear'], ['cos', { float64: [-1e4, 1e4], float32: null }, 'linear'],
  ['tanh', { float64: [-20, 20], float32: [-20, 20] }, 'linear'], ['tanh', { float64: [-0.7, 0.7], float32: [-0.7, 0.7] }, 'linear'],
  ['sigmoid', { float64: [-700, 700], float32: [-87, 87] }, 'linear'], ['sigmoid', { float64: [-30, 30], float32: [-30, 30] }, 'linear'],
  ['asin', { float64: [-1, 1], float32: [-1, 1] }, 'linear'],
  ['atan', { float64: [-1e6, 1e6], float32: [-1e6, 1e6] }, 'linear'], ['atan', { float64: [-3, 3], float32: [-3, 3] }, 'linear'],
  ['erf', { float64: [-6, 6], float32: [-4, 4] }, 'linear'], ['erf', { float64: [-1.1, 1.1], float32: [-1.1, 1.1] }, 'linear'],
];

for (const precision of ['float64', 'float32'] as const) {
  for (const [name, { [precision]: range }, scale] of ranges) {
    if (range === null) continue;
    test(`${name} of ${scale === 'linear' ? '' : 'ten to the power of '}[${range.join(', ')}] is right to ${ULPS} units in the last place in ${precision}`, () => {
      const random = randomStream(1, name);
      const { x, y } = run(precision, name, Float64Array.from({ length: POINTS }, () => {
        const r = random.uniform(...range);
        return scale === 'linear' ? r : 10 ** r;
      }));
      let worst = 0;
      for (let i = 0; i < POINTS; i++) {
        const expected = reference[name](x[i]!);
        const error = Math.abs(y[i]! - expected) / ulp(precision, expected);
        if (!(error <= worst)) worst = error;
      }
      expect(worst).toBeLessThanOrEqual(ULPS);
    });
  }

  test(`at the ends of the number line the functions give what Math gives, in ${precision}`, () => {
    const denormal = precision === 'float64' ? 5e-324 : 2 ** -149;
    const lowest = precision === 'float64' ? [-745.2, -745, -720, 709.7, 710] : [-104, -100, -90, 88.7, 89];
    const numbers = [NaN, Infinity, -Infinity, 0, 1, -1, denormal, 1000 * denormal, -denormal, 2, -1.001, 1.001, 1e30, -1e30, ...lowest];
    const round = (v: number): number => (precision === 'float64' ? v : Math.fround(v));
    for (const name of Object.keys(reference) as Name[]) {
      const { x, y } = run(precision, name, numbers);
      for (let i = 0; i < x.length; i++) {
        if ((name === 'sin' || name === 'cos') && Math.abs(x[i]!) > 1e6 && Number.isFinite(x[i]!)) continue;
        const expected = round(reference[name](x[i]!));
        const tolerance = name === 'sigmoid' && expected < 2 ** -126 ? 2 ** (precision === 'float64' ? -1022 : -126) : ULPS * ulp(precision, expected);
        if (Number.isFinite(expected)) expect(Math.abs(y[i]! - expected)).toBeLessThanOrEqual(tolerance);
        else expect(y[i]).toBe(expected);
      }
    }
  });

  test(`erf of large numbers is 1 and not nearly 1, in ${precision}`, () => {
    const { y } = run(precision, 'erf', [precision === 'float64' ? 6 : 4, 50, 1e30, Infinity, -6, -Infinity]);
    expect(Array.from(y)).toEqual([1, 1, 1, 1, -1, -1]);
  });

  test(`sine and cosine of huge numbers are bounded and off by a few roundings of the argument, in ${precision}`, () => {
    const random = randomStream(2, 'huge');
    const u = precision === 'float64' ? 2 ** -53 : 2 ** -24;
    const numbers = Float64Array.from({ length: 10_000 }, () => (random.next() < 0.5 ? -1 : 1) * 10 ** random.uniform(4, precision === 'float64' ? 300 : 38));
    for (const name of ['sin', 'cos'] as const) {
      const { x, y } = run(precision, name, numbers);
      for (let i = 0; i < x.length; i++) {
        if (!(Math.abs(y[i]!) <= 1 && Math.abs(y[i]! - reference[name](x[i]!)) <= 8 * u * Math.abs(x[i]!))) throw new Error(`${name}(${x[i]}) = ${y[i]}`);
      }
    }
  });
}
