import type { Catalog, EdgePair, LayerSpec, NetworkSpec } from '@knotwork/plugin';
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
    const isConstantThere = spansConstants(terms, sums);
    const isUnread = unreadNodes(spec.layers[index + 1], nodes[index + 1]);
    const trainsBias = Uint8Array.from({ length: sums }, (_, sum) => (isConstantThere[sum] === 1 || isUnread(nodeOf(nodes[index]!, sum)) ? 0 : 1));
    const bias = segments.add({ name: `layers.${index}.bias`, role: 'bias', layer: index, term: -1, shape: [sums], trainable: trainsBias.includes(1) });
    return Object.freeze({
      index, inputs, sums, outputs: layer.outputs, terms: Object.freeze(terms), nodes: nodes[index]!, isSum: nodes[index]!.every((group) => group.formula === null), bias, trainsBias,
    } satisfies LayerStructure);
  });
  return Object.freeze({ spec, layers: Object.freeze(layers), ...segments.laidOut() });
}

/** 1 for sums into which an edge, of a term that spans constants, is on: then a bias would be redundant. */
function spansConstants(terms: readonly TermStructure[], sums: number): Uint8Array {
  const spans = new Uint8Array(sums);
  for (const { claims, edges } of terms) if (claims.spansConstants) for (const sum of edges.to) spans[sum] = 1;
  return spans;
}

/** Whether every edge of the layer after a node is off: then nothing reads what it is. */
function unreadNodes(next: LayerSpec | undefined, nodes: readonly NodeGroup[] | undefined): (node: number) => boolean {
  if (next === undefined || next.terms.some(({ edges }) => edges === undefined)) return () => false;
  const sums = sumsOf(nodes!);
  const named = next.terms.map(({ edges }) => ({ edges: edges!, sumsOf: sumsByNode('only' in edges! ? edges.only : edges!.except) }));
  return (node) => named.every(({ edges, sumsOf: of }) => (of.get(node)?.size ?? 0) === ('only' in edges ? 0 : sums));
}

/** Sums that are named with each node. */
function sumsByNode(pairs: readonly EdgePair[]): ReadonlyMap<number, ReadonlySet<number>> {
  const byNode = new Map<number, Set<number>>();
  for (const [from, to] of pairs) (byNode.get(from) ?? byNode.set(from, new Set()).get(from)!).add(to);
  return byNode;
}
