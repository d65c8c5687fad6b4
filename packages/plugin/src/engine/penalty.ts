/** A quadratic form c' M c of the coefficients of one edge; M is symmetric and banded: lower part, row by row, `[size][half + 1]`. */
export interface BandForm {
  readonly size: number;
  readonly half: number;
  readonly band: Float64Array;
}

/** What a form has besides its band: `[size + 1]` each, the base function last; zeros for what is not there. Shared by all forms of a band. */
export interface Border {
  /** Row of the base function: its product with every feature, and its square. */
  readonly base: Float64Array;
  /** Subtracted as a product with itself; zeros where M is not centred. */
  readonly mean: Float64Array;
}

/**
 * scale/2 u' M u on some edges of one term; u are the coefficients of an edge and, behind them, its base weight. The matrix is a band for the
 * coefficients and, where the form has a border, a row for the base function and a mean:
 *
 *     M = band + base function's row and column - mean mean'
 */
export interface QuadraticForm extends BandForm {
  readonly layer: number;
  readonly term: number;
  /** Edges `from` to `to`, exclusive, as the term numbers them. */
  readonly from: number;
  readonly to: number;
  readonly scale: number;
  /** Left out for penalties of the coefficients alone. */
  readonly border?: Border;
}

/** A linear function of the coefficients and the base weight of one edge. */
export interface LinearForm {
  readonly layer: number;
  readonly term: number;
  readonly edge: number;
  /** `[size + 1]`, the base weight's last. */
  readonly slope: Float64Array;
}

/**
 * A penalty round: all penalties as quadratic and linear forms of effective coefficients and base weights, and a constant. Plain data that nobody
 * changes: engines may keep what they make of it by its identity, and another strength is another object.
 */
export interface FrozenPenalty {
  readonly forms: readonly QuadraticForm[];
  readonly linear: readonly LinearForm[];
  readonly constant: number;
}
