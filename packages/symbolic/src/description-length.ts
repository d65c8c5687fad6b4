/** What is known of the error of a curve. */
export interface Noise {
  /** Its root mean square, as a share of the spread of the curve. Positive. */
  readonly size: number;
  /** To which factor that is known, as a natural logarithm: one standard deviation. */
  readonly uncertainty: number;
  /** How many independent numbers the curve consists of: those of a spline that was fitted, or the points if their errors have nothing in common. */
  readonly observations: number;
}

/** What it takes to write a curve down, in nats: numbers without a unit, of which only differences mean something. */
export interface DescriptionLength {
  /** What is left of the curve, given the function. */
  readonly errors: number;
  /** The function's name and its numbers, each as exactly as the noise allows. */
  readonly model: number;
}

/** Over how wide a range a fitted number is expected, in units of the spread, as a natural logarithm. */
const RANGE = 0;
/** A curve has rounding errors at least. */
const LEAST_NOISE = 1e-13;

/**
 * How long the description of a curve by a function is.
 *
 * With n observations, p fitted numbers, noise of size e^u and error s: the negative logarithm of the likelihood, n u + n s^2 / (2 e^(2u)); of how
 * likely noise of that size is, (u - u0)^2 / (2 k^2); and p times the logarithm of range over precision, the precision e^u / sqrt(n). The size of the
 * noise is integrated out by Laplace's method.
 *
 * @param error root mean square of what the function leaves, as a share of the spread
 * @param size p
 * @param complexity of the function, in nats
 */
export function descriptionLength(error: number, size: number, complexity: number, { size: noise, uncertainty, observations: n }: Noise): DescriptionLength {
  const u0 = Math.log(Math.max(noise, LEAST_NOISE));
  const s = Math.max(error, LEAST_NOISE);
  const [weight, free] = [1 / uncertainty ** 2, Math.max(n - size, 0)];
  // A convex function of u; Newton's method from where its steepest part begins.
  let u = Math.max(u0, Math.log(s));
  for (let k = 0; k < 40; k++) {
    const bend = n * s * s * Math.exp(-2 * u);
    const step = (weight * (u - u0) + free - bend) / (weight + 2 * bend);
    u -= Math.min(1, Math.max(-1, step));
    if (Math.abs(step) < 1e-9) break;
  }
  const bend = n * s * s * Math.exp(-2 * u);
  const errors = (weight * (u - u0) ** 2) / 2 + n * (u - u0) + bend / 2 + Math.log1p((2 * bend) / weight) / 2;
  return { errors, model: size * (RANGE + Math.log(n) / 2 - u) + complexity };
}
