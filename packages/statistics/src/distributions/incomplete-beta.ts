import { logGamma } from './log-gamma.js';

const MOST_STEPS = 100_000;
const TINY = 1e-300;

/**
 * The regularized incomplete beta function I_x(a, b): the probability that a variable of the beta distribution lies below x.
 *
 * Tails of the binomial distribution and of Student's t are values of it.
 *
 * @param a above 0
 * @param b above 0
 * @param x in [0, 1]
 * @returns in [0, 1], to some 1e-12 of its size for a and b up to 1e4
 *
 * Cost: some sqrt(max(a, b)) steps of a continued fraction.
 *
 * @source M. Abramowitz and I. Stegun, 26.5.8; W. J. Lentz, Generating Bessel Functions in Mie Scattering Calculations, 1976 (how the fraction is summed).
 */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges quickly on this side of the mean; on the other its mirror image does.
  if (x > (a + 1) / (a + b + 2)) return 1 - front(b, a, 1 - x, x) * fraction(b, a, 1 - x);
  return front(a, b, x, 1 - x) * fraction(a, b, x);
}

/** x^a (1 - x)^b / (a B(a, b)). @param rest 1 - x */
function front(a: number, b: number, x: number, rest: number): number {
  return Math.exp(a * Math.log(x) + b * Math.log(rest) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
}

function fraction(a: number, b: number, x: number): number {
  const kept = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
  let value = d;
  const take = (term: number): number => {
    d = 1 / kept(1 + term * d);
    c = kept(1 + term / c);
    value *= d * c;
    return d * c;
  };
  for (let m = 1; m <= MOST_STEPS; m++) {
    take((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    const change = take((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
    if (Math.abs(change - 1) <= 2 ** -52) break;
  }
  return value;
}
