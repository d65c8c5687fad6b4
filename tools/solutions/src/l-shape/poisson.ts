import { leastSquares } from '@knotwork/numerics';
import { CORNERS, type Point } from './domain.js';

/** Which functions the solution is made of. */
export interface Terms {
  /** Singular functions of the inward corner. */
  readonly singular: number;
  /** Highest power of the harmonic polynomials. */
  readonly degree: number;
}

/** Those of the table, good to 1e-12. */
export const L_SHAPE: Terms = { singular: 30, degree: 50 };

/** A solution, and how well it fits. */
export interface LShapeSolution {
  /** u at a point of the closed domain. */
  readonly at: (point: Point) => number;
  /** Largest |u| on the boundary between the points that were fitted. By the maximum principle no error inside is larger. */
  readonly boundaryError: number;
}

/** Points that are fitted on a side of length 1, clustered at its ends; and as many more between them, where the error is read. */
const PER_UNIT = 120;

/**
 * The solution of -Laplace u = 1 on the L-shaped domain [-1, 1]^2 without [0, 1] x [-1, 0], u = 0 on its boundary.
 *
 * u = -|z|^2 / 4 + known logarithms + harmonic functions with free coefficients, fitted by least squares to u = 0 on the boundary.
 *
 * - At a corner of angle a, an odd multiple of pi / 2, the right side 1 asks for c Im(w^2 log w), w = z - corner turned so that a side is the real axis;
 *   c = -1 / (2 a) = -1 / pi, and -1 / (3 pi) at the inward corner, as then u is 0 on both sides up to a harmonic quadratic polynomial.
 * - r^(2k/3) sin(2k theta / 3) vanish on both sides of the inward corner. Others are not singular once the logarithms are taken out.
 * - What remains is smooth: polynomials.
 *
 * The domain is symmetric about y = -x, and so are all functions: k is odd, polynomials are Re (z exp(-3 pi i / 4))^n.
 */
export function lShapePoisson({ singular, degree }: Terms = L_SHAPE): LShapeSolution {
  const columns = singular + degree + 1;
  const fitted = halfBoundary(0.5);
  const matrix = new Float64Array(fitted.length * columns);
  fitted.forEach((point, row) => matrix.set(harmonics(point, singular, degree), row * columns));
  const targets = Float64Array.from(fitted, (point) => -particular(point));
  const { coefficients } = leastSquares(matrix, targets, { rows: fitted.length, columns, count: 1 });
  const at = (point: Point): number => harmonics(point, singular, degree).reduce((sum, value, k) => sum + coefficients[k]! * value, particular(point));
  return { at, boundaryError: halfBoundary(0).reduce((most, point) => Math.max(most, Math.abs(at(point))), 0) };
}

/** Distance from a corner, and the angle from its first side; where the angle jumps is outside of the domain. */
function polar({ x, y }: Point, corner: Point, side: number, angle: number): { readonly r: number; readonly theta: number } {
  const [dx, dy] = [x - corner.x, y - corner.y];
  const middle = side + angle / 2;
  // Relative to the middle of the corner, atan2 jumps just opposite.
  const [along, across] = [dx * Math.cos(middle) + dy * Math.sin(middle), dy * Math.cos(middle) - dx * Math.sin(middle)];
  return { r: Math.hypot(dx, dy), theta: Math.atan2(across, along) + angle / 2 };
}

/** Of each corner the direction of its first side, counterclockwise, and its angle. */
const WEDGES = CORNERS.map((corner, k) => {
  const next = CORNERS[(k + 1) % CORNERS.length]!;
  return { corner, side: Math.atan2(next.y - corner.y, next.x - corner.x), angle: k === 0 ? 1.5 * Math.PI : 0.5 * Math.PI };
});

/** -Laplace of it is 1, and it is as singular as u at every corner but for what {@link harmonics} have. */
function particular(point: Point): number {
  return WEDGES.reduce((sum, { corner, side, angle }) => {
    const { r, theta } = polar(point, corner, side, angle);
    const logarithm = r === 0 ? 0 : r ** 2 * (Math.log(r) * Math.sin(2 * theta) + theta * Math.cos(2 * theta));
    return sum - logarithm / (2 * angle);
  }, -(point.x ** 2 + point.y ** 2) / 4);
}

/** The functions with free coefficients at a point. */
function harmonics(point: Point, singular: number, degree: number): Float64Array {
  const { r, theta } = polar(point, WEDGES[0]!.corner, WEDGES[0]!.side, WEDGES[0]!.angle);
  const middle = theta - 0.75 * Math.PI;
  const values = new Float64Array(singular + degree + 1);
  for (let j = 0; j < singular; j++) {
    const power = (2 / 3) * (2 * j + 1);
    values[j] = (r / Math.SQRT2) ** power * Math.sin(power * theta);
  }
  for (let n = 0; n <= degree; n++) values[singular + n] = (r / Math.SQRT2) ** n * Math.cos(n * middle);
  return values;
}

/** Points of the sides on one side of y = -x, clustered at their ends. @param shift of the points along the sides, in numbers of points */
function halfBoundary(shift: number): Point[] {
  return CORNERS.slice(0, 3).flatMap((from, k) => {
    const to = CORNERS[k + 1]!;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const count = PER_UNIT * length;
    return Array.from({ length: count }, (_, j) => {
      const share = (1 - Math.cos((Math.PI * (j + shift)) / count)) / 2;
      return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    });
  });
}
