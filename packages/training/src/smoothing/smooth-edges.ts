import { smoothnessKind } from '@knotwork/network';
import type { Layout, Structure, TermStructure } from '@knotwork/plugin/engine';
import type { SmoothEdge, Strengths } from './smoothing-report.js';

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

/** An unknown that is no coefficient: a bias, a scalar of the objective, or a shape parameter. */
export interface OtherUnknown {
  readonly unknown: number;
  /** Of a shape parameter, the edges that it shapes, as numbers among the smoothed edges: where none of them is used, neither is it. Else empty. */
  readonly edges: readonly number[];
}

/** Strengths that a fresh network begins with. */
export const BEGINNING = { slope: 2e-3, curvature: 1e-4 };

/** All edges that can be smoothed and whose coefficients are unknowns, through layers and terms, and all other unknowns. */
export function smoothedEdges({ layers, length }: Structure, { parameterOf, unknowns }: Layout): { readonly edges: readonly SmoothedEdge[]; readonly others: readonly OtherUnknown[] } {
  const unknownOf = new Int32Array(length).fill(-1);
  parameterOf.forEach((parameter, unknown) => { unknownOf[parameter] = unknown; });
  const isCoefficient = new Uint8Array(unknowns);
  const edges: SmoothedEdge[] = [];
  const shaped = new Map<number, number[]>();
  for (const layer of layers) {
    for (const term of layer.terms) {
      if (smoothnessKind(term) === 'none') continue;
      for (let edge = 0; edge < term.edges.count; edge++) {
        const offset = term.segments.coefficients.offset + edge * term.size;
        const first = unknownOf[offset]!;
        if (first < 0) continue;
        const entry = { edge, input: term.edges.inputAt[term.edges.from[edge]!]!, layer: 0 };
        for (const [name, segment] of Object.entries(term.segments.shape)) {
          const unknown = unknownOf[segment.offset + entry[term.shape[name]!.scope]]!;
          shaped.set(unknown, [...shaped.get(unknown) ?? [], edges.length]);
        }
        isCoefficient.fill(1, first, first + term.size);
        edges.push({ layer: layer.index, term, edge, offset, first });
      }
    }
  }
  const others = Array.from({ length: unknowns }, (_, unknown) => ({ unknown, edges: shaped.get(unknown) ?? [] })).filter(({ unknown }) => isCoefficient[unknown] === 0);
  return { edges, others };
}

/**
 * Strengths that were chosen for the edges of a network, for another one that has edges of it: that on other grids, or without some edges.
 *
 * @param known edges of a `SmoothingReport`, with coefficients that are trained; edges that are not among them begin as those of a fresh network
 */
export function strengthsAmong(known: readonly SmoothEdge[], { layers }: Structure): Strengths {
  // The same pair of nodes may have edges in several terms.
  const ofPair = new Map<string, SmoothEdge[]>();
  for (const edge of known) ofPair.set(pairOf(edge), [...ofPair.get(pairOf(edge)) ?? [], edge]);
  const found = layers.flatMap(({ index: layer, terms }) => terms.filter((term) => smoothnessKind(term) !== 'none').flatMap(({ index: term, edges: { from, to } }) => Array.from(from, (node, e) => {
    const pair = ofPair.get(pairOf({ layer, from: node, to: to[e]! })) ?? [];
    return pair.find((edge) => edge.term === term) ?? pair[0] ?? BEGINNING;
  })));
  return { slope: Float64Array.from(found, ({ slope }) => slope), curvature: Float64Array.from(found, ({ curvature }) => curvature) };
}

const pairOf = ({ layer, from, to }: Pick<SmoothEdge, 'layer' | 'from' | 'to'>): string => `${layer}:${from}-${to}`;
