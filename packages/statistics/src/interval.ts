/** A confidence interval. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  /** How often, at least or nearly, such intervals hold the truth; in (0, 1). */
  readonly level: number;
}

/** The interval of a ratio from that of its logarithm. */
export function ofRatio({ lower, upper, level }: Interval): Interval {
  return { lower: Math.exp(lower), upper: Math.exp(upper), level };
}
