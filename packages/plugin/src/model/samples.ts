/** Numbers in double precision. */
export type Vec = Float64Array;

/** Numbers by row: value j of row i at `values[i * width + j]`. */
export interface Samples {
  readonly count: number;
  readonly width: number;
  readonly values: Float64Array;
}

/** Inputs and targets of the same rows. */
export interface Rows {
  readonly inputs: Samples;
  readonly targets: Samples;
  /** What each row's contribution to a loss is multiplied by, finite and at least 0: `[count]`; left out for 1. Of a data set only ratios count. */
  readonly weights?: Vec;
  /** Of a data set: places in the values of `inputs` where a number stands for a cell that was missing, ascending; left out where there is none. What says that a cell was missing is no such number. */
  readonly filled?: Uint32Array;
}

/** Points, with what belongs to them. */
export interface PointRows {
  readonly inputs: Samples;
  /** As many rows as inputs. */
  readonly targets?: Samples;
  /** What each point's contribution is multiplied by, finite and at least 0: `[count]`; left out for 1. */
  readonly weights?: Vec;
}
