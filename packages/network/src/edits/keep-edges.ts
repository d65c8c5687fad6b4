import type { Network } from '@knotwork/plugin';
import type { Segment, Structure, TermStructure } from '@knotwork/plugin/engine';

/**
 * The numbers of a network in a structure of the same terms on fewer edges: every edge that is left, and every input that one leaves, keeps its own.
 *
 * @param to the same layers and terms, whose edges are edges of `from`
 */
export function keepEdges(from: Structure, parameters: Float64Array, to: Structure): Network {
  const kept = new Float64Array(to.length);
  for (const [l, layer] of to.layers.entries()) {
    const before = from.layers[l]!;
    kept.set(parameters.subarray(before.bias.offset, before.bias.offset + before.bias.length), layer.bias.offset);
    layer.terms.forEach((term, t) => { copyTerm(before.terms[t]!, term, layer.sums, parameters, kept); });
  }
  return { spec: to.spec, parameters: kept };
}

/** Copies the numbers of one term to another of the same parts, for edges and inputs that both have. Changes `kept`. */
export function copyTerm(from: TermStructure, to: TermStructure, sums: number, parameters: Float64Array, kept: Float64Array): void {
  /** Copies the numbers of each of some edges, or inputs. @param places what each of them was before, -1 for one that is new */
  const copy = (before: Segment | null, after: Segment | null, places: readonly number[]): void => {
    if (before === null || after === null || places.length === 0) return;
    const width = after.length / places.length;
    places.forEach((place, k) => {
      if (place < 0) return;
      const at = before.offset + place * width;
      kept.set(parameters.subarray(at, at + width), after.offset + k * width);
    });
  };
  const edges = Array.from({ length: to.edges.count }, (_, e) => from.edges.edgeAt[to.edges.from[e]! * sums + to.edges.to[e]!]!);
  const inputs = Array.from(to.edges.inputs, (input) => from.edges.inputAt[input]!);
  for (const what of ['coefficients', 'baseWeight', 'basisWeight'] as const) copy(from.segments[what], to.segments[what], edges);
  for (const what of ['domain', 'knots'] as const) copy(from.segments[what], to.segments[what], inputs);
  for (const [name, segment] of Object.entries(to.segments.shape)) {
    copy(from.segments.shape[name]!, segment, { edge: edges, input: inputs, layer: [0] }[to.shape[name]!.scope]);
  }
}
