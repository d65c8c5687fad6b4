import { quantiles } from './quantiles.js';

/** The cubic B-splines of a column. */
export interface CubicSplines {
  /** Ascending, no two the same; the first and the last are the ends. Fewer than three: the column itself is the only feature. */
  readonly breaks: Float64Array;
}

const DEGREE = 3;

/**
 * Knots for cubic splines of a column: its quantiles at equal shares, each once.
 *
 * @param column finite, at least one value, @param intervals between knots, at least 1
 */
export function cubicSplines(column: Float64Array, intervals: number): CubicSplines {
  const at = quantiles(column, Float64Array.from({ length: intervals + 1 }, (_, k) => k / intervals));
  return { breaks: at.filter((v, k) => k === 0 || v > at[k - 1]!) };
}

/** How many features {@link splineFeatures} gives. */
export function splineCount({ breaks }: CubicSplines): number { return breaks.length < 3 ? 1 : breaks.length + DEGREE - 2; }

/**
 * Values of all cubic B-splines but the first, which follows from the others because they add up to 1; constant beyond the ends.
 *
 * @returns `[splineCount]`
 * @source C. de Boor, A Practical Guide to Splines, 2001, chapter X.
 */
export function splineFeatures(splines: CubicSplines, x: number): Float64Array {
  const { breaks } = splines;
  if (breaks.length < 3) return Float64Array.of(x);
  const last = breaks.length - 1;
  const t = Math.min(Math.max(x, breaks[0]!), breaks[last]!);
  const knot = (k: number): number => breaks[Math.min(Math.max(k - DEGREE, 0), last)]!;
  let interval = 0;
  while (interval < last - 1 && t >= breaks[interval + 1]!) interval++;
  const span = interval + DEGREE;
  const values = new Float64Array(breaks.length + DEGREE - 1);
  values[span] = 1;
  for (let degree = 1; degree <= DEGREE; degree++) {
    for (let k = span - degree; k <= span; k++) {
      const [rise, fall] = [knot(k + degree) - knot(k), knot(k + degree + 1) - knot(k + 1)];
      values[k] = (rise > 0 ? (t - knot(k)) / rise * values[k]! : 0) + (fall > 0 ? (knot(k + degree + 1) - t) / fall * (values[k + 1] ?? 0) : 0);
    }
  }
  return values.slice(1);
}
