import { defineInitializer, type FeatureMoments } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { normalValues } from './normal-values.js';

/**
 * Curves that are smooth whatever the basis, nodes whose spread is the same in every layer, and basis weights that keep the first steps short.
 *
 * With v_k the variance of B_k and s_k the mean of B_k'^2 where activations are spread evenly over the domain, and T = size, the effective coefficients are
 *
 *     w_s c_k ~ N(0, (f sqrt(v_k) / s_k)^2)        f such that a node has the standard deviation `spread`
 *     w_s     = min(1, step / (inputs sum_k sqrt(q_k)))     q_k = mean of B_k^2
 *
 * v_k / s_k is the square of the length over which B_k changes: a feature counts by it, so that a sum of polynomials begins as a curve of low degree
 * and one of equal bumps with equal shares. A feature that is constant shifts a node and spreads nothing: it begins at 0.
 * Nodes are sums of many edges, so that activations of hidden layers are taken to be normal, with the standard deviation `spread`, on the domain
 * [-1, 1] that hidden nodes begin with: most stay inside, where polynomials are tame.
 *
 * An optimizer with steps of one size per number, such as Adam, moves a node of a plain sum by up to rate inputs sum_k |B_k|, which grows with the width
 * and the basis, and each layer passes on a multiple of it. What w_s multiplies moves by w_s times that, at most about `step` times the rate.
 * Base functions begin switched off.
 *
 * A basis of one feature, such as a weight of a perceptron, has no roughness to choose: its edges begin as those of Glorot and Bengio, by the mean squares
 * of the feature and of its slope.
 */
export const deep = defineInitializer({
  name: 'deep',
  summary: 'Smooth curves that keep the spread of nodes through wide and deep networks, and short first steps of first-order optimizers, whatever the basis',
  options: z.strictObject({
    spread: z.number().positive().max(1).default(0.1).describe('Standard deviation of the nodes of a fresh network'),
    step: z.number().positive().default(10).describe('Most that a node moves when every coefficient moves by one: what basis weights begin with follows from it'),
  }),
  initialize(shape, stream, { spread, step }) {
    const { inputs, sums, size, isWeighted, layer } = shape;
    const even = shape.moments();
    if (size === 1) {
      const sum = inputs * even.value[0]! + sums * even.slope[0]!;
      return normalValues(shape, stream, { coefficient: () => (sum > 0 ? Math.sqrt(2 / sum) : 0), baseWeight: 0 });
    }
    const reach = inputs * even.value.reduce((sum, q) => sum + Math.sqrt(q), 0);
    const basisWeight = isWeighted && reach > step ? step / reach : 1;
    const share = even.slope.map((s, k) => (s > 0 ? Math.sqrt(varianceOf(even, k)) / s : 0));
    const seen = layer === 0 ? even : shape.moments(spread);
    const variance = inputs * share.reduce((sum, w, k) => sum + w * w * varianceOf(seen, k), 0);
    const factor = variance > 0 ? spread / Math.sqrt(variance) / basisWeight : 0;
    return normalValues(shape, stream, { coefficient: (k) => factor * share[k]!, baseWeight: 0, basisWeight });
  },
});

/** By how much a feature varies; never below 0, as rounding may have it. */
const varianceOf = ({ value, mean }: FeatureMoments, k: number): number => Math.max(0, value[k]! - mean[k]! ** 2);
