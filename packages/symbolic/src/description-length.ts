import { badSetting } from './errors.js';

/** What is known of the error of a curve. */
export interface CurveError {
  /** Its root mean square, in units of y; 0 for a curve without one. */
  readonly size: number;
  /** To which factor that is known: about two thirds of all cases lie within it. 1.65 where nothing is said; above 1. */
  readonly factor?: number;
  /**
   * How many independent numbers the curve consists of: coefficients of the spline that was fitted, or the points, if their errors have nothing in
   * common. As many as there are different x where nothing is said.
   */
  readonly observations?: number;
}

/** The same without units. */
export interface Noise {
  /** Natural logarithm of the size, as a share of the spread of the curve. */
  readonly logSize: number;
  /** One standard deviation of that logarithm. */
  readonly uncertainty: number;
  readonly observations: number;
}

/** What it takes to write a curve down, in nats, of which only differences mean something. */
export interface DescriptionLength {
  /** What is left of the curve, given the function. */
  readonly errors: number;
  /** The function's name and its numbers, each as exactly as the noise allows. */
  readonly model: number;
}

/** Even a curve without error has one, as a share of its spread: what a search in doubles leaves. */
const LEAST_NOISE = 1e-9;
const FACTOR = 1.65;

/** @throws KnotworkError `input` for a size, a factor or a count that makes no sense */
export function noiseOf({ size, factor = FACTOR, observations }: CurveError, spread: number, places: number): Noise {
  if (!(size >= 0 && size < Infinity)) throw badSetting('size', 'a finite number of at least 0', size, 'It is the root mean square of the error of the curve, in units of y.');
  if (!(factor > 1 && factor < Infinity)) throw badSetting('factor', 'a finite number above 1', factor, 'It says to which factor the size of the error is known, such as 1.65.');
  const n = observations ?? places;
  if (!(n >= 1 && n < Infinity)) throw badSetting('observations', 'a finite number of at least 1', n, 'It is the number of coefficients of a spline, or of points.');
  const share = spread > 0 ? Math.min(size / spread, Number.MAX_VALUE) : 0;
  return { logSize: Math.log(Math.max(share, LEAST_NOISE)), uncertainty: Math.log(factor), observations: n };
}

/**
 * How long the description of a curve by a function is.
 *
 * With n observations, p fitted numbers, noise of size e^u and error s: the negative logarithm of the likelihood, n u + n s^2 / (2 e^(2u)); of how
 * likely noise of that size is, (u - u0)^2 / (2 k^2); and for each number the logarithm of range over precision, 1 / (e^u / sqrt(n)). The size of the
 * noise is integrated out by Laplace's method. So a number costs more the more exactly the curve is known, and noise that is known to a factor
 * only is found among the functions that fit.
 *
 * @param error root mean square of what the function leaves, as a share of the spread
 * @param size p
 * @param complexity of the function, in nats
 */
export function descriptionLength(error: number, size: number, complexity: number, noise: Noise): DescriptionLength {
  const { logSize: u0, observations: n } = noise;
  const s = Math.max(error, LEAST_NOISE);
  const weight = 1 / noise.uncertainty ** 2;
  const free = Math.max(n - size, 0);
  const bendAt = (u: number): number => n * s * s * Math.exp(-2 * u);
  // A convex function of u; Newton's method from where it falls.
  let u = Math.max(u0, Math.log(s));
  for (let k = 0; k < 40; k++) {
    const bend = bendAt(u);
    const step = (weight * (u - u0) + free - bend) / (weight + 2 * bend);
    u -= Math.min(1, Math.max(-1, step));
    if (Math.abs(step) < 1e-9) break;
  }
  const bend = bendAt(u);
  const errors = (weight * (u - u0) ** 2) / 2 + n * (u - u0) + bend / 2 + Math.log1p((2 * bend) / weight) / 2;
  // Of noise beyond all that varies no number says anything; it is not cheaper to have more of them for that.
  return { errors, model: size * Math.max(Math.log(n) / 2 - u, 0) + complexity };
}

/** By how many standard deviations of what is known of the noise an error is larger than it. */
export function excess(error: number, { logSize, uncertainty, observations }: Noise): number {
  return (Math.log(Math.max(error, LEAST_NOISE)) - logSize) / Math.sqrt(uncertainty ** 2 + 1 / (2 * observations));
}
