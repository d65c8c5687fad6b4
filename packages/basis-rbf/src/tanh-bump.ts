import { cite, defineBasis } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { centerBlocks, centerCount } from './padded-centers.js';

/** Furthest center from the middle of its block, in widths: no exponential leaves what float32 can hold. */
const REACH = 10;
/** Further from the middle than this, in widths, all bumps of a block are below 4 e^-36 = 1e-15 and stay what they are. */
const FAR = REACH + 18;

/**
 * Bumps 1 - tanh^2 at the ends of G intervals and at ceil(2 width) more places beyond each end of the domain, u = G (x - a) / (b - a):
 *
 *     1 - tanh^2((u - j) / width) = 4 (r - r^2),    r = 1 / (1 + e^(2 (u - j) / width)),    j = -ceil(2 width), ..., G + ceil(2 width)
 *
 * All e^(...) of a block of 2 floor(10 width) + 1 centers are multiples of one. Cost: one exponential per block, one division per center.
 * The error of a best fit falls until about 2e-5 of the function at width 1.5, where wider bumps go on: no order. The source trains centers
 * and width; here they stand on the grid.
 */
export const tanhBump = defineBasis({
  name: 'tanh-bump',
  summary: 'Bumps 1 - tanh^2 on evenly spaced centers, padded beyond the domain; tails longer than those of Gaussians',
  source: cite({ authors: ['A. Delis'], year: 2024, title: 'FasterKAN' }),
  options: z.strictObject({
    intervals: z.int().min(1).max(500).default(5).describe('Number of intervals between centers inside the domain'),
    width: z.number().min(0.3).max(4).default(1.5).describe('Distance at which a bump has fallen to 0.42, in intervals'),
  }),
  capabilities: {
    support: 'global',
    spansConstants: false,
    onDomainMove: 'refit',
    refine: { option: 'intervals', exactWhen: (from, to) => to === from },
    differenceOrder: () => 2,
  },
  size: ({ intervals, width }) => centerCount(intervals, width),

  features(x, grid, { intervals, width }) {
    const u = grid.unit(x, intervals);
    return centerBlocks(intervals, width, REACH).flatMap(({ middle, centers }) => {
      const growth = u.sub(middle).div(width).clipByValue(-FAR, FAR).mul(2).exp();
      return centers.map((j) => {
        const r = growth.mul(Math.exp((2 * (middle - j)) / width)).add(1).reciprocal();
        return r.sub(r.square()).mul(4);
      });
    });
  },
});
