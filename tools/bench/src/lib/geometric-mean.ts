/**
 * exp of the mean logarithm.
 *
 * @param values positive; one that is infinite, an error of a run that failed, makes the mean infinite
 * @returns NaN of no values
 */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
