import { cite, defineGridStrategy } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { ownKnotsDue, ownKnotsOptions, placeOwnKnots } from './own-knots.js';

/**
 * Knots of every input node at quantiles of its activations, so that all intervals hold about as many samples:
 *
 *     t_j = uniformBlend (a + j (b - a) / G) + (1 - uniformBlend) quantile(j / G),    t_0 = a,    t_G = b
 *
 * Domains of hidden nodes follow the activations; inputs of the network keep theirs. Few distinct activations blend the knots
 * further towards even ones. The blend of 0.02 is the source's: it keeps knots 0.02 of the mean spacing apart.
 *
 * The source's code (update of grids from samples) takes order statistics, blends them with even positions between the least and
 * the greatest sample, and never checks the outcome; here quantiles are interpolated, even positions are those of the domain
 * with its margin, and what the objective does not like is undone.
 */
export const quantile = defineGridStrategy({
  name: 'quantile',
  summary: 'Knots at quantiles of the activations, blended with even ones',
  source: cite({ authors: ['Z. Liu', 'et al.'], year: 2024, title: 'KAN: Kolmogorov-Arnold Networks', id: 'arXiv:2404.19756' }),
  options: z.strictObject(ownKnotsOptions({ uniformBlend: 0.02 })),
  capabilities: { knots: 'own' },
  isDue: ownKnotsDue,
  place: (situation, options) => placeOwnKnots(situation, options, (sorted) => new Float64Array(sorted.length).fill(1)),
});
