import { normalProbability } from '@knotwork/numerics';
import { studentQuantile } from '../distributions/student-t.js';
import { refuseCount, refuseP, refuseProbability } from '../errors.js';
import type { PairedComparison } from '../paired-comparison.js';
import { attainedAlpha } from '../signed-rank/signed-rank-estimate.js';
import { counted, percent, shortNumber } from '../words.js';

/** More pairs than this are not counted. */
const MOST_PAIRS = 1_000_000;
/** Up to here the test attains visibly less than its alpha, and every number of pairs is looked at. */
const FEW_PAIRS = 100;
/** For normal differences the signed-rank test needs π / 3 times the pairs of Student's. @source J. L. Hodges and E. L. Lehmann, The Efficiency of Some Nonparametric Competitors of the t-Test, 1956. */
const EFFICIENCY = 3 / Math.PI;

/** What to judge a comparison by. */
export interface EnoughOptions {
  /** In (0, 1), after division by looks; default 0.05. */
  readonly alpha?: number | undefined;
  /** The alpha that more pairs would be judged at, which a further look makes smaller; default `alpha`. */
  readonly furtherAlpha?: number | undefined;
  /** That Holm's method counts; default 1. */
  readonly comparisons?: number | undefined;
  /** p after Holm; default p itself. */
  readonly adjustedP?: number | undefined;
  /** Probability of reaching alpha that is asked for, in (0, 1); default 0.8. */
  readonly power?: number | undefined;
}

/** Whether there were enough pairs, and how many would be. */
export interface EnoughSeeds {
  /** Whether the comparison reached alpha. Where arms are equal no number of pairs is enough. */
  readonly enough: boolean;
  /** Half the width of the interval of the log ratio; null without an interval, Infinity where failures decide an end. */
  readonly halfWidth: number | null;
  /** That over the size of the log ratio: below 1 where the ratio is told from 1. Null without an interval or where the ratio is 1. */
  readonly ofEffect: number | null;
  /** Pairs of which Student's interval would be half as wide; null for less than two pairs that ended. */
  readonly pairsForHalfWidth: number | null;
  /** Pairs with which the ratio seen here reaches `furtherAlpha` with probability `power`; null where the ratio is 1 or spread unknown, or for more than a million. */
  readonly pairsForAlpha: number | null;
  /** What both numbers take for granted. */
  readonly assumes: string;
  /** All of it in sentences. */
  readonly says: string;
}

/**
 * Whether a study had enough seeds, afterwards.
 *
 * Both numbers of pairs take the ratio and the spread that were seen for the true ones. The width of Student's interval goes with t / sqrt(n). The power of the signed-rank test is taken from that of
 * Student's with 3 / π of the pairs, at the alpha that the exact test attains, by the normal approximation of the non-central t distribution.
 *
 * @throws RangeError for options that are none
 *
 * Cost: a few milliseconds, some 50 where hundreds of pairs would be needed.
 *
 * @source M. Abramowitz and I. Stegun, 26.7.10 (the approximation).
 */
export function enoughSeeds(comparison: PairedComparison, options: EnoughOptions = {}): EnoughSeeds {
  const { alpha = 0.05, furtherAlpha = alpha, comparisons = 1, adjustedP = comparison.p, power = 0.8 } = options;
  refuseProbability('alpha', alpha);
  refuseProbability('furtherAlpha', furtherAlpha);
  refuseCount('comparisons', comparisons, 1);
  refuseP('the comparison', adjustedP);
  refuseProbability('power', power);
  const effect = Math.abs(Math.log(comparison.ratio));
  const halfWidth = comparison.interval && halfOf(comparison.interval);
  const ofEffect = halfWidth === null || effect === 0 || !Number.isFinite(halfWidth) || !Number.isFinite(effect) ? null : halfWidth / effect;
  const deviation = comparison.geometricMean?.logDeviation ?? null;
  const pairsForHalfWidth = comparison.bothEnded < 2 ? null : pairsOfHalfWidth(comparison.bothEnded);
  const pairsForAlpha = deviation === null || !Number.isFinite(effect) || effect === 0 ? null : pairsToReach(deviation === 0 ? Infinity : effect / deviation, furtherAlpha / comparisons, power);
  const enough = adjustedP <= alpha;
  const assumes = `Log ratios are normal with the ratio and the spread (${deviation === null ? 'unknown' : shortNumber(deviation)}) seen here${comparison.bothEnded < comparison.pairs ? ', and pairs in which a trial failed are like the others' : ''}.`;
  const says = [width(comparison, ofEffect, pairsForHalfWidth), reach({ enough, pairs: comparison.pairs, pairsForAlpha, alpha, furtherAlpha, adjustedP, power, comparisons })].filter((text) => text !== '').join(' ');
  return { enough, halfWidth, ofEffect, pairsForHalfWidth, pairsForAlpha, assumes, says };
}

function halfOf({ lower, upper }: { readonly lower: number; readonly upper: number }): number {
  const whole = Math.log(upper) - Math.log(lower);
  return Number.isNaN(whole) ? Infinity : whole / 2;
}

/** The least n with t(n - 1) / sqrt(n) at most half that of `pairs`. */
function pairsOfHalfWidth(pairs: number): number {
  const width = (n: number): number => studentQuantile(0.975, n - 1) / Math.sqrt(n);
  const wanted = width(pairs) / 2;
  return least(pairs, 4 * pairs + 1, (n) => width(n) <= wanted);
}

/** @param effect log ratio over its standard deviation, above 0 */
function pairsToReach(effect: number, alpha: number, power: number): number | null {
  for (let n = 2; n <= FEW_PAIRS; n++) if (powerOf(effect, n, attainedAlpha(n, alpha)) >= power) return n;
  const isEnough = (n: number): boolean => powerOf(effect, n, alpha) >= power;
  return isEnough(MOST_PAIRS) ? least(FEW_PAIRS, MOST_PAIRS, isEnough) : null;
}

/** P(T > t) ≈ Φ((δ - t (1 - 1 / 4ν)) / sqrt(1 + t² / 2ν)), T non-central with δ = effect sqrt(n). */
function powerOf(effect: number, n: number, alpha: number): number {
  if (alpha === 0) return 0;
  const t = studentQuantile(1 - alpha / 2, n - 1);
  const shift = effect * Math.sqrt(EFFICIENCY * n);
  return normalProbability((shift - t * (1 - 1 / (4 * (n - 1)))) / Math.sqrt(1 + t ** 2 / (2 * (n - 1))));
}

/** The least whole number in (low, high] for which a condition holds that holds at `high` and once true stays so. */
function least(low: number, high: number, holds: (n: number) => boolean): number {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function width({ interval, bothEnded, pairs }: PairedComparison, ofEffect: number | null, wanted: number | null): string {
  if (interval === null || ofEffect === null || wanted === null) return '';
  const ended = bothEnded < pairs ? ' that end' : '';
  const size = ofEffect < 2 ? `${percent(ofEffect)} of` : `${Number(ofEffect.toPrecision(2))} times`;
  return `Half the interval is ${size} the effect; ${counted(wanted - bothEnded, 'more pair')}${ended} would halve it.`;
}

function reach({ enough, pairs, pairsForAlpha, alpha, furtherAlpha, adjustedP, power, comparisons }: {
  readonly enough: boolean; readonly pairs: number; readonly pairsForAlpha: number | null; readonly alpha: number; readonly furtherAlpha: number; readonly adjustedP: number; readonly power: number; readonly comparisons: number;
}): string {
  if (enough) return `Enough: p is ${shortNumber(adjustedP)}.`;
  const holm = comparisons === 1 ? '' : ` among ${comparisons} comparisons`;
  const not = `Not enough to tell the arms apart: p is ${shortNumber(adjustedP)}, above ${shortNumber(alpha)}${holm}.`;
  if (pairsForAlpha === null) return not;
  const at = furtherAlpha === alpha ? '' : `, judged at ${shortNumber(furtherAlpha)} as a further look is`;
  if (pairsForAlpha <= pairs) return `${not} If the ratio and the spread are as seen here, as many pairs reach it with a probability of ${percent(power)} at least${at}: others may.`;
  return `${not} If the ratio and the spread are as seen here, ${counted(pairsForAlpha, 'pair')} would do with a probability of ${percent(power)}${at}.`;
}
