import type { Layout, Structure, TermStructure } from '@knotwork/plugin/engine';

/** An edge whose coefficients are trained, and which of the unknowns they are. */
export interface SmoothedEdge {
  readonly layer: number;
  readonly term: TermStructure;
  /** Number of the edge, as the term numbers it. */
  readonly edge: number;
  /** Place of its coefficients in the parameter vector. */
  readonly offset: number;
  /** Unknowns `first` to `first + size` (exclusive) are its coefficients. */
  readonly first: number;
}

/** All edges whose coefficients are unknowns, through layers and terms, and the unknowns that belong to none of them. */
export function smoothedEdges({ layers, length }: Structure, { parameterOf, unknowns }: Layout): { readonly edges: readonly SmoothedEdge[]; readonly others: readonly number[] } {
  const unknownOf = new Int32Array(length).fill(-1);
  parameterOf.forEach((parameter, unknown) => { unknownOf[parameter] = unknown; });
  const isCoefficient = new Uint8Array(unknowns);
  const edges: SmoothedEdge[] = [];
  for (const layer of layers) {
    for (const term of layer.terms) {
      for (let edge = 0; edge < term.edges.count; edge++) {
        const offset = term.segments.coefficients.offset + edge * term.size;
        const first = unknownOf[offset]!;
        if (first < 0) continue;
        isCoefficient.fill(1, first, first + term.size);
        edges.push({ layer: layer.index, term, edge, offset, first });
      }
    }
  }
  return { edges, others: Array.from({ length: unknowns }, (_, u) => u).filter((u) => isCoefficient[u] === 0) };
}
