/** How often intervals that were tried on test rows held them, as `result.json` has it. */
export interface TriedIntervals {
  readonly level: number;
  readonly test: number;
  /** Where rows are weighed: what a row of the mean weight of training rows weighs, and how often intervals that are as wide as for such a row hold test rows. */
  readonly meanWeight?: number;
  readonly ofMeanWeight?: number;
  /** Whether targets of test rows have no noise, while intervals are for rows that have it. */
  readonly isOfExact?: boolean;
}

/**
 * The same in words, behind "intervals": which intervals hold what share of which rows. A share of rows that are not what intervals are for must not pass for their coverage.
 *
 * @param words of the level, of a share and of a number
 */
export function coverageText({ test, meanWeight, ofMeanWeight, isOfExact = false }: TriedIntervals, { level, share, number }: { readonly level: string; readonly share: (value: number) => string; readonly number: (value: number) => string }): string {
  const isWeighed = meanWeight !== undefined && ofMeanWeight !== undefined;
  const all = isWeighed ? `; if all are as wide as for a row of mean weight, ${number(meanWeight)}, they hold ${share(ofMeanWeight)}` : '';
  return `for ${level}${isWeighed ? ', as wide as each row weighs,' : ''} hold ${share(test)} of the test rows${isOfExact ? ', whose targets have no noise, while intervals are for rows with noise' : ''}${all}`;
}
