import type { Catalog, LayerSpec, NetworkSpec } from '@knotwork/plugin';
import type { LayerStructure, NodeGroup, Structure, TermStructure } from '@knotwork/plugin/engine';
import { layerNodes, nodeOf, sumsOf } from './layer-nodes.js';
import { resolveTerm, type TermsByParts } from './resolve-term.js';
import { Segments } from './segments.js';

/**
 * Looks up every name of a specification, checks options, traces formulas: once per spec and after every edit.
 * Everything below works on the result and never looks up a name.
 *
 * @throws KnotworkError `input` for an unknown name or options that do not fit; `plugin` for a basis that breaks its contract
 */
export function resolve(spec: NetworkSpec, catalog: Catalog): Structure {
  const segments = new Segments();
  const known: TermsByParts = new Map();
  const nodes = spec.layers.map((layer) => layerNodes(layer, catalog));
  const layers = spec.layers.map((layer, index) => {
    const sums = sumsOf(nodes[index]!);
    const { inputs } = layer;
    const terms = layer.terms.map((term, t) => resolveTerm(term, { layer: index, term: t, inputs, sums }, catalog, segments, known));
    const trainsBias = Uint8Array.from({ length: sums }, (_, sum) => (spansConstantsAt(terms, sum) || isUnread(spec.layers[index + 1], nodes[index + 1], nodeOf(nodes[index]!, sum)) ? 0 : 1));
    const bias = segments.add({ name: `layers.${index}.bias`, role: 'bias', layer: index, term: -1, shape: [sums], trainable: trainsBias.includes(1) });
    return Object.freeze({
      index, inputs, sums, outputs: layer.outputs, terms: Object.freeze(terms), nodes: nodes[index]!, isSum: nodes[index]!.every((group) => group.formula === null), bias, trainsBias,
    } satisfies LayerStructure);
  });
  return Object.freeze({ spec, layers: Object.freeze(layers), ...segments.laidOut() });
}

/** Whether an edge into a sum, of a term that spans constants, is on: then a bias would be redundant. */
function spansConstantsAt(terms: readonly TermStructure[], sum: number): boolean {
  return terms.some(({ claims, edges }) => claims.spansConstants && edges.to.includes(sum));
}

/** Whether every edge of the layer after a node is off: then nothing reads what it is. */
function isUnread(next: LayerSpec | undefined, nodes: readonly NodeGroup[] | undefined, node: number): boolean {
  if (next === undefined) return false;
  return next.terms.every(({ edges }) => {
    if (edges === undefined) return false;
    const own = new Set(('only' in edges ? edges.only : edges.except).filter(([from]) => from === node).map(([, to]) => to));
    return 'only' in edges ? own.size === 0 : own.size === sumsOf(nodes!);
  });
}
