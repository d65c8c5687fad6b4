import { cite, constant, defineBasis, type Expr } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * Legendre polynomials in u = (2x - a - b) / (b - a), the position in the domain [a, b] as a number in [-1, 1]:
 *
 *     P_0 = 1,    P_1 = u,    (n + 1) P_(n+1) = (2n + 1) u P_n - n P_(n-1)
 *
 * Normalized to P_n(1) = 1, so that none is larger than 1; the mean of P_n^2 over the domain is 1 / (2n + 1). They are orthogonal there.
 */
export const legendre = defineBasis({
  name: 'legendre',
  summary: 'Legendre polynomials: orthogonal over the domain, 1 at its right end',
  source: cite({ authors: ['F. W. J. Olver', 'et al.'], year: 2010, title: 'NIST Handbook of Mathematical Functions, section 18.9', id: 'isbn:978-0-521-19225-5' }),
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
    for (let n = 1; n < degree; n++) {
      // The recursion with u P_n taken out, which saves a product: P_(n+1) = u P_n + n / (n + 1) (u P_n - P_(n-1)).
      const next = u.mul(values[n]!);
      values.push(next.add(next.sub(values[n - 1]!).mul(n / (n + 1))));
    }
    return values;
  },
});
