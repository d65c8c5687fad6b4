/** Share of rows whose values are the smallest: they weigh no more than the next one, since a value that is nearly 0 by chance is not known so well. */
const SMALLEST = 0.05;
/** Nats by which errors in proportion to values have to describe rows better. */
const SURE = 3;

/** What errors of rows are multiplied by if they are in proportion to values: one over these, in their root mean square. */
export function proportionalScales(values: Float64Array): Float64Array {
  const sizes = values.map(Math.abs);
  const least = [...sizes].sort((a, b) => a - b)[Math.min(sizes.length - 1, Math.ceil(SMALLEST * sizes.length))] ?? 0;
  const root = Math.sqrt(meanOf(sizes.map((v) => v * v)));
  return sizes.map((v) => root / Math.max(v, least));
}

/**
 * Whether errors in proportion to values, which are those of a fit by these scales, describe rows clearly better than errors that are alike, of another fit: by the likelihood of normal errors.
 *
 * @param alike squared errors of the fit where they are alike, @param proportional of the other, times the squares of the scales
 */
export function isProportional(alike: Float64Array, proportional: Float64Array, scales: Float64Array): boolean {
  const nats = (squares: Float64Array): number => (squares.length / 2) * Math.log(meanOf(squares));
  return nats(proportional) - scales.reduce((sum, s) => sum + Math.log(s), 0) < nats(alike) - SURE;
}

const meanOf = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);
