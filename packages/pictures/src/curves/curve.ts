/** A function of one variable at ascending places, with what is known about it. Arrays may be typed arrays. */
export interface Curve {
  /** Places, ascending: `[points]`, in units of the input. They span what is drawn, from the first to the last. */
  readonly x: ArrayLike<number>;
  /** Values there: `[points]`. What is not finite is a gap. */
  readonly y: ArrayLike<number>;
  /** Lower end of a band around the curve: `[points]`. */
  readonly lower?: ArrayLike<number>;
  /** Upper end of the band: `[points]`. */
  readonly upper?: ArrayLike<number>;
  /** Where rows are: shares or counts of rows in bins of equal width from the first place to the last, `[bins]`, 0 or more. */
  readonly density?: ArrayLike<number>;
}
