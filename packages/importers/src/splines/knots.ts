/** The knots of one input as a grid. */
export interface Knots {
  readonly intervals: number;
  readonly domain: readonly [number, number];
  /** From 0 to `intervals`. */
  readonly positions: Float64Array;
  readonly isEven: boolean;
  /** All knots are in one place: every spline on them is zero. The domain is around it. */
  readonly isDead: boolean;
}

/** Rounding of a knot, as a share of the largest: of numbers that were added up several times. */
export const ROUNDING = { single: 2 ** -21, double: 2 ** -50 };

/**
 * Knots in ascending order, without two in one place: where there are, pykan's recursion takes 0 for what it divides by zero, terms beside it included, which is no B-spline.
 *
 * @param isSingle whether they were computed in single precision
 * @param refusal is told what is wrong, in words that follow the name of the input
 */
export function knotsOf(grid: Float64Array, isSingle: boolean, refusal: (what: string) => Error): Knots {
  const intervals = grid.length - 1;
  const [a, b] = [grid[0]!, grid[intervals]!];
  if (grid.every((knot) => knot === a)) return { intervals, domain: [a - 1, a + 1], positions: Float64Array.from(grid, (_, k) => k), isEven: true, isDead: true };
  for (let k = 1; k <= intervals; k++) if (!(grid[k]! > grid[k - 1]!)) throw refusal(`has knots that do not ascend: ${grid[k - 1]} and then ${grid[k]}`);
  const rounding = ROUNDING[isSingle ? 'single' : 'double'] * Math.max(Math.abs(a), Math.abs(b));
  const isEven = grid.every((knot, k) => Math.abs(knot - (a + (k * (b - a)) / intervals)) <= rounding);
  const positions = Float64Array.from(grid, (knot, k) => (k === intervals ? intervals : ((knot - a) / (b - a)) * intervals));
  return { intervals, domain: [a, b], positions, isEven, isDead: false };
}
