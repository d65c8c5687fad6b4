import { edgeFunctions, sumsOfNode } from '@knotwork/network';
import type { LayerStructure, Value } from '@knotwork/plugin/engine';
import type { NumbersAt } from '../memory/block-run.js';
import { BLOCK } from '../memory/block.js';
import type { KernelData } from './kernel-data.js';
import type { KernelBackend } from './kernel-backend.js';

type Place = NonNullable<Value['place']>;

/**
 * The edge to blame for a number that single precision alone cannot hold: of the first layer with an output that is not finite, or of the last
 * layer, whose outputs formulas square, the largest output, and the edge that adds most to it. Runs all rows forwards once.
 *
 * @param parameters the numbers at `at`, in the order of the network's parameter vector
 */
export function findOverflow(backend: KernelBackend, data: KernelData, at: NumbersAt, parameters: Float64Array): Place {
  const { structure: { layers } } = backend.task;
  const last = layers.length - 1;
  let worst = -1;
  let place: Place = { layer: last, from: 0, to: 0 };
  for (const set of data.sets) {
    backend.forEachBlock(set, at, false, (block) => {
      for (const layer of layers) {
        const { size, node, sample } = largestOutput(backend, layer, set.rowsOf(block));
        if (size <= worst || (size < Infinity && layer.index < last)) continue;
        worst = size;
        const numbers = backend.arena.numbers(backend.v.precision);
        const from = backend.inputsOf(set, block, layer.index) / backend.v.size + sample;
        const { firstSum } = sumsOfNode(layer.nodes, node);
        place = { layer: layer.index, from: largestEdge(layer, parameters, firstSum, (i) => numbers[from + i * BLOCK]!), to: firstSum };
      }
    });
  }
  return place;
}

/** Of a layer that has just run; what is not a number is infinitely large. */
function largestOutput({ arena, v, layers }: KernelBackend, { index, outputs }: LayerStructure, count: number): { size: number; node: number; sample: number } {
  const numbers = arena.numbers(v.precision);
  const y = layers[index]!.y / v.size;
  let largest = { size: -1, node: 0, sample: 0 };
  for (let node = 0; node < outputs; node++) {
    for (let sample = 0; sample < count; sample++) {
      const value = Math.abs(numbers[y + node * BLOCK + sample]!);
      const size = Number.isNaN(value) ? Infinity : value;
      if (size > largest.size) largest = { size, node, sample };
    }
  }
  return largest;
}

/** Input of the edge that adds most to a sum, in double precision, where it is finite. */
function largestEdge(layer: LayerStructure, parameters: Float64Array, sum: number, x: (input: number) => number): number {
  const edges = edgeFunctions(layer, parameters, (i) => Float64Array.of(x(i)), 0);
  const size = (i: number): number => Math.abs(edges[i * layer.sums + sum]!);
  let from = 0;
  for (let i = 1; i < layer.inputs; i++) if (size(i) > size(from)) from = i;
  return from;
}
