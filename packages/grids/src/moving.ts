import { cite, defineGridStrategy } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { followOptions, followRange, lookDue, rangeOf } from './follow-range.js';

/** Steps between two looks where they are few and long. */
const LONG_STEPS = 3;

/**
 * Even grids that follow the activations of hidden nodes: a domain is re-centered on the samples when one of them lies outside,
 * when they come so close to an end that little room is left there, or when they fill less than `fill` of it.
 *
 * The source (section 2.2, update of spline grids) follows the activations; its code blends even positions with quantiles. Here knots stay even.
 */
export const moving = defineGridStrategy({
  name: 'moving',
  summary: 'Even grids that follow the range of the activations of hidden nodes',
  source: cite({ authors: ['Z. Liu', 'et al.'], year: 2024, title: 'KAN: Kolmogorov-Arnold Networks', id: 'arXiv:2404.19756' }),
  options: z.strictObject(followOptions({ longSteps: LONG_STEPS, until: 1 })),
  capabilities: { knots: 'even' },
  isDue: (moment, options) => lookDue(moment, options, LONG_STEPS),

  place(situation, options) {
    // Asked first: samples are computed when they are read.
    if (situation.isNetworkInput) return null;
    const [lo, hi] = rangeOf(situation.samples);
    return Number.isFinite(hi - lo) ? followRange(situation.domain, [lo, hi], options) : null;
  },
});
