import type { BandForm, FrozenPenalty, LayerStructure, QuadraticForm, Structure, TermStructure } from '@knotwork/plugin/engine';
import { hasEdgeShape, placeOf } from '../features/edge-functions.js';
import type { FeaturePlace } from '../features/term-features.js';
import { fold } from '../edits/coefficients.js';
import { differenceOrder } from './difference-order.js';
import { differenceForm, formValue, jumpForm, roughnessForm } from './edge-forms.js';
import { freezeActivations } from './freeze-activations.js';
import { scopeOf, tangent } from './penalty-tangent.js';
import type { Penalty, SmoothingPenalty, StatisticPenalty } from './penalty.js';
import type { TrainingRows } from './training-rows.js';

/** One penalty, frozen: see `freezePenalties`. */
export async function freezePenalty(structure: Structure, penalty: Penalty, parameters: Float64Array, rows: TrainingRows): Promise<FrozenPenalty> {
  if (penalty.kind === 'statistic') return penalty.statistic === 'roughness' ? freezeRoughness(structure, penalty, parameters) : freezeActivations(structure, penalty, parameters, rows);
  const terms = penalty.strength > 0 ? structure.layers.flatMap((layer) => layer.terms.map((term) => [layer, term] as const)) : [];
  return { forms: terms.flatMap(([layer, term]) => smoothingForms(layer, term, penalty, parameters)), linear: [], constant: 0 };
}

function smoothingForms(layer: LayerStructure, term: TermStructure, { strength }: SmoothingPenalty, parameters: Float64Array): QuadraticForm[] {
  const order = differenceOrder(term);
  // Nothing is neighbouring; whoever asks for smoothing has been told.
  if (order === null) return [];
  if (term.knots === 'even') return [{ layer: layer.index, term: term.index, scale: strength, from: 0, to: term.edges.count, ...differenceForm(term.size, order) }];
  return perPlace(layer, term, parameters, strength, (at) => jumpForm(term, at, order));
}

/** A form for all edges that share their features: those that leave one input, or each by itself. */
function perPlace(layer: LayerStructure, term: TermStructure, parameters: Float64Array, scale: number, make: (place: FeaturePlace) => BandForm): QuadraticForm[] {
  const { count, starts } = term.edges;
  const bounds = hasEdgeShape(term) ? Array.from({ length: count + 1 }, (_, e) => e) : [...starts];
  return bounds.slice(0, -1).map((from, k) => ({ ...make(placeOf(term, parameters, from)), layer: layer.index, term: term.index, scale, from, to: bounds[k + 1]! }));
}

/**
 * The tangent of a penalty in the roughness of the edges. With s_e = c' R_e c, summed over the terms of an edge, the penalty P and its slopes
 * w_e = dP/ds_e now:
 *
 *     P(s) = P(now) + sum_e w_e (s_e - s_e(now))
 *
 * exact where P is linear in s, above P where it is concave.
 */
function freezeRoughness(structure: Structure, penalty: StatisticPenalty, parameters: Float64Array): FrozenPenalty {
  const { effective } = fold(structure, parameters);
  const forms: QuadraticForm[] = [];
  const edges = new Map<string, { s: number; scope: string }>();
  for (const layer of structure.layers) {
    for (const term of layer.terms) {
      for (const form of perPlace(layer, term, parameters, 0, (at) => roughnessForm(term, at, penalty.derivative))) {
        for (let e = form.from; e < form.to; e++) {
          const key = edgeName(layer, term, e);
          const edge = edges.get(key) ?? { s: 0, scope: scopeOf(penalty.scope, layer, term.edges.to[e]!, key) };
          edge.s += formValue(form, effective[layer.index]![term.index]!, e * term.size);
          edges.set(key, edge);
          forms.push({ ...form, from: e, to: e + 1 });
        }
      }
    }
  }
  const { value, slopes } = tangent(penalty, [...edges.values()]);
  const slopeOf = new Map([...edges.keys()].map((key, k) => [key, slopes[k]!]));
  let constant = value;
  for (const [key, { s }] of edges) constant -= slopeOf.get(key)! * s;
  // The forms stand for 1/2 scale c' M c.
  return { forms: forms.map((form) => ({ ...form, scale: 2 * slopeOf.get(edgeName(structure.layers[form.layer]!, structure.layers[form.layer]!.terms[form.term]!, form.from))! })), linear: [], constant };
}

/** Name of an edge that is the same for all terms of the layer. */
const edgeName = ({ index, sums }: LayerStructure, { edges }: TermStructure, e: number): string => `${index}.${edges.from[e]! * sums + edges.to[e]!}`;
