import type { LayerStructure, Structure, TermStructure } from '@knotwork/plugin/engine';
import { nodeOf } from './structure/layer-nodes.js';

/** How many numbers a network has, external (structure) and internal (grid) degrees of freedom apart. Edges that are off count nowhere. */
export interface ParameterCount {
  /** Numbers that first-order training changes: coefficients, base weights, basis weights, trainable biases. */
  readonly trainable: number;
  /** Degrees of freedom: basis weights folded into coefficients. */
  readonly effective: number;
  /** Grid values: two per input node and term, and the inner knots where they are not even. */
  readonly grid: number;
  /** Hidden nodes without any edge do not count. */
  readonly external: { readonly nodes: number; readonly edges: number };
  /** Per layer: numbers of one edge over all terms, base weight and trainable shape parameters of its own included. */
  readonly internal: { readonly perEdge: readonly number[] };
}

/** Counts the parameters of a network. */
export function countParameters(structure: Structure): ParameterCount {
  const { layers } = structure;
  let [trainable, effective, grid, edges] = [0, 0, 0, 0];
  let nodes = layers[0]?.inputs ?? 0;
  const perEdge: number[] = [];
  for (const layer of layers) {
    for (let o = 0; o < layer.outputs; o++) if (!isDead(layer, layers[layer.index + 1], o)) nodes++;
    let sum = 0;
    for (const term of layer.terms) {
      const own = term.size + (term.base === null ? 0 : 1);
      const shapes = trainableShapes(term);
      sum += own + ownShapes(term.shape);
      effective += own * term.edges.count + shapes;
      trainable += (own + (term.hasBasisWeight ? 1 : 0)) * term.edges.count + shapes;
      grid += term.edges.inputs.length * (2 + (term.knots === 'own' ? term.intervals! - 1 : 0));
    }
    const biases = layer.trainsBias.reduce((n, on) => n + on, 0);
    effective += biases;
    trainable += biases;
    edges += edgesOn(layer);
    perEdge.push(sum);
  }
  return { trainable, effective, grid, external: { nodes, edges }, internal: { perEdge } };
}

/** Edges of a layer that are on in some term. */
function edgesOn({ inputs, sums, terms }: LayerStructure): number {
  let count = 0;
  for (let e = 0; e < inputs * sums; e++) if (terms.some(({ edges }) => edges.edgeAt[e]! >= 0)) count++;
  return count;
}

/** Whether a node is hidden and no edge enters or leaves it. */
export function isDead({ nodes, terms }: LayerStructure, next: LayerStructure | undefined, node: number): boolean {
  return next !== undefined && !terms.some(({ edges }) => edges.to.some((sum) => nodeOf(nodes, sum) === node)) && !next.terms.some(({ edges }) => edges.inputAt[node]! >= 0);
}

/** Trainable shape parameters that every edge has for itself. */
export const ownShapes = (shape: TermStructure['shape']): number => Object.values(shape).filter(({ scope, trainable }) => trainable && scope === 'edge').length;

/** Trainable shape parameters of the edges that are on. */
function trainableShapes({ shape, edges }: TermStructure): number {
  const count = { edge: edges.count, input: edges.inputs.length, layer: edges.count > 0 ? 1 : 0 };
  return Object.values(shape).reduce((n, { scope, trainable }) => n + (trainable ? count[scope] : 0), 0);
}
