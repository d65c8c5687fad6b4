import type { Catalog, LayerSpec, Network, Structure } from '@knotwork/plugin';
import { evaluate } from '@knotwork/algebra';
import { edgesFrom } from '../features/edge-functions.js';
import { resolve } from '../structure/resolve.js';

/** What pruning removed. */
export interface PruneReport {
  /** Edges that were on and are off now, dead nodes' included: `[layer, from, to]`, once for all terms that went. */
  readonly edges: readonly (readonly [number, number, number])[];
  /** Hidden nodes that have no edge any more: `[layer of the edges into it, node]`. */
  readonly nodes: readonly (readonly [number, number])[];
}

/**
 * Switches edges off. What a pruned edge leaves behind, its mean, goes to the bias of its target, whether that bias is trained or not. Hidden nodes
 * that nothing enters or nothing leaves go with all their edges; what a node without input passed on, a constant, goes to the biases exactly.
 *
 * @param keep 1 where an edge may stay: `[layer][term]`, each `[inputs][outputs]`
 * @param means of the functions of the edges that go, over the rows that matter: laid out alike; 0 for a function that is to vanish with its mean
 * @returns the network, its structure (the parameters lie where they lay), and what was removed
 */
export function prune(
  structure: Structure, network: Network, keep: readonly (readonly ArrayLike<number>[])[], means: readonly (readonly ArrayLike<number>[])[], catalog: Catalog,
): { readonly network: Network; readonly structure: Structure; readonly report: PruneReport } {
  const parameters = network.parameters.slice();
  const masks = structure.layers.map((layer) => layer.terms.map((term) => term.mask.slice()));
  /** Takes an edge of one term off and gives its target a constant in its place. */
  const cut = (l: number, t: number, e: number, left: number): void => {
    const { bias, outputs } = structure.layers[l]!;
    masks[l]![t]![e] = 0;
    parameters[bias.offset + (e % outputs)]! += left;
  };
  const forEach = (l: number, visit: (term: number, edge: number) => void): void => {
    masks[l]!.forEach((mask, t) => mask.forEach((on, e) => { if (on === 1) visit(t, e); }));
  };
  for (const { index: l } of structure.layers) forEach(l, (t, e) => { if (keep[l]![t]![e] !== 1) cut(l, t, e, means[l]![t]![e]!); });
  const hasEdge = (l: number, is: (e: number) => boolean): boolean => masks[l]!.some((mask) => mask.some((on, e) => on === 1 && is(e)));

  // Nodes that nothing enters, from the input on: each leaves a constant to the next layer, where others may become such.
  for (const layer of structure.layers.slice(0, -1)) {
    const [l, next] = [layer.index, structure.layers[layer.index + 1]!];
    for (let node = 0; node < layer.outputs; node++) {
      if (hasEdge(l, (e) => e % layer.outputs === node)) continue;
      const z = parameters[layer.bias.offset + node]!;
      const y = layer.node === null ? z : evaluate(layer.node, { z })['y']!;
      forEach(l + 1, (t, e) => {
        if (Math.floor(e / next.outputs) === node) cut(l + 1, t, e, edgesFrom({ ...next, terms: [next.terms[t]!] }, parameters, node, Float64Array.of(y), 0)[e % next.outputs]!);
      });
    }
  }
  // Nodes that nothing leaves, from the output back: what they are makes no difference.
  for (const layer of structure.layers.slice(0, -1).reverse()) {
    const [l, next] = [layer.index, structure.layers[layer.index + 1]!];
    for (let node = 0; node < layer.outputs; node++) {
      if (hasEdge(l + 1, (e) => Math.floor(e / next.outputs) === node)) continue;
      forEach(l, (t, e) => { if (e % layer.outputs === node) cut(l, t, e, 0); });
      parameters[layer.bias.offset + node] = 0;
    }
  }
  clearMasked(structure, masks, parameters);
  const pruned = resolve({ ...structure.spec, layers: structure.spec.layers.map((layer, l) => withMasks(layer, masks[l]!)) }, catalog);
  return { structure: pruned, network: { spec: pruned.spec, parameters }, report: reportOf(structure, masks) };
}

/** Writes masks into the specification of a layer. */
function withMasks(layer: LayerSpec, masks: readonly Uint8Array[]): LayerSpec {
  return {
    ...layer,
    terms: layer.terms.map(({ masked: _, ...term }, t) => {
      const masked = Array.from(masks[t]!, (on, e) => (on === 1 ? null : [Math.floor(e / layer.outputs), e % layer.outputs] as const)).filter((pair) => pair !== null);
      return masked.length === 0 ? term : { ...term, masked };
    }),
  };
}

/** Numbers of edges that are off are zero, as in a fresh network. */
function clearMasked(structure: Structure, masks: readonly (readonly Uint8Array[])[], parameters: Float64Array): void {
  for (const { index, terms } of structure.layers) {
    for (const { index: t, size, segments: { coefficients, baseWeight } } of terms) {
      masks[index]![t]!.forEach((on, e) => {
        if (on === 1) return;
        parameters.fill(0, coefficients.offset + e * size, coefficients.offset + (e + 1) * size);
        if (baseWeight !== null) parameters[baseWeight.offset + e] = 0;
      });
    }
  }
}

function reportOf(structure: Structure, masks: readonly (readonly Uint8Array[])[]): PruneReport {
  const edges: [number, number, number][] = [];
  const nodes: [number, number][] = [];
  for (const { index: l, inputs, outputs, terms } of structure.layers) {
    for (let e = 0; e < inputs * outputs; e++) {
      const [had, has] = [terms.some((term) => term.mask[e] === 1), masks[l]!.some((mask) => mask[e] === 1)];
      if (had && !has) edges.push([l, Math.floor(e / outputs), e % outputs]);
    }
    if (l === structure.layers.length - 1) continue;
    for (let o = 0; o < outputs; o++) {
      const enters = (of: (t: number) => Uint8Array): boolean => terms.some((_, t) => of(t).some((on, e) => on === 1 && e % outputs === o));
      if (enters((t) => terms[t]!.mask) && !enters((t) => masks[l]![t]!)) nodes.push([l, o]);
    }
  }
  return { edges, nodes };
}
