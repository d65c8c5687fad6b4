import { median } from '@knotwork/numerics';

/** Degrees of freedom of a network. */
export interface Freedom {
  /** External ones: the structure. */
  readonly nodes: number;
  readonly edges: number;
  /** Internal ones: numbers of one edge, by layer. */
  readonly perEdge: readonly number[];
  /** Effective ones where smoothing chose itself: as many of the parameters as data decide; else null. */
  readonly edf: number | null;
}

/** As much of `result.json` as is read. */
interface Counted {
  readonly network?: { readonly external?: { readonly nodes: number; readonly edges: number }; readonly internal?: { readonly perEdge: readonly number[] } } | null;
  readonly stages?: readonly { readonly smoothing?: { readonly edf?: number } }[];
}

/** What a result says of the degrees of freedom of its network. */
export function freedomOf(result: Readonly<Record<string, unknown>>): Freedom | null {
  const { network, stages } = result as Counted;
  if (network?.external === undefined || network.internal === undefined) return null;
  return { nodes: network.external.nodes, edges: network.external.edges, perEdge: network.internal.perEdge, edf: stages?.at(-1)?.smoothing?.edf ?? null };
}

/** Medians, number by number; null where there is none. */
export function medianFreedom(all: readonly Freedom[]): Freedom | null {
  const [first] = all;
  if (first === undefined) return null;
  const edf = all.flatMap((one) => one.edf ?? []);
  return {
    nodes: median(all.map(({ nodes }) => nodes)), edges: median(all.map(({ edges }) => edges)), perEdge: first.perEdge.map((_, layer) => median(all.map(({ perEdge }) => perEdge[layer] ?? 0))),
    edf: edf.length === 0 ? null : median(edf),
  };
}
