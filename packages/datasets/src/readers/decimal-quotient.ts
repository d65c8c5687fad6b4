/** Powers of ten that a double holds exactly. */
export const POWERS = Float64Array.from({ length: 23 }, (_, k) => 10 ** k);

/** Dekker's constant, 2^27 + 1: halves of a double of 26 bits each, whose products are exact. */
const SPLITTER = 134217729;
const upperHalf = (x: number): number => { const scaled = SPLITTER * x; return scaled - (scaled - x); };

/** What is missing in the rounded product p of x and y. */
function productError(x: number, y: number, p: number): number {
  const [xh, yh] = [upperHalf(x), upperHalf(y)];
  const [xl, yl] = [x - xh, y - yh];
  return ((xh * yh - p) + xh * yl + xl * yh) + xl * yl;
}

/** The relative error of a quotient and its correction together is below 2^-101; this leaves room. */
const UNSURE = 2 ** -98;

/**
 * The double nearest to (a 10^m + b) / 10^k: a quotient with its remainder, all exact up to the last addition, whose result is taken where an
 * error of the correction could not change it.
 *
 * @param a whole, in [0, 1e9), @param b whole, in [0, 1e9)
 * @param m in [0, 9], @param k in [0, 22]
 * @returns NaN where the number is so near to the middle between two doubles that more digits would have to be looked at
 * @source T. J. Dekker, A floating-point technique for extending the available precision, 1971
 */
export function decimalQuotient(a: number, m: number, b: number, k: number): number {
  const power = POWERS[k]!;
  // 30 bits and the 21 of 5^9: a double holds them.
  const product = a * POWERS[m]!;
  const whole = product + b;
  const rest = b - (whole - product);
  const quotient = whole / power;
  const back = quotient * power;
  const correction = (((whole - back) - productError(quotient, power, back)) + rest) / power;
  const unsure = quotient * UNSURE;
  const nearest = quotient + (correction + unsure);
  return nearest === quotient + (correction - unsure) ? nearest : NaN;
}
