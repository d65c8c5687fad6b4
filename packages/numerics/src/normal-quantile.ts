/** Nearer to 0 the series is exact, farther away the continued fraction. */
const NEAR = -2;
const MOST_STEPS = 50;
const ROOT = Math.sqrt(2 * Math.PI);

/**
 * The point below which a standard normal variable lies with a probability.
 *
 * @param probability above 0 and below 1
 * @returns to some 1e-15 of its size
 * @throws RangeError for any other
 *
 * Cost: some ten evaluations of the distribution function.
 *
 * @example
 * normalQuantile(0.975); // 1.959963984540054
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`"probability" must be above 0 and below 1; got ${probability}.`);
  // The smaller tail is told more exactly.
  if (probability > 0.5) return -normalQuantile(1 - probability);
  // Newton's method for the logarithm, which is concave: from a point farther out it comes nearer from that side, in few steps.
  let x = -Math.sqrt(-2 * Math.log(probability));
  for (let step = 0; step < MOST_STEPS; step++) {
    const tail = lowerTail(x);
    const next = x - Math.log(tail / probability) * tail * ROOT * Math.exp(x ** 2 / 2);
    if (Math.abs(next - x) <= 2 ** -52 * Math.abs(x)) break;
    x = Math.min(next, 0);
  }
  return x;
}

/**
 * The probability that a standard normal variable lies below x.
 *
 * @param x any number, infinities too
 * @returns to some 1e-15 of its size below 0, of 1 above
 *
 * Cost: some 20 to 200 additions and divisions.
 *
 * @example
 * normalProbability(-1.959963984540054); // 0.025
 */
export function normalProbability(x: number): number {
  if (x > 0) return 1 - normalProbability(-x);
  // Below -39 it is less than the smallest double.
  return x < -39 ? 0 : lowerTail(x);
}

/** Probability of a standard normal variable below x, for x up to 0. @source M. Abramowitz and I. Stegun, 26.2.11 and 26.2.14 */
function lowerTail(x: number): number {
  const density = Math.exp(-(x ** 2) / 2) / ROOT;
  if (x > NEAR) {
    let [term, sum] = [x, x];
    for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
      term *= x ** 2 / k;
      sum += term;
    }
    return 0.5 + density * sum;
  }
  let fraction = 0;
  for (let k = 200; k >= 1; k--) fraction = k / (-x + fraction);
  return density / (-x + fraction);
}
