import { defineBasis } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * The input itself: a layer of such edges is a matrix, y = W x + b, the linear part of a multilayer perceptron. It has no grid and
 * nothing to refine.
 */
export const affine = defineBasis({
  name: 'affine',
  summary: 'The input itself: one weight per edge, as in a multilayer perceptron',
  options: z.strictObject({}),
  capabilities: { support: 'global', spansConstants: false, onDomainMove: 'none' },
  size: () => 1,
  features: (x) => [x],
});
