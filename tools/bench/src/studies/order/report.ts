import { digits, table } from '../../lib/table.js';

/** Errors of the best fits of one degree on finer and finer grids. */
export interface Refinement {
  readonly degree: number;
  /** Each twice the one before. */
  readonly intervals: readonly number[];
  /** Root mean squared errors as a share of the spread of the target. */
  readonly errors: readonly number[];
}

/** Errors below this share of the spread are rounding, and say nothing of the order. */
export const FLOOR = 1e-12;

/** By which power of h the error falls: the slope of log e over log h by least squares, of the levels above the floor; null where fewer than two are. */
export function fittedOrder({ intervals, errors }: Refinement): number | null {
  const points = intervals.map((g, k) => [-Math.log(g), Math.log(errors[k]!)] as const).filter(([, e]) => e > Math.log(FLOOR));
  if (points.length < 2) return null;
  const mean = (of: 0 | 1): number => points.reduce((sum, p) => sum + p[of], 0) / points.length;
  const [h, e] = [mean(0), mean(1)];
  return points.reduce((sum, p) => sum + (p[0] - h) * (p[1] - e), 0) / points.reduce((sum, p) => sum + (p[0] - h) ** 2, 0);
}

/** Errors and slopes, a line per grid and a pair of columns per degree; then the claim. */
export function orderReport(refinements: readonly Refinement[]): string[] {
  const orders = refinements.map(fittedOrder);
  const [{ intervals }] = refinements as [Refinement];
  const slope = ({ errors }: Refinement, k: number): string => (k === 0 || !(errors[k]! > FLOOR) ? '' : Math.log2(errors[k - 1]! / errors[k]!).toFixed(2));
  const isEnough = (k: number): boolean => orders[k] !== null && orders[k]! >= refinements[k]!.degree + 0.5;
  return [
    ...table(['intervals', ...refinements.flatMap(({ degree }) => [`degree ${degree}`, 'slope'])], [
      ...intervals.map((g, k) => [String(g), ...refinements.flatMap((r) => [digits(r.errors[k]!), slope(r, k)])]),
      ['fitted', ...orders.flatMap((order) => ['', order === null ? '-' : order.toFixed(2)])],
    ]),
    '',
    ...refinements.map(({ degree }, k) => `degree ${degree}: order ${orders[k]?.toFixed(2) ?? 'unknown'}, ${isEnough(k) ? 'at least' : 'LESS THAN'} ${degree + 0.5}`),
  ];
}
