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
}
