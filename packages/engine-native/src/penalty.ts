import { differentiate, evaluate } from '@knotwork/algebra';
import { type BandForm, differenceForm, differenceOrder, type FeaturePlace, formValue, hasEdgeShape, jumpForm, placeOf, roughnessForm } from '@knotwork/network';
import type { Frozen, LayerStructure, Objective, SmoothingPenalty, StatisticPenalty, Structure, TermStructure } from '@knotwork/plugin';
import { type Coefficients, fold } from './coefficients.js';
import { cannot } from './errors.js';
import type { ProgramLayout } from './layout.js';

/** scale/2 c' M c on some edges of one term. */
export interface QuadraticForm extends BandForm {
  readonly layer: number;
  readonly term: number;
  /** Edges `from` to `to`, exclusive, in the order `[inputs][outputs]`. */
  readonly from: number;
  readonly to: number;
  readonly scale: number;
}

/** A penalty round: all penalties as quadratic forms of effective coefficients, and a constant. */
export interface FrozenPenalty extends Frozen {
  readonly forms: readonly QuadraticForm[];
  readonly constant: number;
}

/** Freezes the penalties of an objective at a state: they depend on its grids and shape parameters, and on its coefficients where they are not quadratic. */
export function freezePenalties(structure: Structure, objective: Objective, parameters: Float64Array): FrozenPenalty {
  const forms: QuadraticForm[] = [];
  let constant = 0;
  for (const penalty of objective.penalties) {
    if (penalty.kind === 'smoothing') {
      if (penalty.strength > 0) forms.push(...structure.layers.flatMap((layer) => layer.terms.flatMap((term) => smoothingForms(layer, term, penalty, parameters))));
    } else {
      const frozen = freezeStatistic(structure, penalty, parameters);
      forms.push(...frozen.forms);
      constant += frozen.constant;
    }
  }
  return { kind: 'frozen', forms, constant };
}

function smoothingForms(layer: LayerStructure, term: TermStructure, { strength }: SmoothingPenalty, parameters: Float64Array): QuadraticForm[] {
  const order = differenceOrder(term);
  // Nothing is neighbouring; whoever asks for smoothing has been told.
  if (order === null) return [];
  if (term.knots === 'even') return [{ layer: layer.index, term: term.index, scale: strength, from: 0, to: term.mask.length, ...differenceForm(term.size, order) }];
  return perPlace(layer, term, parameters, strength, (at) => jumpForm(term, at, order));
}

/** A form for all edges that share their features: those that leave one input, or each by itself. Nothing where all of them are masked. */
function perPlace(layer: LayerStructure, term: TermStructure, parameters: Float64Array, scale: number, make: (place: FeaturePlace) => BandForm): QuadraticForm[] {
  const { outputs } = layer;
  const width = hasEdgeShape(term) ? 1 : outputs;
  const firsts = Array.from({ length: term.mask.length / width }, (_, g) => g * width).filter((e) => term.mask.subarray(e, e + width).includes(1));
  return firsts.map((from) => ({
    ...make(placeOf(term, parameters, Math.floor(from / outputs), from % outputs, outputs)),
    layer: layer.index, term: term.index, scale, from, to: from + width,
  }));
}

/**
 * The tangent of a penalty in the statistics of the edges. With s_e = c' R_e c, the penalty P and its slopes w_e = dP/ds_e now:
 *
 *     P(s) = P(now) + sum_e w_e (s_e - s_e(now))
 *
 * exact where P is linear in s, above P where it is concave.
 */
function freezeStatistic(structure: Structure, penalty: StatisticPenalty, parameters: Float64Array): { forms: QuadraticForm[]; constant: number } {
  if (penalty.statistic !== 'roughness') throw cannot(`statistic "${penalty.statistic}" (regularizer "${penalty.name}")`, 'Leave that regularizer out.');
  const { effective } = fold(structure, parameters);
  const forms: QuadraticForm[] = [];
  const edges = new Map<string, { s: number; scope: string }>();
  for (const layer of structure.layers) {
    for (const term of layer.terms) {
      for (const form of perPlace(layer, term, parameters, 0, (at) => roughnessForm(term, at, penalty.derivative))) {
        for (let e = form.from; e < form.to; e++) {
          if (term.mask[e] === 0) continue;
          const key = `${layer.index}.${e}`;
          const edge = edges.get(key) ?? { s: 0, scope: { edge: key, node: `${layer.index}.${e % layer.outputs}`, layer: String(layer.index), network: '' }[penalty.scope] };
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
  return { forms: forms.map((form) => ({ ...form, scale: 2 * slopeOf.get(`${form.layer}.${form.from}`)! })), constant };
}

/** Value of a penalty and its slope in the statistic of every edge. */
function tangent({ sums, penalty }: StatisticPenalty, edges: readonly { readonly s: number; readonly scope: string }[]): { value: number; slopes: number[] } {
  const totals = new Map<string, Record<string, number>>();
  for (const { s, scope } of edges) {
    const total = totals.get(scope) ?? Object.fromEntries(sums.outputs.map((name) => [name, 0]));
    for (const [name, v] of Object.entries(evaluate(sums, { s }))) total[name]! += v;
    totals.set(scope, total);
  }
  let value = 0;
  for (const total of totals.values()) value += evaluate(penalty, total)['p']!;
  const inner = differentiate(sums, 's');
  const outer = sums.outputs.map((name) => differentiate(penalty, name));
  const slopes = edges.map(({ s, scope }) => {
    const d = evaluate(inner, { s });
    return sums.outputs.reduce((sum, name, k) => sum + evaluate(outer[k]!, totals.get(scope)!)['p']! * d[name]!, 0);
  });
  return { value, slopes };
}

/** Value of the penalties; adds their gradient where one is given. */
export function penaltyValue(frozen: FrozenPenalty | undefined, c: Coefficients, structure: Structure, gradient?: Coefficients): number {
  let total = frozen?.constant ?? 0;
  for (const { layer, term, size, half, band, from, to, scale } of frozen?.forms ?? []) {
    const values = c.effective[layer]![term]!;
    const into = gradient?.effective[layer]![term];
    const mask = structure.layers[layer]!.terms[term]!.mask;
    const product = new Float64Array(size);
    for (let e = from; e < to; e++) {
      if (mask[e] === 0) continue;
      const at = e * size;
      product.fill(0);
      for (let i = 0; i < size; i++) {
        for (let j = Math.max(0, i - half); j <= i; j++) {
          const m = scale * band[i * (half + 1) + half + j - i]!;
          product[i]! += m * values[at + j]!;
          if (j < i) product[j]! += m * values[at + i]!;
        }
      }
      for (let i = 0; i < size; i++) {
        total += 0.5 * values[at + i]! * product[i]!;
        if (into !== undefined) into[at + i]! += product[i]!;
      }
    }
  }
  return total;
}

/** Adds the penalties' second derivatives to a Hessian in effective coefficients. @param hessian lower triangle of `[unknowns][unknowns]` */
export function addPenaltyHessian(frozen: FrozenPenalty | undefined, layout: ProgramLayout, hessian: Float64Array): void {
  const p = layout.unknowns;
  for (const form of frozen?.forms ?? []) {
    for (const first of layout.terms[form.layer]![form.term]!.coefficients.subarray(form.from, form.to)) {
      if (first < 0) continue;
      for (let i = 0; i < form.size; i++) {
        for (let j = Math.max(0, i - form.half); j <= i; j++) hessian[(first + i) * p + first + j]! += form.scale * form.band[i * (form.half + 1) + form.half + j - i]!;
      }
    }
  }
}
