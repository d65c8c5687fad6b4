import { formula, input, substitute } from '@knotwork/algebra';
import type { ExportedLayer, ExportedTerm, Variable } from '@knotwork/plugin';
import type { NodeGroup, Read } from '@knotwork/plugin/engine';
import { conditionedRead, type OutputRead } from '../conditions/conditioned-read.js';
import { sumInput } from '../structure/layer-nodes.js';
import { passing } from './plain-layers.js';

/**
 * Layers for exporters, with one behind them that makes outputs, or derivatives of them, hold their conditions: a node for each, a formula of what the last layer gives and of the inputs of the first,
 * which all layers pass on. So whoever evaluates or writes layers needs to know nothing of conditions.
 *
 * @param layers the first of which has the inputs of the network, in network units, at its first places, and whose last one gives what `placeOf` says
 * @param reads what is asked for, @param outputs of the network, @param placeOf place of an output of the last layer, or of a derivative of one
 * @returns layers, the last of which has an output for each of `reads`
 */
export function conditionLayers(layers: readonly ExportedLayer[], inputs: number, { reads, outputs, placeOf }: { readonly reads: readonly OutputRead[]; readonly outputs: readonly Variable[]; readonly placeOf: (read: OutputRead) => number }): ExportedLayer[] {
  return [...layers.map((layer, l) => carrying(layer, inputs, l === 0 ? 0 : layer.inputs)), conditionLayer(layers.at(-1)!.outputs, inputs, { reads, outputs, placeOf })];
}

/** A layer that passes on the inputs of the network behind its own outputs. @param at place of the first of them among its inputs */
function carrying({ inputs, sums, outputs, bias, terms, nodes }: ExportedLayer, count: number, at: number): ExportedLayer {
  const own = Array.from({ length: count }, (_, i) => i);
  return Object.freeze({
    inputs: Math.max(inputs, at + count), sums: sums + count, outputs: outputs + count, bias: Float64Array.from([...bias, ...own.map(() => 0)]),
    terms: [...terms, passing(own.map((i) => at + i), own.map((i) => [sums + i]))],
    nodes: [...nodes, { first: outputs, firstSum: sums, count, arity: 1, formula: null }],
  });
}

function conditionLayer(given: number, inputs: number, { reads, outputs, placeOf }: { readonly reads: readonly OutputRead[]; readonly outputs: readonly Variable[]; readonly placeOf: (read: OutputRead) => number }): ExportedLayer {
  const sumsOf = new Map<number, number[]>();
  const nodes: NodeGroup[] = [];
  let firstSum = 0;
  const place = (read: Read): number => (read.of === 'input' ? given + read.index : placeOf(read as OutputRead));
  for (const [first, read] of reads.entries()) {
    const made = conditionedRead(read, outputs);
    // A node has a sum at least.
    const from = made === null || Object.keys(made.reads).length === 0 ? [place(read)] : Object.values(made.reads).map(place);
    from.forEach((at, k) => { sumsOf.set(at, [...sumsOf.get(at) ?? [], firstSum + k]); });
    const names = from.map((_, k) => sumInput(k));
    nodes.push({
      first, firstSum, count: 1, arity: from.length,
      formula: made === null ? null : formula(names, { y: substitute([made.value], Object.fromEntries(Object.keys(made.reads).map((name, k) => [name, input(sumInput(k))])))[0]! }),
    });
    firstSum += from.length;
  }
  const places = [...sumsOf.keys()].sort((a, b) => a - b);
  const terms: ExportedTerm[] = [passing(places, places.map((at) => sumsOf.get(at)!))];
  return Object.freeze({ inputs: given + inputs, sums: firstSum, outputs: reads.length, bias: new Float64Array(firstSum), terms, nodes });
}
