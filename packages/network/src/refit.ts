import { bandLeastSquares } from '@knotwork/numerics';
import type { TermStructure } from '@knotwork/plugin';
import { termFeatures } from './term-features.js';

/** How well functions were re-expressed. */
export interface RefitReport {
  /** Largest change of an edge function at the fitting points, relative to the largest value there. */
  readonly change: number;
  /** Whether the fit had a unique solution; otherwise the one of least norm was taken. */
  readonly rank: 'full' | 'deficient';
}

/**
 * Re-expresses the basis sums of all edges that leave one input, by least squares in the uniform norm of refits: 8 size + 1
 * evenly spaced points of the new domain. Exact where the old span lies in the new one, as with nested knots.
 *
 * @param before term, effective coefficients `[outputs][size]` and domain now
 * @param after term and domain to be; may have another size
 * @returns effective coefficients `[outputs][size]` for `after`
 */
export function refit(
  before: { readonly term: TermStructure; readonly coefficients: Float64Array; readonly domain: readonly [number, number] },
  after: { readonly term: TermStructure; readonly domain: readonly [number, number] },
): { coefficients: Float64Array; report: RefitReport } {
  const { size, window } = after.term;
  const outputs = before.coefficients.length / before.term.size;
  const count = 8 * size + 1;
  const [a, b] = after.domain;
  const points = Float64Array.from({ length: count }, (_, n) => a + ((b - a) * n) / (count - 1));
  const old = termFeatures(before.term, 0)(points, before.domain);
  const targets = new Float64Array(count * outputs);
  for (let n = 0; n < count; n++) {
    for (let o = 0; o < outputs; o++) {
      let sum = 0;
      for (let j = 0; j < before.term.window; j++) sum += old.values[0]![n * before.term.window + j]! * before.coefficients[o * before.term.size + old.starts[n]! + j]!;
      targets[n * outputs + o] = sum;
    }
  }
  const features = termFeatures(after.term, 0)(points, after.domain);
  const fit = bandLeastSquares({ rows: count, size, window, starts: features.starts, values: features.values[0]!, targets, count: outputs });

  const coefficients = new Float64Array(outputs * size);
  for (let s = 0; s < size; s++) for (let o = 0; o < outputs; o++) coefficients[o * size + s] = fit.coefficients[s * outputs + o]!;
  let largest = 0;
  let change = 0;
  for (let n = 0; n < count; n++) {
    for (let o = 0; o < outputs; o++) {
      let sum = 0;
      for (let j = 0; j < window; j++) sum += features.values[0]![n * window + j]! * coefficients[o * size + features.starts[n]! + j]!;
      largest = Math.max(largest, Math.abs(targets[n * outputs + o]!));
      change = Math.max(change, Math.abs(sum - targets[n * outputs + o]!));
    }
  }
  return { coefficients, report: { change: largest === 0 ? change : change / largest, rank: fit.rank } };
}
