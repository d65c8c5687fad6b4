import { cite, constant, defineBasis, type Expr } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * Chebyshev polynomials of the first kind in u = (2x - a - b) / (b - a), the position in the domain [a, b] as a number in [-1, 1]:
 *
 *     T_0 = 1,    T_1 = u,    T_(n+1) = 2u T_n - T_(n-1)
 *
 * Never through the arc cosine, as the source has it: its slope at both ends of the domain is infinite.
 */
export const chebyshev = defineBasis({
  name: 'chebyshev',
  summary: 'Chebyshev polynomials: one smooth curve over the whole domain, none larger than 1',
  source: cite({
    authors: ['S. Sidharth', 'A. R. Keerthana', 'R. Gokul', 'K. P. Anas'], year: 2024, id: 'arXiv:2405.07200',
    title: 'Chebyshev Polynomial-Based Kolmogorov-Arnold Networks: An Efficient Architecture for Nonlinear Function Approximation',
  }),
  options: z.strictObject({
    degree: z.int().min(1).max(200).default(10).describe('Highest degree; an edge has one coefficient more, for the constant'),
  }),
  capabilities: {
    support: 'global',
    spansConstants: true,
    onDomainMove: 'refit',
    refine: { option: 'degree', exactWhen: (from, to) => to >= from },
  },
  size: ({ degree }) => degree + 1,

  features(x, grid, { degree }) {
    const u = grid.unit(x, 2).sub(1);
    const values: Expr[] = [constant(1), u];
    for (let n = 1; n < degree; n++) values.push(u.mul(2).mul(values[n]!).sub(values[n - 1]!));
    return values;
  },
});
