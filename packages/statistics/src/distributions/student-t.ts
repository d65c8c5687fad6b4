import { refuseFreedom, refuseProbability } from '../errors.js';
import { crossing } from './crossing.js';
import { incompleteBeta } from './incomplete-beta.js';

/**
 * The probability that Student's t lies above a value, P(T > t) = I_x(ν/2, 1/2) / 2 with x = ν / (ν + t²), t at least 0.
 *
 * @param t any number
 * @param freedom degrees of freedom ν, above 0
 * @source M. Abramowitz and I. Stegun, 26.5.27.
 */
export function studentTail(t: number, freedom: number): number {
  refuseFreedom(freedom);
  const square = t ** 2;
  // Near t = 0 the mirror image keeps what 1 - x would round away.
  const tail = square < 1
    ? 0.5 - 0.5 * incompleteBeta(0.5, freedom / 2, square / (freedom + square))
    : 0.5 * incompleteBeta(freedom / 2, 0.5, freedom / (freedom + square));
  return t < 0 ? 1 - tail : tail;
}

/**
 * The point below which Student's t lies with a probability.
 *
 * @param probability above 0 and below 1
 * @param freedom degrees of freedom, above 0
 * @throws RangeError for others
 *
 * Cost: some 60 evaluations of the distribution.
 *
 * @example
 * studentQuantile(0.975, 4); // 2.776445105197793
 */
export function studentQuantile(probability: number, freedom: number): number {
  refuseProbability('probability', probability);
  if (probability < 0.5) return -studentQuantile(1 - probability, freedom);
  if (probability === 0.5) return 0;
  const above = 1 - probability;
  const isBeyond = (t: number): boolean => studentTail(t, freedom) <= above;
  let high = 1;
  while (!isBeyond(high)) high *= 2;
  return crossing(high === 1 ? 0 : high / 2, high, isBeyond);
}
