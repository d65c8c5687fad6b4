import type { FrozenPenalty, LayerStructure, LinearForm, QuadraticForm, Structure, TermStructure } from '@knotwork/plugin/engine';
import { placeOf, termEdgesFrom } from '../features/edge-functions.js';
import { columnOf } from '../standardize.js';
import { nodeOf } from '../structure/layer-nodes.js';
import { meanAndDeviation, sumDeviations, varyingSums } from './edge-spreads.js';
import { type Coefficients, fold } from '../edits/coefficients.js';
import { type MomentForm, momentForms, weightedForm, weightedSum } from './moment-form.js';
import { formProduct } from './form-product.js';
import { outputShares } from './output-shares.js';
import type { StatisticPenalty } from './penalty.js';
import { scopeOf, tangent } from './penalty-tangent.js';
import type { TrainingRows } from './training-rows.js';

/**
 * Edges whose statistic is below this share of the largest are frozen as if they had so much: the square root has no slope at zero. Where P is
 * concave in the squares that keeps what is frozen above it; at the state itself it is then higher by at most the slope times this share of the largest.
 */
const LEAST_SHARE = 1e-4;
/** A variance below this share of what it was added up from is rounding: the function is constant, and frozen as if it had so much. */
const ROUNDING = 1e-13;
/** |v| is taken for v^2 / 2a + a / 2 where it is below this share a of the edge's mean |v|. */
const KINK = 1e-3;

/** An edge of one term, with its statistic now, and forms that the statistic is replaced by. */
interface Edge {
  readonly layer: LayerStructure;
  readonly term: TermStructure;
  readonly e: number;
  readonly s: number;
  /** What rounding alone may make of the statistic. */
  readonly noise: number;
  /** For a positive slope: s <= scale/2 u'Mu + constant, equal where s is the reference. */
  quadratic(reference: number): { readonly form: MomentForm; readonly scale: number; readonly constant: number };
  /** For a negative slope: s >= slope'u, equal now. */
  linear(): Float64Array;
}

/**
 * Replaces a penalty of statistics over rows by a quadratic and linear function of coefficients and base weights. With the statistic s_e of every
 * edge (each term of an edge by itself), the penalty P and its slopes w_e = dP/ds_e now:
 *
 *     P(s) ~ P(now) + sum_e w_e (s_e - s_e(now)),    s_e = sqrt(q_e),  q_e = u' M_e u a mean square or a variance
 *
 *     w_e > 0:  s_e <= q_e / 2 s_e(now) + s_e(now) / 2        w_e < 0:  s_e >= u(now)' M_e u / s_e(now)
 *
 * Value and slopes are those of P now. Where P is concave in the squares q_e it lies nowhere below it; entropy is not. What flows
 * into the edges, node scores and node deviations stay as they are, and so do shape parameters.
 *
 * Cost: that of the moments; with node formulas, and for mean absolute values, rows * edges * window and its square.
 */
export async function freezeActivations(structure: Structure, penalty: StatisticPenalty, parameters: Float64Array, rows: TrainingRows): Promise<FrozenPenalty> {
  const c = fold(structure, parameters);
  const edges = penalty.statistic === 'meanAbs' ? await meanAbs(structure, parameters, rows) : await spreads(structure, penalty.statistic, parameters, c, rows);
  const largest = edges.reduce((m, { s }) => Math.max(m, s), 0);
  const least = LEAST_SHARE * largest;
  const scoped = edges.map(({ layer, term, e, s, noise }) => ({ s: largest > 0 ? Math.max(s, least, noise) : 0, scope: scopeOf(penalty.scope, layer, term.edges.to[e]!, `${layer.index}.${term.index}.${e}`) }));
  const { value, slopes } = tangent(penalty, scoped);
  let constant = value;
  const forms: QuadraticForm[] = [];
  const linear: LinearForm[] = [];
  // Where all edges are zero there is no way that is better than others.
  if (largest > 0) {
    edges.forEach((edge, k) => {
      const [w, s] = [slopes[k]!, scoped[k]!.s];
      const place = { layer: edge.layer.index, term: edge.term.index };
      constant -= w * s;
      if (w > 0) {
        const { form, scale, constant: rest } = edge.quadratic(s);
        constant += w * rest;
        forms.push({ ...place, from: edge.e, to: edge.e + 1, ...form, scale: w * scale });
      } else if (w < 0 && edge.s === s) linear.push({ ...place, edge: edge.e, slope: edge.linear().map((v) => w * v) });
    });
  }
  return { forms, linear, constant };
}

/** Root mean squares and deviations, from moments. */
async function spreads(structure: Structure, statistic: StatisticPenalty['statistic'], parameters: Float64Array, c: Coefficients, rows: TrainingRows): Promise<Edge[]> {
  const measured = await inOrder(structure.layers, async (layer) => {
    const { terms } = await rows.moments(layer.index);
    return layer.terms.map((term) => momentForms(term, terms[term.index]!, statistic !== 'rms').map((form, e) => {
      const [values, weight] = [c.effective[layer.index]![term.index]!, c.base[layer.index]![term.index]![e] ?? 0];
      const product = formProduct(form, values, e * term.size, weight);
      const { mean } = form.border;
      let [square, along] = [product[term.size]! * weight, mean[term.size]! * weight];
      for (let i = 0; i < term.size; i++) {
        square += product[i]! * values[e * term.size + i]!;
        along += mean[i]! * values[e * term.size + i]!;
      }
      // What was added up to make the variance, signs aside: large coefficients that cancel leave as much rounding as a large mean does.
      let gross = Math.abs(weight) * (Math.abs(product[term.size]!) + Math.abs(mean[term.size]! * along));
      for (let i = 0; i < term.size; i++) gross += Math.abs(values[e * term.size + i]!) * (Math.abs(product[i]!) + Math.abs(mean[i]! * along));
      return { form, product, mean: along, s: square > ROUNDING * gross ? Math.sqrt(square) : 0, noise: Math.sqrt(ROUNDING * gross) };
    }));
  });
  const table = (what: 's' | 'mean'): Float64Array[][] => measured.map((layer) => layer.map((of) => Float64Array.from(of, (m) => m[what])));
  const factors = statistic === 'outputShare' ? await shareFactors(structure, parameters, table('s'), table('mean'), rows) : null;
  return structure.layers.flatMap((layer) => layer.terms.flatMap((term) => measured[layer.index]![term.index]!.map((m, e): Edge => {
    const factor = factors === null ? 1 : factors[layer.index]![term.edges.to[e]!]!;
    return {
      layer, term, e, s: factor * m.s, noise: factor * m.noise,
      quadratic: (reference) => ({ form: m.form, scale: factor ** 2 / reference, constant: reference / 2 }),
      linear: () => m.product.map((v) => (factor * v) / m.s),
    };
  })));
}

/** Node score over deviation of the sum, for every sum that an edge leads to: `[layer][sums]`. @param sd, @param means of edges, by layer and term */
async function shareFactors(
  structure: Structure, parameters: Float64Array, sd: readonly (readonly Float64Array[])[], means: readonly (readonly Float64Array[])[], rows: TrainingRows,
): Promise<Float64Array[]> {
  const deviations = await inOrder(structure.layers, async (layer) => {
    if (!layer.isSum) return sumDeviations(layer, parameters, await rows.activations(layer.index));
    const outputs = await rows.activations(layer.index + 1);
    return Float64Array.from({ length: layer.sums }, (_, o) => meanAndDeviation(columnOf(outputs, o))[1]);
  });
  const sums = deviations.map((of, l) => varyingSums(structure.layers[l]!, of, means[l]!));
  const { nodeScore } = outputShares(structure, sd.map((of, l) => ({ sd: of, sums: sums[l]! })));
  return sums.map((of, l) => of.map((v, o) => (v > 0 ? nodeScore[l + 1]![nodeOf(structure.layers[l]!.nodes, o)]! / v : 0)));
}

/** Mean absolute values: every row by itself is replaced like a square root, so that each edge has moments of its own. */
async function meanAbs(structure: Structure, parameters: Float64Array, rows: TrainingRows): Promise<Edge[]> {
  const edges = await inOrder(structure.layers, async (layer) => {
    const samples = await rows.activations(layer.index);
    return Array.from({ length: layer.inputs }, (_, i) => i).flatMap((i) => layer.terms.flatMap((term) => meanAbsFrom(layer, term, parameters, i, columnOf(samples, i))));
  });
  return edges.flat();
}

/** Those of the edges of one term that leave an input. @param points inputs of the edges */
function meanAbsFrom(layer: LayerStructure, term: TermStructure, parameters: Float64Array, input: number, points: Float64Array): Edge[] {
  const count = points.length;
  const edges: Edge[] = [];
  termEdgesFrom(term, parameters, input, points, 0, (e, now) => {
    const values = now.slice();
    const place = placeOf(term, parameters, e);
    edges.push({
      layer, term, e, s: sumOf(values.map(Math.abs)) / count, noise: 0,
      quadratic: (reference) => {
        const sizes = values.map((v) => Math.max(Math.abs(v), KINK * reference));
        return { form: weightedForm(term, place, points, sizes.map((a) => 1 / (a * count))), scale: 1, constant: sumOf(sizes) / (2 * count) };
      },
      linear: () => weightedSum(term, place, points, values.map((v) => Math.sign(v) / count)),
    });
  });
  return edges;
}

/** One after the other: an engine answers one question at a time. */
async function inOrder<A, B>(of: readonly A[], ask: (a: A) => Promise<B>): Promise<B[]> {
  const answers: B[] = [];
  for (const a of of) answers.push(await ask(a));
  return answers;
}

const sumOf = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0);
