import { median } from '@knotwork/numerics';
import { digits, table } from '../../lib/table.js';

/** Test RMSEs of one target by seed, at equal numbers of knots; a failed run counts as an infinite error. */
export interface Placements {
  readonly target: string;
  readonly even: readonly number[];
  readonly quantile: readonly number[];
  readonly curvature: readonly number[];
}

/** Medians per target and strategy, ratios to even knots seed by seed, and in how many seeds curvature places better. */
export function placementReport(placements: readonly Placements[]): string[] {
  return table(
    ['target', 'even', 'quantile', 'curvature', 'quantile/even', 'curvature/even', 'curvature beats even', 'quantile'],
    placements.map(({ target, even, quantile, curvature }) => [
      target, ...[even, quantile, curvature].map((errors) => digits(median(errors))), digits(median(ratios(quantile, even))), digits(median(ratios(curvature, even))),
      `${wins(curvature, even)} of ${even.length}`, `${wins(curvature, quantile)} of ${even.length}`,
    ]),
  );
}

/** Of two failures neither is better. */
const ratios = (a: readonly number[], b: readonly number[]): number[] => a.map((e, k) => (e === b[k] ? 1 : e / b[k]!));
const wins = (a: readonly number[], b: readonly number[]): number => a.filter((e, k) => e < b[k]!).length;
