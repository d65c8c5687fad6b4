import { cite, defineLoss } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * Minus the log-likelihood of the classes, of which the outputs are unnormalized log-probabilities, p = softmax(y):
 *
 *     - sum_k t_k log p_k = T log(sum_j exp y_j) - sum_k t_k y_k,    T = sum_k t_k
 *
 * with targets t the probabilities of the classes (1 for the class of a row). `labelSmoothing` s puts (1 - s) t_k + s / classes in their place
 * (section 7 of Szegedy et al., arXiv:1512.00567).
 */
export const crossEntropy = defineLoss({
  name: 'cross-entropy',
  summary: 'Cross-entropy of the softmax of the outputs; the loss of classification, one output per class',
  source: cite({
    authors: ['J. S. Bridle'], year: 1990, title: 'Probabilistic Interpretation of Feedforward Classification Network Outputs, with Relationships to Statistical Pattern Recognition',
    id: 'doi:10.1007/978-3-642-76153-9_28',
  }),
  options: z.strictObject({ labelSmoothing: z.number().min(0).lt(1).default(0).describe('Share of the probability that is spread evenly over the classes') }),
  form: 'loss',
  task: 'classification',
  formula: (outputs, targets, { labelSmoothing }) => {
    // Keeps exp from overflowing. The loss is the same for every shift, and a whole number is constant when the formula is differentiated.
    const shift = outputs.reduce((a, b) => a.maximum(b)).floor();
    const y = outputs.map((output) => output.sub(shift));
    const t = targets.map((target) => target.mul(1 - labelSmoothing).add(labelSmoothing / targets.length));
    const total = y.map((v) => v.exp()).reduce((a, b) => a.add(b)).log();
    return [total.mul(t.reduce((a, b) => a.add(b))).sub(y.map((v, k) => v.mul(t[k]!)).reduce((a, b) => a.add(b)))];
  },
});
