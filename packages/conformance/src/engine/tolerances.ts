import type { Precision } from '@knotwork/plugin/engine';

/** How far numbers of an engine may be from what they are compared with: norm-wise relative errors. */
export interface Tolerances {
  /** The same sums in another order. */
  readonly rounding: number;
  /** The same network by another way of computing, through several layers. */
  readonly reference: number;
  /** Derivatives against central differences, or where those are rounding against the reference engine. */
  readonly gradient: number;
  /** Losses against the reference engine. */
  readonly loss: number;
  /** What is left of equations that a step solves, and steps against those of the reference engine. */
  readonly equations: number;
  /** Products of Jacobian rows that were read out against sums that were made inside, in double precision whatever the engine's. */
  readonly products: number;
  /** Statistics from moments. */
  readonly statistics: number;
}

const TOLERANCES: Readonly<Record<Precision, Tolerances>> = {
  float64: {
    rounding: 1e-12, reference: 1e-10, loss: 1e-10,
    // Differences of step 1e-6: truncation and rounding leave about 1e-9.
    gradient: 1e-6,
    // Damping by the mean of the diagonal magnifies rounding by no more than the number of unknowns.
    equations: 1e-8,
    products: 1e-12,
    // Square roots of a few 1e-16: moments lose digits where a deviation is small beside its mean.
    statistics: 1e-6,
  },
  float32: {
    // Sums of a few hundred products, whose own rounding is 6e-8, lose two or three digits where terms cancel.
    rounding: 1e-4, reference: 1e-4, gradient: 1e-4, equations: 1e-4,
    // Through logarithms of sums, and curvature that is factored in single precision.
    loss: 1e-3,
    // Factors of single precision, each rounded once more where rows are handed out.
    products: 2e-7,
    // Variances are differences of squares, which lose digits.
    statistics: 1e-2,
  },
};

/** Tolerances of an engine follow from its precision alone. */
export function tolerancesOf({ precision }: { readonly precision: Precision }): Tolerances { return TOLERANCES[precision]; }
