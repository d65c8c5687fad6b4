import { binomialTail } from '../distributions/binomial.js';
import { noPairs, notPaired, refuseCount } from '../errors.js';
import type { Interval } from '../interval.js';
import type { Loss } from '../losses.js';
import { shareInterval } from './share-interval.js';

/** How often trials of an arm failed. */
export interface FailureRate {
  readonly failed: number;
  readonly trials: number;
  readonly rate: number;
  /** Of the probability, exact (Clopper and Pearson). */
  readonly interval: Interval;
}

/** How often trials of two arms failed, pair by pair. */
export interface FailureRates {
  readonly a: FailureRate;
  readonly b: FailureRate;
  /** Pairs in which a failed and b did not. */
  readonly onlyA: number;
  readonly onlyB: number;
  /** McNemar's exact test; 1 where no pair differs. */
  readonly p: number;
}

/**
 * Failure rates of two arms, and McNemar's exact test whether one fails more often: of pairs in which one alone failed, either has the same chance.
 *
 * @param a losses `[n]`, null of a failed trial; n at least 1
 * @param b of the same pairs
 * @throws RangeError for none, or other numbers of them
 *
 * @example
 * failureRates([0.1, null, null], [0.2, 0.3, null]).a.rate; // 2 / 3
 */
export function failureRates(a: readonly Loss[], b: readonly Loss[], level = 0.95): FailureRates {
  if (a.length !== b.length) throw notPaired(a.length, b.length);
  if (a.length === 0) throw noPairs();
  const count = (isCounted: (k: number) => boolean): number => a.filter((_, k) => isCounted(k)).length;
  const onlyA = count((k) => a[k] === null && b[k] !== null);
  const onlyB = count((k) => a[k] !== null && b[k] === null);
  return { a: failureRate(a, level), b: failureRate(b, level), onlyA, onlyB, p: mcNemar(onlyA, onlyB) };
}

function failureRate(losses: readonly Loss[], level: number): FailureRate {
  const failed = losses.filter((loss) => loss === null).length;
  return { failed, trials: losses.length, rate: failed / losses.length, interval: shareInterval(failed, losses.length, level) };
}

/**
 * McNemar's exact test, two-sided: 2 P(X <= the smaller count), at most 1, X binomial with probability 1/2.
 *
 * @param onlyA pairs in which it came out for the first alone, whole, at least 0
 * @param onlyB for the second alone
 * @throws RangeError for others
 *
 * @example
 * mcNemar(0, 6); // 2 / 64
 *
 * @source Q. McNemar, Note on the Sampling Error of the Difference Between Correlated Proportions, 1947.
 */
export function mcNemar(onlyA: number, onlyB: number): number {
  refuseCount('onlyA', onlyA, 0);
  refuseCount('onlyB', onlyB, 0);
  // Half of the distribution or more.
  if (Math.abs(onlyA - onlyB) <= 1) return 1;
  return Math.min(1, 2 * binomialTail(onlyA + onlyB, 0.5, Math.min(onlyA, onlyB)));
}
