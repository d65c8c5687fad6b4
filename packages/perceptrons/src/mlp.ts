import { defineLayer, inFull, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * A layer of a multilayer perceptron, y = N(W x + b): the baseline of a fair comparison. It has an edge and an input map of its own;
 * `basis`, `edge`, `inputMap` and `outside` of the file are not used.
 */
export const mlp = defineLayer({
  name: 'mlp',
  summary: 'Weights on the edges and one fixed activation at every node: a layer of a multilayer perceptron',
  options: z.strictObject({
    activation: use('function').default({ kind: 'silu' }).describe('Function at the nodes; identity in the last layer of a regression'),
  }),
  terms: () => [{ basis: { kind: 'affine' }, edge: { kind: 'plain' }, inputMap: 'raw', outside: 'free' }],
  activation: ({ activation }) => inFull(activation),
});
