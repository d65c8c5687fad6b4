import type { EngineParts } from '@knotwork/engine-core';
import { WIDE_BYTES } from '@knotwork/contraction/host';
import { channelsOf, hasEdgeShape } from '@knotwork/network';
import type { LayerStructure, Precision, TermStructure } from '@knotwork/plugin/engine';
import { lanes } from '../code/emitter.js';
import { outOfMemory } from '../errors.js';
import { edgesOf, laneCount } from '../threads/lane-count.js';
import { MOST_BYTES } from './arena.js';
import { BLOCK } from './block.js';
import type { IsWide } from './memory-layout.js';

/** What takes up less than this share of the memory is not named as what to have less of. */
const MUCH = 0.1;

/**
 * Memory of a program and one state by arithmetic: numbers that train with their gradients, slots and a copy of both for steps that fail, effective
 * coefficients where edges have weights of their own, features of one block of samples, and all points. Pads are counted as if every layer were full.
 * Lanes that other threads do have gradients and features of their own; of those of this thread each has gradients, and all have the same where there is no other.
 *
 * @param isWide whether a layer has rows of whole wide vectors, @param threads how many there are, this one among them
 * @throws KnotworkError `capability` beyond what one program can address
 */
export function kernelExtent(precision: Precision, isWide: IsWide = () => false, threads: () => number = () => 1): EngineParts['bytes'] {
  const { size, count } = lanes(precision);
  const padded = (numbers: number, unit = count): number => Math.ceil(numbers / unit) * unit;
  const lanesOf = (layer: LayerStructure): number => padded(layer.sums, isWide(layer) ? WIDE_BYTES / size : count);
  return (structure, objective, { update, parameters }, _unknowns, points) => {
    const trained = (layer: LayerStructure, term: TermStructure): number => {
      const { edges: { count: edges } } = term;
      const hasWeight = term.hasBasisWeight && parameters === 'trainable';
      const own = (term.base === null ? 0 : 1) + term.size + (hasWeight ? 1 : 0) + (hasEdgeShape(term) ? Object.keys(term.shape).length : 0);
      // Rows pad the sums, columns the numbers of an edge.
      return Math.min((edges / layer.sums) * lanesOf(layer) * own, edges * padded(own)) * (hasWeight ? 3 : 1);
    };
    const { list: { length: channels }, order } = channelsOf(objective.blocks.flatMap(({ reads }) => Object.values(reads)));
    // Every channel, and the derivatives that go back.
    const features = ({ inputs }: LayerStructure, term: TermStructure): number => (hasEdgeShape(term) ? term.edges.count : inputs) * (channels + order + 1) * ((term.base === null ? 0 : 1) + term.window) * BLOCK;
    const numbers = structure.layers.reduce((sum, layer) => sum + lanesOf(layer) + layer.terms.reduce((s, term) => s + trained(layer, term), 0), 0);
    const planes = structure.layers.reduce((sum, layer) => sum + 5 * channels * layer.sums * BLOCK + layer.terms.reduce((s, term) => s + features(layer, term), 0), 0);
    const columns = (name: string): number => {
      const targets = objective.blocks.filter((block) => block.points === name).flatMap(({ reads }) => Object.values(reads).map((read) => (read.of === 'target' ? read.index + 1 : 0)));
      return structure.layers[0]!.inputs + Math.max(0, ...targets);
    };
    const copies = 2 + (update === undefined ? 0 : 1 + update.slots.length);
    const bytesOf = (counts: Readonly<Record<string, number>>): number => {
      const rows = Object.entries(counts).reduce((sum, [name, n]) => sum + Math.ceil(n / BLOCK) * BLOCK * columns(name), 0);
      const lanes = laneCount(edgesOf(structure.layers), Object.values(counts).reduce((sum, n) => sum + n, 0));
      const all = Math.min(lanes, threads());
      const own = all === 1 ? Math.min(1, lanes - 1) : Math.floor((lanes - 1) / all);
      const others = all === 1 ? 0 : lanes - 1 - own;
      // A share of the edges of a layer need not be whole.
      return Math.ceil(size * (copies * numbers + planes + rows + own * numbers + others * (numbers + planes)));
    };
    const bytes = bytesOf(points);
    if (bytes > MOST_BYTES) {
      const withoutRows = bytesOf(Object.fromEntries(Object.entries(points).map(([name, n]) => [name, Math.min(n, 1)])));
      const isMuch = (part: number): boolean => part > MUCH * bytes;
      throw outOfMemory(bytes, [
        ...(isMuch(withoutRows) ? ['network', 'numbers'] as const : []), ...(isMuch(bytes - withoutRows) ? ['rows'] as const : []), ...(precision === 'float64' ? ['precision'] as const : []),
      ]);
    }
    return bytes;
  };
}
