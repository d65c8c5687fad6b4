/** Powers of values that errors may be in proportion to: the values themselves, and their roots, as of counts. */
export const POWERS = [1, 0.5] as const;
export type Power = (typeof POWERS)[number];

/** Of the root mean square of targets, the most that is left of them where that is noise that rows weigh by: what a wrong form leaves is none. */
export const MOST_NOISE = 0.5;
/** Share of rows whose values are the smallest: they weigh no more than the next one, since a value that is nearly 0 by chance is not known so well. */
const SMALLEST = 0.05;
/** Nats by which errors that grow with values have to describe rows better than errors that are alike. */
const SURE = 3;

/** What errors of rows are multiplied by if they are in proportion to this power of values: one over these, in their root mean square. */
export function proportionalScales(values: Float64Array, power: Power): Float64Array {
  const sizes = values.map((v) => Math.abs(v) ** power);
  const least = [...sizes].sort((a, b) => a - b)[Math.min(sizes.length - 1, Math.ceil(SMALLEST * sizes.length))] ?? 0;
  const root = Math.sqrt(meanOf(sizes.map((v) => v * v)));
  return sizes.map((v) => root / Math.max(v, least));
}

/** Nats that describe what a fit leaves, as normal errors, up to what all fits of these rows share. @param squares of errors times their scales, @param scales null for errors that are alike */
export const natsOf = (squares: Float64Array, scales: Float64Array | null): number => (squares.length / 2) * Math.log(meanOf(squares)) - (scales?.reduce((sum, s) => sum + Math.log(s), 0) ?? 0);

/** Whether errors that grow with values describe rows clearly better than errors that are alike, each of a fit of its own. @param growing nats of the one, @param alike of the other */
export const isGrowing = (growing: number, alike: number): boolean => growing < alike - SURE;

const meanOf = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);
