import { defineBasis, type Expr } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * Powers of x itself, without the constant:
 *
 *     c_1 x + c_2 x^2 + ... + c_n x^n
 *
 * A constant beside them is the bias of the node. It is what an edge becomes when it is read as a polynomial: the same wherever the domain lies, and with
 * `outside: free` also outside.
 *
 * Coefficients that cancel to a tame function are large on a domain away from zero, and rounding eats as many digits; to learn a curve, take orthogonal
 * polynomials, which are measured in the domain.
 */
export const polynomial = defineBasis({
  name: 'polynomial',
  summary: 'Powers of x itself, to be read as an equation',
  options: z.strictObject({ degree: z.int().min(1).max(9).default(3).describe('Highest power') }),
  capabilities: { support: 'global', spansConstants: false, onDomainMove: 'transport' },
  size: ({ degree }) => degree,
  reads: ({ degree }) => Array.from({ length: degree }, (_, k) => ({ power: k + 1 })),
  // Nothing is measured in units of the domain.
  transport: (shape) => shape,
  features(x, _grid, { degree }) {
    const values: Expr[] = [x];
    while (values.length < degree) values.push(values.at(-1)!.mul(x));
    return values;
  },
});
