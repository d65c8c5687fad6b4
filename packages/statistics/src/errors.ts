/** Wrong input. The message says what to type. */
const refusal = (message: string): RangeError => new RangeError(message);

/** Throws unless the probability is strictly between 0 and 1. */
export function refuseProbability(name: string, value: number): void {
  if (value > 0 && value < 1) return;
  throw refusal(`"${name}" must be above 0 and below 1; got ${value}.`);
}

/** Throws unless it is a p value. */
export function refuseP(name: string, value: number): void {
  if (value >= 0 && value <= 1) return;
  throw refusal(`The p value of "${name}" must be in [0, 1]; got ${value}.`);
}

export function refuseFreedom(value: number): void {
  if (value > 0) return;
  throw refusal(`"freedom" must be above 0; got ${value}.`);
}

/** Throws unless it is a whole number of at least `least`. */
export function refuseCount(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw refusal(`"${name}" must be a whole number of at least ${least}; got ${value}.`);
}

/** Throws unless it is a finite number above 0. */
export function refuseNotPositive(name: string, value: number): void {
  if (value > 0 && value < Infinity) return;
  throw refusal(`"${name}" must be a number above 0; got ${value}.`);
}

/** Throws unless k of n is a count of some. */
export function refuseShare(k: number, n: number): void {
  refuseCount('n', n, 0);
  refuseCount('k', k, 0);
  if (k > n) throw refusal(`"k" must be at most n, which is ${n}; got ${k}.`);
}

export const noPairs = (): RangeError => refusal('A comparison needs one pair of losses at least; got none.');

export const notPaired = (a: number, b: number): RangeError => refusal(
  `Losses must come in pairs, the same seeds in the same order; got ${a} and ${b} of them. Leave out the seeds that only one arm has; a trial that ran and failed is null.`);

export const badLoss = (where: string, value: unknown): RangeError => refusal(
  `A loss must be a finite number of at least 0, or null for a trial that failed; got ${String(value)} ${where}.`);

export const zeroLoss = (where: string): RangeError => refusal(
  `A loss of 0 has no ratio to others; got one ${where}. Give targetDeviation, the standard deviation of the target: losses below 1e-13 times it count as that.`);

export const deviationsDiffer = (pairs: number, deviations: number): RangeError => refusal(
  `"targetDeviation" must be one number, or one for each of the ${pairs} pairs; got ${deviations}.`);

export const badNumber = (name: string, at: number, value: number): RangeError => refusal(`"${name}" must not hold NaN; got one at index ${at}, ${value}.`);

export const notFinite = (name: string, at: number, value: number): RangeError => refusal(`"${name}" must be finite; got ${value} at index ${at}.`);

export const badIndices = (resample: number, length: number): RangeError => refusal(
  `A resample must be ${length} indices from 0 to ${length - 1}, one drawn for each pair, with replacement; resample ${resample} is not.`);

export const tooManyToResample = (count: number, most: number): RangeError => refusal(
  `A bootstrap takes ${most} differences at most; got ${count}. signedRankEstimate has an interval of any number.`);

export const noResamples = (): RangeError => refusal('"indices" must have one resample at least; got none. Leave it out to have them drawn.');

export const namedTwice = (what: string, name: string): RangeError => refusal(`Two ${what} are called "${name}". Call one differently.`);

export const nothingNamed = (what: string): RangeError => refusal(`There must be one ${what} at least; got none.`);

export const unknownArm = (arm: string, set: string, arms: readonly string[]): RangeError => refusal(
  `There are no losses of arm "${arm}" on data set "${set}". Arms there: ${arms.join(', ')}.`);

export const sameArm = (arm: string): RangeError => refusal(`Arm "${arm}" cannot be compared with itself. Name another baseline.`);

export const seedsDiffer = (set: string, arm: string, seeds: number, other: string, others: number): RangeError => refusal(
  `Arms have the same seeds in the same order; on data set "${set}" "${arm}" has ${seeds} and "${other}" ${others}. Leave out the seeds that only one has; a trial that ran and failed is null.`);

export const tooFewArms = (count: number): RangeError => refusal(`Ranks need two arms at least; got ${count}.`);

export const noLosses = (arm: string, set: string): RangeError => refusal(`Arm "${arm}" has no losses on data set "${set}". Leave the set out, or give one loss for each seed.`);

