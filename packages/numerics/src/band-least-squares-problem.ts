import { refuseLength, refuseMatrix, refuseNonFinite, refuseNonInteger } from './errors.js';

/** Weighted least squares in which every row has `window` consecutive coefficients, as a basis of local support has. */
export interface BandLeastSquaresProblem {
  /** Number of rows (samples), at least 0. */
  readonly rows: number;
  /** Number of coefficients, at least `window`. */
  readonly size: number;
  /** Number of consecutive coefficients that a row touches, at least 1. */
  readonly window: number;
  /** `[rows]`: first coefficient of each row, in [0, size - window], in any order. */
  readonly starts: Int32Array;
  /** Row-major `[rows][window]`, finite. */
  readonly values: Float64Array;
  /** `[rows]`: weight of each squared residual, finite and at least 0; all 1 by default. */
  readonly weights?: Float64Array | undefined;
  /** Row-major `[rows][count]`, finite. */
  readonly targets: Float64Array;
  /** Number of target columns, fitted independently. */
  readonly count: number;
  /** Multiple of ‖c‖² added to what is minimized, finite and at least 0; 0 by default. */
  readonly ridge?: number | undefined;
}

/** Throws a RangeError unless lengths, starts, weights and ridge are as {@link BandLeastSquaresProblem} says. */
export function refuseBandProblem(problem: BandLeastSquaresProblem): void {
  const { rows, size, window, starts, values, weights, targets, count, ridge = 0 } = problem;
  refuseNonInteger('window', window, 1, size);
  refuseMatrix('values', values, rows, window);
  refuseMatrix('targets', targets, rows, count);
  refuseLength('starts', starts.length, rows, 'one per row');
  for (const start of starts) refuseNonInteger('starts', start, 0, size - window);
  if (weights !== undefined) {
    refuseLength('weights', weights.length, rows, 'one per row');
    refuseNonFinite('weights', weights);
    const negative = weights.findIndex((weight) => weight < 0);
    if (negative >= 0) throw new RangeError(`"weights" must be at least 0; got ${weights[negative]} at index ${negative}.`);
  }
  if (!(ridge >= 0 && ridge < Infinity)) throw new RangeError(`"ridge" must be finite and at least 0; got ${ridge}.`);
}
