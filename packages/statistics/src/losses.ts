import { badLoss, deviationsDiffer, noPairs, notPaired, refuseNotPositive, zeroLoss } from './errors.js';
import { SAME } from './signed-rank/mid-ranks.js';

/** What a trial came to: a loss of at least 0, in units of the target, or null for a trial that failed. */
export type Loss = number | null;

/** Below this part of the standard deviation of the target losses are rounding, and differ by chance. */
export const FLOOR = 1e-13;

/** What a loss is compared with. */
export interface LossScale {
  /** Standard deviation of the target, above 0: one, or one for each pair where pairs are data sets. Losses below 1e-13 times it count as that. Left out: losses must not be 0. */
  readonly targetDeviation?: number | readonly number[] | undefined;
}

/**
 * Logarithms of loss ratios a / b, pair by pair.
 *
 * A failed trial is worse than any other: Infinity where only a failed, -Infinity where only b did, 0 where both did. Ratios within 1e-12 of 1 are 1.
 *
 * @param a losses `[n]`, n at least 1
 * @param b losses `[n]` of the same seeds or data sets in the same order
 * @returns `[n]`
 * @throws RangeError for losses that are no losses, a loss of 0 without `targetDeviation`, or other numbers of them
 */
export function logRatios(a: readonly Loss[], b: readonly Loss[], scale: LossScale = {}): Float64Array {
  if (a.length !== b.length) throw notPaired(a.length, b.length);
  if (a.length === 0) throw noPairs();
  const floors = lossFloors(a.length, scale);
  return Float64Array.from(a, (loss, k) => logRatio(logLoss(loss, floors[k]!, `of a in pair ${k + 1}`), logLoss(b[k]!, floors[k]!, `of b in pair ${k + 1}`)));
}

/** The logarithm of a loss, not below its floor; null of a failed trial. @param where in words, for the message @throws RangeError */
export function logLoss(loss: Loss, floor: number, where: string): number | null {
  if (loss === null) return null;
  if (!(typeof loss === 'number' && loss >= 0 && loss < Infinity)) throw badLoss(where, loss);
  if (loss === 0 && floor === 0) throw zeroLoss(where);
  return Math.log(Math.max(loss, floor));
}

/** 1e-13 of the deviation for each of `count` pairs; 0 where none is given. */
export function lossFloors(count: number, { targetDeviation }: LossScale): Float64Array {
  if (targetDeviation === undefined) return new Float64Array(count);
  if (typeof targetDeviation !== 'number' && targetDeviation.length !== count) throw deviationsDiffer(count, targetDeviation.length);
  const deviations = typeof targetDeviation === 'number' ? new Array<number>(count).fill(targetDeviation) : targetDeviation;
  deviations.forEach((deviation) => { refuseNotPositive('targetDeviation', deviation); });
  return Float64Array.from(deviations, (deviation) => FLOOR * deviation);
}

function logRatio(a: number | null, b: number | null): number {
  if (a === null) return b === null ? 0 : Infinity;
  if (b === null) return -Infinity;
  return Math.abs(a - b) <= SAME ? 0 : a - b;
}
