import type { Border, QuadraticForm, TermMoments, TermStructure } from '@knotwork/plugin/engine';
import { hasEdgeShape } from '../features/edge-functions.js';
import { type FeaturePlace, termFeatures } from '../features/term-features.js';

/** A form whose value at the numbers of an edge is a mean square, or a variance, of the edge's function. */
export type MomentForm = Pick<QuadraticForm, 'size' | 'half' | 'band'> & { readonly border: Border };

/**
 * The mean square of edge functions, or with `isCentred` their variance, as forms of their numbers: one for all edges that share their features.
 *
 * @returns the form of every edge: `[edges]`
 */
export function momentForms(term: TermStructure, moments: TermMoments, isCentred: boolean): MomentForm[] {
  const { from, inputAt } = term.edges;
  const isEach = hasEdgeShape(term);
  const forms = new Map<number, MomentForm>();
  return Array.from(from, (input, e) => {
    const group = isEach ? e : inputAt[input]!;
    if (!forms.has(group)) forms.set(group, formOf(moments, group, isCentred));
    return forms.get(group)!;
  });
}

function formOf({ size, band: width, mean, second, base }: TermMoments, group: number, isCentred: boolean): MomentForm {
  const half = Math.min(width, size) - 1;
  const band = new Float64Array(size * (half + 1));
  for (let i = 0; i < size; i++) {
    for (let j = Math.max(0, i - half); j <= i; j++) band[i * (half + 1) + half + j - i] = second[(group * size + j) * width + i - j]!;
  }
  const border = { base: new Float64Array(size + 1), mean: new Float64Array(size + 1) };
  if (isCentred) border.mean.set(mean.subarray(group * size, (group + 1) * size));
  if (base !== null) {
    border.base.set(base.product.subarray(group * size, (group + 1) * size));
    border.base[size] = base.square[group]!;
    if (isCentred) border.mean[size] = base.mean[group]!;
  }
  return { size, half, band, border };
}

/** sum_n weight_n phi(x_n)^2 of one edge as a form of its numbers. @param points inputs x of the edge */
export function weightedForm(term: TermStructure, place: FeaturePlace, points: Float64Array, weights: Float64Array): MomentForm {
  const { size, window } = term;
  const { starts, values: [live], base: [base] } = termFeatures(term, 0)(points, place);
  const half = window - 1;
  const band = new Float64Array(size * window);
  const border = { base: new Float64Array(size + 1), mean: new Float64Array(size + 1) };
  for (let n = 0; n < points.length; n++) {
    const [start, w, b] = [starts[n]!, weights[n]!, base?.[n] ?? 0];
    for (let i = 0; i < window; i++) {
      const f = w * live![n * window + i]!;
      for (let j = 0; j <= i; j++) band[(start + i) * window + half + j - i]! += f * live![n * window + j]!;
      border.base[start + i]! += f * b;
    }
    border.base[size]! += w * b * b;
  }
  return { size, half, band, border };
}

/** sum_n weight_n phi(x_n) of one edge as a linear form of its numbers: `[size + 1]`. @param points inputs x of the edge */
export function weightedSum(term: TermStructure, place: FeaturePlace, points: Float64Array, weights: Float64Array): Float64Array {
  const { size, window } = term;
  const { starts, values: [live], base: [base] } = termFeatures(term, 0)(points, place);
  const sum = new Float64Array(size + 1);
  for (let n = 0; n < points.length; n++) {
    for (let i = 0; i < window; i++) sum[starts[n]! + i]! += weights[n]! * live![n * window + i]!;
    sum[size]! += weights[n]! * (base?.[n] ?? 0);
  }
  return sum;
}
