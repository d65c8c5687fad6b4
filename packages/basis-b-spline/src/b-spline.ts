import { cite, constant, defineBasis, type Expr } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * B-splines: piecewise polynomials of one degree, smooth up to derivative degree - 1 across simple knots.
 *
 * Of the functions numbered `cell`, ..., `cell + degree` that are not zero on interval number `cell`, the Cox-de Boor recursion
 * makes those of degree d from those of degree d - 1. With u the position of x and t_o that of knot `cell + o`, in grid units:
 *
 *     w_j^d = w_j^(d-1) / (t_(j+1) - t_(j+1-d))
 *     N_j^d = (u - t_(j-d)) w_(j-1)^d + (t_(j+1) - u) w_j^d,    w_(-1)^d = w_d^d = 0,    N_0^0 = 1
 *
 * Value j belongs to coefficient number `cell + j`. The last interval is closed: x at the domain's right end belongs to it.
 */
export const bSpline = defineBasis({
  name: 'b-spline',
  summary: 'Piecewise polynomials on a grid of intervals, joined smoothly; the basis of the founding paper',
  source: cite({ authors: ['C. de Boor'], year: 1972, title: 'On calculating with B-splines', id: 'doi:10.1016/0021-9045(72)90080-9' }),
  options: z.strictObject({
    degree: z.int().min(0).max(7).default(3).describe('Degree of the pieces: 0 constant, 1 linear, 3 cubic'),
    intervals: z.int().min(1).max(10_000).default(5).describe('Number of grid intervals inside the domain'),
  }),
  capabilities: {
    support: 'window',
    spansConstants: true,
    onDomainMove: 'refit',
    // Where the new knots contain the old ones, so does the new span the old.
    refine: { option: 'intervals', exactWhen: (from, to) => to % from === 0 },
    order: ({ degree }) => degree + 1,
    smoothness: ({ degree }) => degree,
    differenceOrder: ({ degree }) => degree + 1,
  },
  size: ({ degree, intervals }) => intervals + degree,
  window: ({ degree }) => degree + 1,
  intervals: ({ intervals }) => intervals,
  // The recursion over all knots: nine operations for each of the intervals + 2 degree - d functions of degree d.
  denseOperations: ({ degree, intervals }) => 9 * degree * (intervals + 1.5 * degree - 0.5),

  features(x, grid, { degree, intervals }) {
    const u = grid.unit(x, intervals);
    const cell = grid.cell(x);
    const t = (offset: number): Expr => grid.knot(cell, offset);
    let values: Expr[] = [constant(1)];
    for (let d = 1; d <= degree; d++) {
      // Knots minus knots, never u: on an even grid this is the number d and nothing is divided.
      const w = values.map((value, j) => value.div(t(j + 1).sub(t(j + 1 - d))));
      values = Array.from({ length: d + 1 }, (_, j) => {
        const rising = j > 0 ? u.sub(t(j - d)).mul(w[j - 1]!) : constant(0);
        const falling = j < d ? t(j + 1).sub(u).mul(w[j]!) : constant(0);
        return rising.add(falling);
      });
    }
    return { start: cell, values };
  },
});
