import { cite, defineBasis } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * Bumps over `width` neighbouring intervals, from the knot s to the knot e, powers of a parabola and 1 in the middle:
 *
 *     [4 ReLU(u - s) ReLU(e - u) / (e - s)^2]^power
 *
 * Of all bumps, those numbered `cell`, ..., `cell + width - 1` are not zero on interval number `cell`, and there both factors are
 * positive: the formula needs no ReLU. Value j belongs to the bump from knot `cell + j + 1 - width` to knot `cell + j + 1`. Bumps join
 * smoothly up to derivative power - 1. They do not add up to a constant: the error of a best fit falls until the ripples of their sum, which
 * a larger width lowers, and no further. So there is no order.
 *
 * The source writes k + 1 for `width` and m for `power`.
 */
export const reluPower = defineBasis({
  name: 'relu-power',
  summary: 'Bumps made of products of two ReLUs, raised to a power, on a grid of intervals',
  source: cite({
    authors: ['C. C. So', 'S. P. Yung'], year: 2024, id: 'arXiv:2409.14248',
    title: 'Higher-order-ReLU-KANs (HRKANs) for solving physics-informed neural networks (PINNs) more accurately, robustly and faster',
  }),
  options: z.strictObject({
    intervals: z.int().min(1).max(10_000).default(7).describe('Number of grid intervals inside the domain'),
    width: z.int().min(2).max(10).default(5).describe('Number of intervals that a bump covers'),
    power: z.int().min(1).max(8).default(4).describe('Power of the product of two ReLUs: how smoothly bumps end'),
  }),
  capabilities: {
    support: 'window',
    spansConstants: false,
    onDomainMove: 'refit',
    refine: { option: 'intervals', exactWhen: (from, to) => to === from },
    smoothness: ({ power }) => power,
    differenceOrder: () => 2,
  },
  size: ({ intervals, width }) => intervals + width - 1,
  window: ({ width }) => width,
  intervals: ({ intervals }) => intervals,

  features(x, grid, { intervals, width, power }) {
    const u = grid.unit(x, intervals);
    const cell = grid.cell(x);
    const values = Array.from({ length: width }, (_, j) => {
      const [s, e] = [grid.knot(cell, j + 1 - width), grid.knot(cell, j + 1)];
      return u.sub(s).mul(e.sub(u)).mul(4).div(e.sub(s).square()).pow(power);
    });
    return { start: cell, values };
  },
});
