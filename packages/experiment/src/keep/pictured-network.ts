import { evaluate, toText } from '@knotwork/algebra';
import { edgeLabel } from '@knotwork/network';
import type { PicturedEdge, PicturedLayer, PicturedNetwork } from '@knotwork/pictures/network';
import type { NodeGroup, Structure } from '@knotwork/plugin/engine';

/** The function of an edge, as it is shown. */
export interface ShownEdge {
  readonly layer: number;
  /** Numbers of its input and of the sum at its end, from 0. */
  readonly from: number;
  readonly to: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Standard error of the function without its mean; NaN where it is not known, null where it is of no edge. */
  readonly error: Float64Array | null;
  /** Of the function over what training rows give. */
  readonly mean: number;
  /** Share of the output's spread that flows through the edge. */
  readonly score: number;
  /** Shares of the values of the input in bins of equal width. */
  readonly density: Float64Array;
}

/** Standard errors to either side that bands show, and what they are called. */
const DEVIATIONS = 1.96;
export const BAND = '95 % intervals of each edge, all others as they are';

/** A network as pictures need it: curves without their means, which move freely from edge to edge; scores as they are, and weights, for lines, as shares of the largest score of their layer. */
export function picturedNetwork({ spec, layers }: Structure, edges: readonly ShownEdge[]): PicturedNetwork {
  return {
    inputs: spec.inputs.map(({ name }) => name), outputs: spec.outputs.map(({ name }) => name),
    layers: layers.map((layer): PicturedLayer => {
      const { index, nodes } = layer;
      const own = edges.filter((edge) => edge.layer === index);
      const most = own.reduce((largest, { score }) => Math.max(largest, score), 0);
      const held = layer === layers.at(-1) ? spec.outputs : [];
      return { nodes: nodes.flatMap(nodesOf).map((node, k) => (held[k]?.conditions === undefined ? node : { ...node, kind: heldKind(node.kind) })), edges: own.map((edge) => picturedEdge(edge, most, edgeLabel(layer, edge.from, edge.to))) };
    }),
  };
}

function picturedEdge({ from, to, x, y, error, mean, score, density }: ShownEdge, most: number, label: string | null): PicturedEdge {
  const centred = Array.from(y, (v) => v - mean);
  const band = error !== null && error.every(Number.isFinite)
    ? { lower: centred.map((v, k) => v - DEVIATIONS * error[k]!), upper: centred.map((v, k) => v + DEVIATIONS * error[k]!) } : {};
  return { input: from, sum: to, x, y: centred, ...band, density, score, weight: most > 0 ? score / most : 0, ...(label === null ? {} : { label }) };
}

function nodesOf(group: NodeGroup): { readonly kind: string; readonly sums: readonly number[] }[] {
  const kind = kindOf(group);
  return Array.from({ length: group.count }, (_, n) => ({ kind, sums: Array.from({ length: group.arity }, (__, a) => group.firstSum + n * group.arity + a) }));
}

/** What an output is that holds conditions by construction, in a word. */
const heldKind = (kind: string): string => `base + factor * ${kind === 'sum' ? 'sum' : `(${kind})`}`;

/** What a node does with its sums, in a word: asked of the formula, since nobody knows layers by name. */
function kindOf({ arity, formula }: NodeGroup): string {
  if (formula === null) return 'sum';
  const points = [0, 1, 2].map((n) => Array.from({ length: arity }, (_, a) => 0.3 + 0.7 * n + 1.1 * a));
  const isProduct = arity > 1 && points.every((z) => Math.abs(evaluate(formula, Object.fromEntries(z.map((v, a) => [`z${a}`, v])))[formula.outputs[0]!]! / z.reduce((p, v) => p * v, 1) - 1) < 1e-9);
  return isProduct ? 'product' : toText(formula.roots[0]!).replaceAll('z0', 'z');
}
