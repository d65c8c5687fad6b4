import type { LineSearchRule } from '@knotwork/plugin';

/** A function along a line, at t. A value that is not finite lies beyond where the function can be computed. */
export interface LinePoint { readonly t: number; readonly value: number; readonly slope: number }

export interface LineSearch {
  /** Where the search ended: strong Wolfe conditions hold there, or, when tries ran out, at least the first; null where nowhere was low enough. */
  readonly point: LinePoint | null;
  /** Whether the point was looked at last. */
  readonly isLast: boolean;
  readonly evaluations: number;
}

/** A new point keeps this share of a bracket away from its ends. */
const INSET = 0.1;
/** Two looks in a row that leave more of a bracket than this are followed by one in its middle. */
const SHRINK = 2 / 3;
/** Beyond a point that may be too near, the next is so many times the last stride further on. */
const NEAREST = 1.1;
const FURTHEST = 4;
/** Share of a value that may be rounding: a few units of the last place. */
const ROUNDING = 2 ** -50;

/**
 * Looks along a line for a point that satisfies the strong Wolfe conditions
 *
 *     f(t) <= f(0) + decrease t f'(0)      |f'(t)| <= curvature |f'(0)|
 *
 * Strides outwards until a bracket contains one, then narrows the bracket down (algorithms 3.5 and 3.6 of the source), each time at the
 * minimum of the cubic through values and slopes of its ends, kept away from them and made to shrink as in Moré and Thuente.
 *
 * @param look value and slope at t > 0
 * @param start value and slope at 0; the slope is negative
 * @param first where to look first
 * @source J. Nocedal and S. J. Wright, Numerical Optimization, 2nd ed., 2006, section 3.5; J. J. Moré and D. J. Thuente, Line Search
 * Algorithms with Guaranteed Sufficient Decrease, 1994, section 4
 */
export async function lineSearch(
  look: (t: number) => Promise<Omit<LinePoint, 't'>>, start: Omit<LinePoint, 't'>, first: number, rule: Pick<LineSearchRule, 'decrease' | 'curvature' | 'tries'>,
): Promise<LineSearch> {
  const origin = { t: 0, value: start.value, slope: start.slope };
  let evaluations = 0;
  let last: LinePoint = origin;
  const at = async (t: number): Promise<LinePoint> => {
    evaluations++;
    const { value, slope } = await look(t);
    // Infinity compares as it should: such a point is higher than any other.
    return (last = Number.isFinite(value) && Number.isFinite(slope) ? { t, value, slope } : { t, value: Infinity, slope: NaN });
  };
  const found = (point: LinePoint): LineSearch => ({ point, isLast: point === last, evaluations });
  const ended = (point: LinePoint): LineSearch => (point.value < origin.value ? found(point) : { point: null, isLast: false, evaluations });
  const isLow = ({ t, value }: LinePoint): boolean => value <= origin.value + rule.decrease * t * origin.slope;
  const isGood = (point: LinePoint): boolean => isLow(point) && Math.abs(point.slope) <= -rule.curvature * origin.slope;

  /** @param low the lowest point so far that is low enough; between it and `high` there is a point that satisfies both conditions */
  const narrow = async (low: LinePoint, high: LinePoint): Promise<LineSearch> => {
    let widths = [Infinity, Infinity];
    while (evaluations < rule.tries) {
      const width = Math.abs(high.t - low.t);
      const t = width > SHRINK * widths[0]! ? middle(low, high) : inside(low, high);
      // There are no numbers left between the two.
      if (t === low.t || t === high.t) break;
      widths = [widths[1]!, width];
      const point = await at(t);
      if (isGood(point)) return found(point);
      if (!isLow(point) || isHigher(point, low)) { high = point; continue; }
      if (point.slope * (high.t - low.t) >= 0) high = low;
      low = point;
    }
    return ended(low);
  };

  let before: LinePoint = origin;
  let t = first;
  while (evaluations < rule.tries) {
    const point = await at(t);
    if (isGood(point)) return found(point);
    if (!isLow(point) || isHigher(point, before)) return narrow(before, point);
    if (point.slope >= 0) return narrow(point, before);
    t = outside(before, point);
    before = point;
  }
  return ended(before);
}

/** Values that differ by rounding alone are equal: slopes, which are more exact there, tell where the minimum is. */
const isHigher = (a: LinePoint, b: LinePoint): boolean => a.value > b.value + ROUNDING * Math.abs(b.value);

const middle = (a: LinePoint, b: LinePoint): number => a.t + 0.5 * (b.t - a.t);

/** A point between two: the minimum of the cubic, where there is one, not too close to an end. */
function inside(low: LinePoint, high: LinePoint): number {
  // How far beyond its edge the end lies is unknown. A first stride may be wrong by powers of ten.
  if (high.value === Infinity) return low.t === 0 ? INSET * high.t : middle(low, high);
  const share = (cubicMinimum(low, high) - low.t) / (high.t - low.t);
  return Number.isNaN(share) ? middle(low, high) : low.t + Math.min(Math.max(share, INSET), 1 - INSET) * (high.t - low.t);
}

/** A point beyond the second: the minimum of the cubic, where it lies ahead. */
function outside(before: LinePoint, point: LinePoint): number {
  const stride = point.t - before.t;
  const [nearest, furthest] = [point.t + NEAREST * stride, point.t + FURTHEST * stride];
  const t = cubicMinimum(before, point);
  return t > point.t ? Math.min(Math.max(t, nearest), furthest) : furthest;
}

/** Where the cubic through values and slopes of two points has its minimum; NaN where it has none. */
function cubicMinimum(a: LinePoint, b: LinePoint): number {
  const width = b.t - a.t;
  const d = a.slope + b.slope - 3 * (b.value - a.value) / width;
  const root = Math.sign(width) * Math.sqrt(d * d - a.slope * b.slope);
  return b.t - width * (b.slope + root - d) / (b.slope - a.slope + 2 * root);
}
