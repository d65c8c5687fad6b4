import { columnOf, denseForm, edgeSmoothness, meanAndDeviation, smoothnessKind, sumDeviations } from '@knotwork/network';
import { symmetricEigen } from '@knotwork/numerics';
import type { PointRows, Samples } from '@knotwork/plugin';
import type { LayerStructure } from '@knotwork/plugin/engine';
import { type SmoothEdge, strengthsAmong } from '@knotwork/training';
import type { PenaltyRow } from '@knotwork/training/exact';
import type { Model } from '../stages/stage.js';

/** A node that varies less is as good as a constant. */
const LEAST_VARIANCE = 1e-8;
/** Of the largest eigenvalue of a form: what is less is rounding of what the form does not see, such as constants. */
const ROUNDING = 1e-13;

/**
 * The smoothing of edges that are still curves, with the strengths that it chose, as residuals. Where rows are rare, at the ends of a curve above all, nothing else says what it does: without
 * it, a refit of curves beside functions bends them to single rows. As in training, strengths are in units of the variance of the node that an edge enters.
 *
 * @param known edges of the network that came, @param activations inputs of every layer over the rows
 */
export function smoothCurves({ structure: { layers }, structure, network: { parameters } }: Model, known: readonly SmoothEdge[], activations: readonly Samples[], { targets }: PointRows): PenaltyRow[] {
  const { slope, curvature } = strengthsAmong(known, structure);
  const rows: PenaltyRow[] = [];
  let k = 0;
  for (const layer of layers) {
    const variances = deviationsOf(layer, parameters, activations, targets!).map((sd) => Math.max(Number.isFinite(sd) ? sd ** 2 : 1, LEAST_VARIANCE));
    for (const term of layer.terms) {
      if (smoothnessKind(term) === 'none' || term.edges.count === 0) continue;
      const forms = edgeSmoothness(term, parameters);
      for (let e = 0; e < term.edges.count; e++, k++) {
        const [ofSlope, ofCurvature] = [forms[e]!.slope, forms[e]!.curvature].map((form) => (form === null ? null : denseForm(form)));
        const form = ofSlope!.map((v, n) => slope[k]! * v + (ofCurvature == null ? 0 : curvature[k]! * ofCurvature[n]!));
        const { values, vectors } = symmetricEigen(form, term.size);
        const least = ROUNDING * values.reduce((most, v) => Math.max(most, v), 0);
        for (let r = 0; r < term.size; r++) {
          if (values[r]! <= least) continue;
          const factor = Math.sqrt(values[r]! / variances[term.edges.to[e]!]!);
          rows.push({ at: term.segments.coefficients.offset + e * term.size, factors: vectors.slice(r * term.size, (r + 1) * term.size).map((v) => v * factor) });
        }
      }
    }
  }
  return rows;
}

/** Of the sums of a layer; of the last one's, where they are the outputs, those of what these are to be. */
function deviationsOf(layer: LayerStructure, parameters: Float64Array, activations: readonly Samples[], targets: Samples): Float64Array {
  if (!layer.isSum) return sumDeviations(layer, parameters, activations[layer.index]!);
  const nodes = activations[layer.index + 1] ?? targets;
  return Float64Array.from({ length: layer.sums }, (_, o) => { const [, sd] = meanAndDeviation(columnOf(nodes, o)); return sd > 0 ? sd : 1; });
}
