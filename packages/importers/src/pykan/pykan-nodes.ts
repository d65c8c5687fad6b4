import type { PluginUse } from '@knotwork/plugin';
import { cannotExpress } from '../errors.js';
import type { PykanLayer } from './pykan-file.js';

/** Factors that a node of the layer `multiplicative` has at most. */
const MOST_FACTORS = 10;

/** How sums of pykan become sums of a layer here. */
export interface NodesOfLayer {
  readonly layer: PluginUse;
  readonly sums: number;
  readonly outputs: number;
  /** Number here of a sum there, and what it and its edges are multiplied by. */
  sumOf(sum: number): number;
  scale(sum: number): number;
  /** Of every sum here, without what edges add to it. */
  readonly bias: Float64Array;
  /** What is added to every node once its sums are multiplied; null for nothing. */
  readonly after: Float64Array | null;
}

/**
 * Nodes of pykan: a sum is scaled and shifted, sums are multiplied, and what comes of it is scaled and shifted again.
 *
 *     node = scale_n prod_k (scale_k sum_k + bias_k) + bias_n
 *
 * All of it goes into weights of edges and biases of sums, but for bias_n of a product. Nodes that multiply have the same number of factors here: where one
 * has fewer, the others are 1, sums without an edge and with the bias 1.
 */
export function pykanNodes(layer: PykanLayer, file: string): NodesOfLayer {
  const { adding, arities, sums, nodeScale, nodeBias, subnodeScale, subnodeBias } = layer;
  const arity = Math.max(0, ...arities);
  if (arity > MOST_FACTORS) throw cannotExpress(file, `layer ${layer.index} has a node that multiplies ${arity} sums, and at most ${MOST_FACTORS} can be`, 'Multiply in two layers.');
  const outputs = adding + arities.length;
  const bias = new Float64Array(adding + arity * arities.length).fill(1, adding);
  const [sumOf, scale] = [new Uint32Array(sums), new Float64Array(sums)];
  for (let s = 0; s < adding; s++) {
    [sumOf[s], scale[s]] = [s, nodeScale[s]! * subnodeScale[s]!];
    bias[s] = nodeScale[s]! * subnodeBias[s]! + nodeBias[s]!;
  }
  let first = adding;
  arities.forEach((own, n) => {
    for (let k = 0; k < own; k++) {
      // The scale of the node is that of its first factor.
      const factor = k === 0 ? nodeScale[adding + n]! : 1;
      const here = adding + n * arity + k;
      [sumOf[first + k], scale[first + k]] = [here, factor * subnodeScale[first + k]!];
      bias[here] = factor * subnodeBias[first + k]!;
    }
    first += own;
  });
  const after = Float64Array.from({ length: outputs }, (_, n) => (n < adding ? 0 : nodeBias[n]!));
  return {
    layer: arities.length === 0 ? { kind: 'kan' } : { kind: 'multiplicative', products: arities.length, arity }, sums: bias.length, outputs,
    sumOf: (sum) => sumOf[sum]!, scale: (sum) => scale[sum]!, bias, after: after.some((b) => b !== 0) ? after : null,
  };
}
