import { cite, defineBasis, type Expr } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { centerBlocks, centerCount } from './padded-centers.js';

/** Furthest center from the middle of its block, in widths: in float32 too, the middle's bump is a number wherever one of the block is above 1e-8. */
const REACH = 5;
/** Further from the middle than this, in widths, all bumps of a block are below e^-36 = 2e-16 and stay what they are. */
const FAR = REACH + 6;

/**
 * Gaussian bumps at the ends of G intervals and at ceil(2 width) more places beyond each end of the domain, u = G (x - a) / (b - a):
 *
 *     e^(-((u - j) / width)^2),    j = -ceil(2 width), ..., G + ceil(2 width)
 *
 * The source has no centers outside, and cannot bend at the ends. The bumps of a block follow from the one in its middle, with
 * d = (u - middle) / width and h = 1 / width, by products of numbers that neither overflow nor vanish:
 *
 *     e^(-(d - (k+1) h)^2) = e^(-(d - k h)^2) e^(2 d h) e^(-(2k + 1) h^2)
 *
 * Cost: three exponentials per block of 2 floor(5 width) + 1 centers. Rounding: up to 1e-14, in float32 5e-6. The error of a best fit falls
 * until about e^(-(pi width)^2) of the function, where wider bumps go on: no order.
 */
export const gaussianRbf = defineBasis({
  name: 'gaussian-rbf',
  summary: 'Gaussian bumps on evenly spaced centers, padded beyond the domain',
  source: cite({ authors: ['Z. Li'], year: 2024, title: 'Kolmogorov-Arnold Networks are Radial Basis Function Networks', id: 'arXiv:2405.06721' }),
  options: z.strictObject({
    intervals: z.int().min(1).max(500).default(6).describe('Number of intervals between centers inside the domain'),
    width: z.number().min(0.3).max(4).default(1).describe('Distance at which a bump has fallen to 1/e, in intervals'),
  }),
  capabilities: {
    support: 'global',
    spansConstants: false,
    onDomainMove: 'refit',
    // Bumps of half the width do not add up to bumps of the whole.
    refine: { option: 'intervals', exactWhen: (from, to) => to === from },
    differenceOrder: () => 2,
  },
  size: ({ intervals, width }) => centerCount(intervals, width),

  features(x, grid, { intervals, width }) {
    const u = grid.unit(x, intervals);
    return centerBlocks(intervals, width, REACH).flatMap(({ middle, centers }) => {
      const d = u.sub(middle).div(width).clipByValue(-FAR, FAR);
      const bump = d.square().neg().exp();
      const left = centers.indexOf(middle);
      const right = centers.length - 1 - left;
      const side = (count: number, direction: -1 | 1): Expr[] => neighbours(bump, d.mul((2 * direction) / width).exp(), count, width);
      return [...side(left, -1).reverse(), bump, ...side(right, 1)];
    });
  },
});

/** The bumps at so many centers on one side of a bump, from near to far. @param growth e^(2 d h) for that side */
function neighbours(bump: Expr, growth: Expr, count: number, width: number): Expr[] {
  const values = [bump];
  for (let k = 0; k < count; k++) values.push(values[k]!.mul(growth.mul(Math.exp(-(2 * k + 1) / width ** 2))));
  return values.slice(1);
}
