import { cite, constant, defineBasis, type Expr } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * One trained function for all edges that leave an input, and a weight on each edge:
 *
 *     phi(x) = silu(x) + sum_k s_k M(u - k + degree)        u = intervals (x - a) / (b - a),  k = 0 .. intervals + degree - 1
 *
 * M is the B-spline of the degree on the knots 0, 1, ..., degree + 1, written with truncated powers:
 *
 *     M(t) = 1/degree! sum_j (-1)^j binomial(degree + 1, j) max(0, t - j)^degree
 *
 * The coefficients s_k are shape parameters of the input and start at 0, so that it begins as a perceptron with SiLU.
 */
export const sharedSpline = defineBasis({
  name: 'shared-spline',
  summary: 'One trained spline per input, shared by all edges that leave it; one weight per edge',
  source: cite({ authors: ['R. Yu', 'W. Yu', 'X. Wang'], year: 2024, title: 'KAN or MLP: A Fairer Comparison', id: 'arXiv:2407.16674' }),
  options: z.strictObject({
    degree: z.int().min(1).max(5).default(3).describe('Degree of the pieces'),
    intervals: z.int().min(1).max(200).default(5).describe('Number of grid intervals inside the domain'),
  }),
  capabilities: { support: 'global', spansConstants: false, onDomainMove: 'none' },
  size: () => 1,
  shape: ({ degree, intervals }) => Object.fromEntries(
    Array.from({ length: intervals + degree }, (_, k) => [`s${k}`, { scope: 'input', trainable: true, initial: 0 } as const]),
  ),
  // The recursion over all knots as in b-spline, a product and a sum for each coefficient, and silu.
  denseOperations: ({ degree, intervals }) => 9 * degree * (intervals + 1.5 * degree - 0.5) + 2 * (intervals + degree) + 5,
  features(x, grid, { degree, intervals }, shape) {
    const u = grid.unit(x, intervals);
    const terms = Array.from({ length: intervals + degree }, (_, k) => shape[`s${k}`]!.mul(cardinalSpline(u.sub(k - degree), degree)));
    return [x.mul(x.sigmoid()).add(terms.reduce((a, b) => a.add(b)))];
  },
});

/** M(t): zero outside [0, degree + 1]. Clipped there, so that far out the powers do not cancel badly. */
function cardinalSpline(t: Expr, degree: number): Expr {
  const inside = t.clipByValue(0, degree + 1);
  let sum: Expr = constant(0);
  let factor = 1;
  for (let j = 0; j <= degree; j++) {
    sum = sum.add(inside.sub(j).relu().pow(degree).mul(factor));
    factor *= -(degree + 1 - j) / (j + 1);
  }
  return sum.div(factorial(degree));
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
