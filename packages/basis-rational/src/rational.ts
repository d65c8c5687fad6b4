import { cite, constant, defineBasis, type Expr, type ShapeParameter } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * Rational functions with a denominator of its own on every edge, without poles:
 *
 *     c_0 + sum_i c_i T_i(v) / (1 + Q(v)^2),    i = 1, ..., degree,    Q = sum_j q_j T_j,    v = ((2x - a - b) / (b - a) - shift) / scale
 *
 * T are Chebyshev polynomials. The c_i are the coefficients, the q_j shape parameters. The source divides by 1 + |Q| with Q(0) = 0, which
 * has no derivative where Q is 0; with the square all derivatives exist, and Q may have a constant, so that a peak may stand anywhere.
 * The q_j start away from 0, where their slopes would vanish. The constant stands outside the fraction, where it is a constant whatever Q
 * is; a numerator of at least the degree of 1 + Q^2 has the same functions as with the constant inside.
 *
 * Shift and scale are not trained: they start at 0 and 1 and follow the domain, so that v and with it the function stays what it was.
 */
export const rational = defineBasis({
  name: 'rational',
  summary: 'Quotients of polynomials whose denominator every edge learns for itself, without poles',
  source: cite({ authors: ['A. Molina', 'P. Schramowski', 'K. Kersting'], year: 2019, title: 'Pade Activation Units', id: 'arXiv:1907.06732' }),
  options: z.strictObject({
    degree: z.int().min(1).max(30).default(6).describe('Degree of the numerator'),
    denominatorDegree: z.int().min(1).max(10).default(2).describe('Degree of Q; the denominator 1 + Q^2 has twice that degree'),
  }),
  capabilities: {
    support: 'global',
    spansConstants: true,
    onDomainMove: 'transport',
    refine: { option: 'degree', exactWhen: (from, to) => to >= from },
  },
  size: ({ degree }) => degree + 1,
  shape: ({ denominatorDegree }) => ({
    ...Object.fromEntries(Array.from({ length: denominatorDegree + 1 }, (_, j): [string, ShapeParameter] =>
      [`q${j}`, { scope: 'edge', trainable: true, initial: { from: -0.5, to: 0.5 } }])),
    shift: { scope: 'input', trainable: false, initial: 0 },
    scale: { scope: 'input', trainable: false, initial: 1 },
  }),

  // The position u on [a, b] becomes r u + s on [c, d].
  transport: (shape, [a, b], [c, d]) => {
    const [r, s] = [(b - a) / (d - c), (a + b - c - d) / (d - c)];
    return { ...shape, shift: r * shape['shift']! + s, scale: r * shape['scale']! };
  },
  features(x, grid, { degree, denominatorDegree }, shape) {
    const v = grid.unit(x, 2).sub(1).sub(shape['shift']!).div(shape['scale']!);
    const t: Expr[] = [constant(1), v];
    for (let n = 1; n < Math.max(degree, denominatorDegree); n++) t.push(v.mul(2).mul(t[n]!).sub(t[n - 1]!));
    const q = t.slice(0, denominatorDegree + 1).reduce((sum, polynomial, j) => sum.add(polynomial.mul(shape[`q${j}`]!)), constant(0));
    const share = q.square().add(1).reciprocal();
    return [t[0]!, ...t.slice(1, degree + 1).map((polynomial) => polynomial.mul(share))];
  },
});
