import { evaluate } from '@knotwork/algebra';
import type { Catalog, Network } from '@knotwork/plugin';
import type { LayerStructure, Structure } from '@knotwork/plugin/engine';
import { termEdgesFrom } from '../features/edge-functions.js';
import { nodeOf, sumInput, sumsOfNode } from '../structure/layer-nodes.js';
import { edgeChoice } from '../structure/term-edges.js';
import { resolve } from '../structure/resolve.js';
import { noMean, wrongMask } from './edit-errors.js';
import { keepEdges } from './keep-edges.js';

/** What pruning removed. */
export interface PruneReport {
  /** Edges that were on and are off now, dead nodes' included: `[layer, from, to]`, once for all terms that went. */
  readonly edges: readonly (readonly [number, number, number])[];
  /** Hidden nodes that have no edge any more: `[layer of the edges into it, node]`. */
  readonly nodes: readonly (readonly [number, number])[];
}

/** Numbers of the edges that are left, by layer and term: 1 where an edge is on. */
type Left = readonly (readonly Uint8Array[])[];

/**
 * Switches edges off. What a pruned edge leaves behind, its mean, goes to the bias of its sum, whether that bias is trained or not. Hidden nodes
 * that nothing enters or nothing leaves go with all their edges; what a node without input passed on, a constant, goes to the biases exactly.
 *
 * @param keep 1 where an edge may stay: `[layer][term]`, each `[edges]` as the term numbers them
 * @param means of the functions of the edges that go, over the rows that matter: laid out alike; 0 for a function that is to vanish with its mean
 * @returns the network, its structure, and what was removed
 * @throws KnotworkError `internal` for masks of other lengths, and for an edge that goes without a finite mean
 */
export function prune(
  structure: Structure, network: Network, keep: readonly (readonly ArrayLike<number>[])[], means: readonly (readonly ArrayLike<number>[])[], catalog: Catalog,
): { readonly network: Network; readonly structure: Structure; readonly report: PruneReport } {
  checkMasks(structure, keep, means);
  const parameters = network.parameters.slice();
  const left = structure.layers.map(({ terms }) => terms.map(({ edges }) => new Uint8Array(edges.count).fill(1)));
  /** Takes an edge of one term off and gives its sum a constant in its place. */
  const cut = (l: number, t: number, e: number, constant: number): void => {
    const { bias, terms } = structure.layers[l]!;
    left[l]![t]![e] = 0;
    parameters[bias.offset + terms[t]!.edges.to[e]!]! += constant;
  };
  const forEach = (l: number, visit: (term: number, edge: number) => void): void => {
    left[l]!.forEach((mask, t) => mask.forEach((on, e) => { if (on === 1) visit(t, e); }));
  };
  for (const { index: l } of structure.layers) forEach(l, (t, e) => { if (keep[l]![t]![e] !== 1) cut(l, t, e, means[l]![t]![e]!); });

  // Nodes that nothing enters, from the input on: each leaves a constant to the next layer, where others may become such.
  for (const layer of structure.layers.slice(0, -1)) {
    const [l, next] = [layer.index, structure.layers[layer.index + 1]!];
    for (let node = 0; node < layer.outputs; node++) {
      if (isEntered(layer, left[l]!, node)) continue;
      const y = constantOf(layer, parameters, node);
      next.terms.forEach((term, t) => termEdgesFrom(term, parameters, node, Float64Array.of(y), 0, (e, [value]) => { if (left[l + 1]![t]![e] === 1) cut(l + 1, t, e, value!); }));
    }
  }
  // Nodes that nothing leaves, from the output back: what they are makes no difference.
  for (const layer of structure.layers.slice(0, -1).reverse()) {
    const [l, next] = [layer.index, structure.layers[layer.index + 1]!];
    for (let node = 0; node < layer.outputs; node++) {
      if (next.terms.some(({ edges }, t) => edges.from.some((from, e) => from === node && left[l + 1]![t]![e] === 1))) continue;
      forEach(l, (t, e) => { if (nodeOf(layer.nodes, layer.terms[t]!.edges.to[e]!) === node) cut(l, t, e, 0); });
      const { firstSum, arity } = sumsOfNode(layer.nodes, node);
      parameters.fill(0, layer.bias.offset + firstSum, layer.bias.offset + firstSum + arity);
    }
  }
  const layers = structure.spec.layers.map((layer, l) => ({
    ...layer,
    terms: layer.terms.map(({ edges: _, ...term }, t) => {
      const choice = edgeChoice(isOn(structure.layers[l]!, t, left[l]![t]!), structure.layers[l]!.sums);
      return choice === undefined ? term : { ...term, edges: choice };
    }),
  }));
  const pruned = resolve({ ...structure.spec, layers }, catalog);
  return { structure: pruned, network: keepEdges(structure, parameters, pruned), report: reportOf(structure, left) };
}

/** What is missing in a mask would be an edge that goes, and what is missing in means NaN in a bias. */
function checkMasks({ layers }: Structure, keep: readonly (readonly ArrayLike<number>[])[], means: readonly (readonly ArrayLike<number>[])[]): void {
  for (const { index: l, terms } of layers) {
    for (const [t, { edges: { count, from, to } }] of terms.entries()) {
      const mask = keep[l]?.[t];
      if (mask?.length !== count) throw wrongMask(`keep[${l}][${t}]`, count, mask === undefined ? 'nothing' : String(mask.length));
      for (let e = 0; e < count; e++) {
        const mean = means[l]?.[t]?.[e];
        if (mask[e] !== 1 && !Number.isFinite(mean)) throw noMean(l, from[e]!, to[e]!, mean);
      }
    }
  }
}

/** Whether an edge that is left enters a node. */
function isEntered({ nodes, terms }: LayerStructure, left: readonly Uint8Array[], node: number): boolean {
  return terms.some(({ edges }, t) => edges.to.some((sum, e) => left[t]![e] === 1 && nodeOf(nodes, sum) === node));
}

/** Output of a node that nothing enters: that of its biases. */
function constantOf({ nodes, bias }: LayerStructure, parameters: Float64Array, node: number): number {
  const { firstSum, arity } = sumsOfNode(nodes, node);
  const { formula } = nodes.findLast(({ first }) => first <= node)!;
  const sums = Array.from({ length: arity }, (_, k) => parameters[bias.offset + firstSum + k]!);
  return formula === null ? sums[0]! : evaluate(formula, Object.fromEntries(sums.map((z, k) => [sumInput(k), z])))['y']!;
}

/** 1 for the edges of a term that are left: `[inputs][sums]`. */
function isOn({ terms }: LayerStructure, t: number, left: Uint8Array): Uint8Array {
  return Uint8Array.from(terms[t]!.edges.edgeAt, (edge) => (edge >= 0 ? left[edge]! : 0));
}

function reportOf(structure: Structure, left: Left): PruneReport {
  const edges: [number, number, number][] = [];
  const nodes: [number, number][] = [];
  for (const layer of structure.layers) {
    const { index: l, inputs, sums, outputs, terms } = layer;
    for (let e = 0; e < inputs * sums; e++) {
      const own = terms.map((term) => term.edges.edgeAt[e]!);
      const [had, has] = [own.some((edge) => edge >= 0), own.some((edge, t) => edge >= 0 && left[l]![t]![edge] === 1)];
      if (had && !has) edges.push([l, Math.floor(e / sums), e % sums]);
    }
    if (l === structure.layers.length - 1) continue;
    const all = terms.map((term) => new Uint8Array(term.edges.count).fill(1));
    for (let node = 0; node < outputs; node++) if (isEntered(layer, all, node) && !isEntered(layer, left[l]!, node)) nodes.push([l, node]);
  }
  return { edges, nodes };
}
