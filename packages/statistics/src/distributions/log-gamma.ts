const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** From here on the series below is exact to the last digits. */
const FAR = 15;
/** Bernoulli numbers B_2k / (2k (2k - 1)), k = 1 to 7. */
const SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/**
 * log Γ(x) for x > 0: Stirling's series, after Γ(x) = Γ(x + 1) / x has taken x far enough.
 *
 * @source M. Abramowitz and I. Stegun, 6.1.15 and 6.1.40.
 */
export function logGamma(x: number): number {
  let factor = 1;
  while (x < FAR) factor *= x++;
  const inverse = 1 / x;
  const series = SERIES.reduceRight((sum, term) => sum * inverse ** 2 + term, 0) * inverse;
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + series - Math.log(factor);
}
