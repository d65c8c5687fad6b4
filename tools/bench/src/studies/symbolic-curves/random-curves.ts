import type { RandomStream } from '@knotwork/numerics';

/** A curve whose function is known, with an error on top. */
export interface RandomCurve {
  /** Name of the function that it is made of. */
  readonly truth: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Root mean square of the error, in units of y. */
  readonly noise: number;
}

/** c f(a x + b) + d on [-1, 1]. */
interface Family {
  readonly f: (u: number) => number;
  /** Draws a and b. */
  readonly draw: (r: RandomStream) => readonly [a: number, b: number];
}

const POINTS = 100;
/** Of the error: a cubic spline on as many intervals, its coefficients drawn from a normal distribution. */
const INTERVALS = 8;
/** How many numbers such an error consists of. */
export const ERROR_SIZE = INTERVALS + 3;

const sign = (r: RandomStream): 1 | -1 => (r.next() < 0.5 ? 1 : -1);
const signed = (r: RandomStream, from: number, to: number): number => sign(r) * r.uniform(from, to);
/** a, with the middle of the function in the window. */
const centred = (r: RandomStream, from: number, to: number, share: number): readonly [number, number] => {
  const a = signed(r, from, to);
  return [a, r.uniform(-share, share) * Math.abs(a)];
};
/** The argument stays above 0, by 5 % of a unit to one unit. */
const above = (r: RandomStream): readonly [number, number] => {
  const a = signed(r, 0.5, 3);
  return [a, Math.abs(a) + Math.exp(r.uniform(Math.log(0.05), 0))];
};
/** The argument stays on one side of a pole at 0. */
const besidePole = (r: RandomStream): readonly [number, number] => { const [a, b] = above(r); return [a, sign(r) * b]; };

/** The functions that curves are made of. */
export const FAMILIES: Readonly<Record<string, Family>> = {
  linear: { f: (u) => u, draw: (r) => [signed(r, 0.5, 3), r.uniform(-1.5, 1.5)] },
  square: { f: (u) => u * u, draw: (r) => centred(r, 0.5, 3, 0.8) },
  cube: { f: (u) => u ** 3, draw: (r) => centred(r, 0.5, 3, 0.8) },
  'fourth-power': { f: (u) => u ** 4, draw: (r) => centred(r, 0.5, 3, 0.8) },
  reciprocal: { f: (u) => 1 / u, draw: besidePole },
  'reciprocal-square': { f: (u) => 1 / u ** 2, draw: besidePole },
  sqrt: { f: Math.sqrt, draw: (r) => { const a = signed(r, 0.5, 3); return [a, Math.abs(a) + (r.next() < 0.5 ? 0 : r.next())]; } },
  'reciprocal-sqrt': { f: (u) => 1 / Math.sqrt(u), draw: above },
  exp: { f: Math.exp, draw: (r) => [signed(r, 0.5, 3), r.uniform(-1.5, 1.5)] },
  log: { f: Math.log, draw: above },
  sine: { f: Math.sin, draw: (r) => [r.uniform(1, 8), r.uniform(-3, 3)] },
  tanh: { f: Math.tanh, draw: (r) => centred(r, 1, 4, 0.8) },
  arctan: { f: Math.atan, draw: (r) => centred(r, 1, 4, 0.8) },
  arcsin: { f: Math.asin, draw: arcsinWindow },
  gaussian: { f: (u) => Math.exp(-u * u), draw: (r) => centred(r, 1, 4, 0.8) },
  cosh: { f: Math.cosh, draw: (r) => centred(r, 1, 3, 0.8) },
  abs: { f: Math.abs, draw: (r) => centred(r, 0.5, 3, 0.7) },
};

/** A part of [-1, 1], no shorter than 0.6. */
function arcsinWindow(r: RandomStream): readonly [number, number] {
  const from = r.uniform(-1, 0.3);
  const to = Math.min(1, r.uniform(from + 0.6, 1.0001));
  return [(sign(r) * (to - from)) / 2, (from + to) / 2];
}

/**
 * A curve of a family, with a smooth error of a size.
 *
 * @param noise root mean square of the error as a share of the curve's standard deviation
 */
export function randomCurve(truth: string, noise: number, r: RandomStream): RandomCurve {
  const { f, draw } = FAMILIES[truth]!;
  const [a, b] = draw(r);
  const [c, d] = [signed(r, 0.5, 5), r.uniform(-2, 2)];
  const x = Float64Array.from({ length: POINTS }, (_, i) => -1 + (2 * i + 1) / POINTS);
  const clean = x.map((at) => c * f(a * at + b) + d);
  const error = randomSpline(x, r);
  const size = noise * spread(clean);
  const scale = size / Math.sqrt(error.reduce((sum, v) => sum + v * v, 0) / POINTS);
  return { truth, x, y: clean.map((v, i) => v + scale * error[i]!), noise: size };
}

function spread(values: Float64Array): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
}

/** A cubic spline with even knots. */
function randomSpline(x: Float64Array, r: RandomStream): Float64Array {
  const coefficients = Array.from({ length: ERROR_SIZE }, () => r.normal());
  return x.map((at) => {
    const place = ((at + 1) / 2) * INTERVALS;
    const cell = Math.min(Math.floor(place), INTERVALS - 1);
    const t = place - cell;
    const basis = [(1 - t) ** 3, 3 * t ** 3 - 6 * t ** 2 + 4, -3 * t ** 3 + 3 * t ** 2 + 3 * t + 1, t ** 3].map((v) => v / 6);
    return basis.reduce((sum, v, k) => sum + v * coefficients[cell + k]!, 0);
  });
}
