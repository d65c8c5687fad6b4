import type { LayerStructure, Value } from '@knotwork/plugin/engine';
import { type Coefficients, sumsOfNode } from '@knotwork/network';
import type { Evaluation } from './evaluation.js';
import type { ReferenceData } from './reference-data.js';
import { BLOCK } from './term-kernel.js';

type Place = NonNullable<Value['place']>;

/**
 * First edge, from the input on, whose output is not finite for a finite input; where all edges are finite and their sum, a bias or a
 * node formula is not, the first edge into that node. Input data that is not finite is found at the first edge that reads it. Null where all
 * outputs of the network are finite: then a target, a formula or a penalty is not.
 */
export function findNotFinite(evaluation: Evaluation, parameters: Float64Array, c: Coefficients, data: ReferenceData): Place | null {
  const { task: { structure }, kernel } = evaluation;
  let place: Place | null = null;
  for (const set of data.sets) {
    evaluation.forEachBlock(parameters, c, set, (_, count) => {
      for (const layer of structure.layers) place ??= badEdge(evaluation, c, layer, count) ?? badNode(layer, kernel.activations[layer.index + 1]!, count);
    });
  }
  return place;
}

function badEdge(evaluation: Evaluation, c: Coefficients, layer: LayerStructure, count: number): Place | null {
  for (let i = 0; i < layer.inputs; i++) {
    for (let o = 0; o < layer.sums; o++) {
      for (let n = 0; n < count; n++) if (!Number.isFinite(edgeOutput(evaluation, c, layer, i, o, n))) return { layer: layer.index, from: i, to: o };
    }
  }
  return null;
}

function badNode({ index, inputs, outputs, sums, nodes, terms }: LayerStructure, y: Float64Array, count: number): Place | null {
  for (let o = 0; o < outputs; o++) {
    if (y.subarray(o * BLOCK, o * BLOCK + count).every(Number.isFinite)) continue;
    const { firstSum } = sumsOfNode(nodes, o);
    const from = Array.from({ length: inputs }, (_, i) => i).find((i) => terms.some(({ edges }) => edges.edgeAt[i * sums + firstSum]! >= 0));
    return { layer: index, from: from ?? 0, to: firstSum };
  }
  return null;
}

function edgeOutput({ kernel }: Evaluation, c: Coefficients, { index: l, sums, terms }: LayerStructure, i: number, o: number, n: number): number {
  let sum = 0;
  for (const [t, term] of terms.entries()) {
    const e = term.edges.edgeAt[i * sums + o]!;
    if (e < 0) continue;
    const own = kernel.terms[l]![t]!;
    const group = own.groupOf(e);
    const plane = (j: number): number => own.values[(group * own.rows + j) * BLOCK + n]!;
    for (let j = 0; j < term.window; j++) sum += plane(j) * c.effective[l]![t]![e * term.size + own.starts[group * BLOCK + n]! + j]!;
    if (term.base !== null) sum += plane(term.window) * c.base[l]![t]![e]!;
  }
  return sum;
}
