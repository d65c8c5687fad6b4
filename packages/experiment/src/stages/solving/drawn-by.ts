import type { Samples } from '@knotwork/plugin';

/**
 * Draws rows, half of them in proportion to the residual there and half everywhere alike: each as often as its share says, within one, so that no luck is in their number.
 *
 * @param residuals of the rows, at least 0, @param begin from 0 to 1, where the first is drawn
 */
export function drawnBy(residuals: Float64Array, { width, values }: Samples, count: number, begin: number): Samples {
  const mean = residuals.reduce((a, b) => a + b, 0) / residuals.length;
  const shares = Float64Array.from(residuals, (r) => (mean > 0 && Number.isFinite(mean) ? 1 + r / mean : 1));
  const all = shares.reduce((a, b) => a + b, 0);
  const picked: number[] = [];
  let [sum, next] = [0, begin];
  for (const [row, share] of shares.entries()) {
    sum += (share / all) * count;
    for (; next < sum && picked.length < count; next++) picked.push(row);
  }
  // Rounding may leave out the last one.
  while (picked.length < count) picked.push(residuals.length - 1);
  return { count, width, values: Float64Array.from(picked.flatMap((row) => [...values.subarray(row * width, (row + 1) * width)])) };
}
