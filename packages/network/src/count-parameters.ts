import type { LayerStructure, Structure, TermStructure } from '@knotwork/plugin';

/** How many numbers a network has, external (structure) and internal (grid) degrees of freedom apart. Masked edges count nowhere. */
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
  let [trainable, effective, grid, edges] = [0, 0, 0, 0];
  let nodes = structure.layers[0]?.inputs ?? 0;
  const isDead = (l: number, node: number): boolean => {
    const [into, outOf] = [structure.layers[l]!, structure.layers[l + 1]];
    return outOf !== undefined && !into.terms.some((t) => t.mask.some((on, e) => on === 1 && e % into.outputs === node)) && !outOf.terms.some((t) => isUsed(t, node, outOf.outputs));
  };
  const perEdge: number[] = [];
  for (const layer of structure.layers) {
    for (let o = 0; o < layer.outputs; o++) if (!isDead(layer.index, o)) nodes++;
    const active = new Set<number>();
    let sum = 0;
    for (const term of layer.terms) {
      const own = term.size + (term.base === null ? 0 : 1);
      sum += own + ownShapes(term.shape);
      term.mask.forEach((on, e) => {
        if (on === 0) return;
        active.add(e);
        effective += own;
        trainable += own + (term.hasBasisWeight ? 1 : 0);
      });
      for (let i = 0; i < layer.inputs; i++) {
        if (!isUsed(term, i, layer.outputs)) continue;
        grid += 2 + (term.knots === 'own' ? term.intervals! - 1 : 0);
      }
      const shapes = trainableShapes(term, layer);
      trainable += shapes;
      effective += shapes;
    }
    const biases = layer.trainsBias.reduce((n, on) => n + on, 0);
    effective += biases;
    trainable += biases;
    edges += active.size;
    perEdge.push(sum);
  }
  return { trainable, effective, grid, external: { nodes, edges }, internal: { perEdge } };
}

/** Whether an edge of the term that leaves the input is on. */
const isUsed = (term: TermStructure, input: number, outputs: number): boolean => term.mask.subarray(input * outputs, (input + 1) * outputs).includes(1);

/** Trainable shape parameters that every edge has for itself. */
export const ownShapes = (shape: TermStructure['shape']): number => Object.values(shape).filter(({ scope, trainable }) => trainable && scope === 'edge').length;

/** Trainable shape parameters of the edges that are on. */
function trainableShapes(term: TermStructure, { inputs, outputs }: LayerStructure): number {
  const count = {
    edge: term.mask.reduce((n, on) => n + on, 0), input: Array.from({ length: inputs }, (_, i) => i).filter((i) => isUsed(term, i, outputs)).length,
    layer: term.mask.includes(1) ? 1 : 0,
  };
  return Object.values(term.shape).reduce((n, { scope, trainable }) => n + (trainable ? count[scope] : 0), 0);
}
