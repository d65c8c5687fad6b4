import type { BandForm } from '@knotwork/network';
import type { Frozen, Structure } from '@knotwork/plugin';
import type { Coefficients } from './coefficients.js';
import type { ProgramLayout } from './layout.js';

/**
 * scale/2 u' M u on some edges of one term; u are the coefficients of an edge and, behind them, its base weight. The matrix is a band for the
 * coefficients and, where the form has a border, a row for the base function and a mean:
 *
 *     M = band + base function's row and column - mean mean'
 */
export interface QuadraticForm extends BandForm {
  readonly layer: number;
  readonly term: number;
  /** Edges `from` to `to`, exclusive, in the order `[inputs][outputs]`. */
  readonly from: number;
  readonly to: number;
  readonly scale: number;
  /** Left out for penalties of the coefficients alone. */
  readonly border?: Border;
}

/** What a form has besides its band: `[size + 1]` each, the base function last; zeros for what is not there. Shared by all forms of a band. */
export interface Border {
  /** Row of the base function: its product with every feature, and its square. */
  readonly base: Float64Array;
  /** Subtracted as a product with itself; zeros where M is not centred. */
  readonly mean: Float64Array;
}

/** A linear function of the coefficients and the base weight of one edge. */
export interface LinearForm {
  readonly layer: number;
  readonly term: number;
  readonly edge: number;
  /** `[size + 1]`, the base weight's last. */
  readonly slope: Float64Array;
}

/** A penalty round: all penalties as quadratic and linear forms of effective coefficients and base weights, and a constant. */
export interface FrozenPenalty extends Frozen {
  readonly forms: readonly QuadraticForm[];
  readonly linear: readonly LinearForm[];
  readonly constant: number;
}

/** M u, of the coefficients from `at` on and a base weight: `[size + 1]`. */
export function formProduct({ size, half, band, border }: Pick<QuadraticForm, 'size' | 'half' | 'band' | 'border'>, c: Float64Array, at: number, weight: number): Float64Array {
  const product = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) {
    for (let j = Math.max(0, i - half); j <= i; j++) {
      const m = band[i * (half + 1) + half + j - i]!;
      product[i]! += m * c[at + j]!;
      if (j < i) product[j]! += m * c[at + i]!;
    }
  }
  if (border === undefined) return product;
  const { base, mean } = border;
  let [sum, along] = [base[size]! * weight, mean[size]! * weight];
  for (let i = 0; i < size; i++) {
    sum += base[i]! * c[at + i]!;
    along += mean[i]! * c[at + i]!;
  }
  for (let i = 0; i < size; i++) product[i]! += base[i]! * weight - mean[i]! * along;
  product[size] = sum - mean[size]! * along;
  return product;
}

/** Value of the penalties; adds their gradient where one is given. */
export function penaltyValue(frozen: FrozenPenalty | undefined, c: Coefficients, structure: Structure, gradient?: Coefficients): number {
  let total = frozen?.constant ?? 0;
  /** Adds factor * slope'u, and `scale` times the slope to the gradient. */
  const add = (l: number, t: number, e: number, slope: Float64Array, factor: number, scale: number): void => {
    const size = slope.length - 1;
    const [values, weights] = [c.effective[l]![t]!, c.base[l]![t]!];
    const into = gradient?.effective[l]![t];
    for (let i = 0; i < size; i++) {
      total += factor * values[e * size + i]! * slope[i]!;
      if (into !== undefined) into[e * size + i]! += scale * slope[i]!;
    }
    if (weights.length === 0) return;
    total += factor * weights[e]! * slope[size]!;
    if (gradient !== undefined) gradient.base[l]![t]![e]! += scale * slope[size]!;
  };
  for (const form of frozen?.forms ?? []) {
    const { layer, term, size, from, to, scale } = form;
    const { mask } = structure.layers[layer]!.terms[term]!;
    for (let e = from; e < to; e++) {
      if (mask[e] === 1) add(layer, term, e, formProduct(form, c.effective[layer]![term]!, e * size, c.base[layer]![term]![e] ?? 0), 0.5 * scale, scale);
    }
  }
  for (const { layer, term, edge, slope } of frozen?.linear ?? []) add(layer, term, edge, slope, 1, 1);
  return total;
}

/** Adds the penalties' second derivatives to a Hessian in effective coefficients. @param hessian lower triangle of `[unknowns][unknowns]` */
export function addPenaltyHessian(frozen: FrozenPenalty | undefined, layout: ProgramLayout, hessian: Float64Array): void {
  const p = layout.unknowns;
  for (const { layer, term, from, to, size, half, band, scale, border } of frozen?.forms ?? []) {
    const { coefficients, baseWeight } = layout.terms[layer]![term]!;
    for (let e = from; e < to; e++) {
      const first = coefficients[e]!;
      const weight = border === undefined ? -1 : baseWeight[e]!;
      if (first >= 0) {
        for (let i = 0; i < size; i++) {
          const row = (first + i) * p + first;
          for (let j = Math.max(0, i - half); j <= i; j++) hessian[row + j]! += scale * band[i * (half + 1) + half + j - i]!;
          if (border !== undefined) for (let j = 0; j <= i; j++) hessian[row + j]! -= scale * border.mean[i]! * border.mean[j]!;
        }
      }
      if (weight < 0) continue;
      const { base, mean } = border!;
      // The base weight of an edge stands behind its coefficients.
      if (first >= 0) for (let j = 0; j < size; j++) hessian[weight * p + first + j]! += scale * (base[j]! - mean[size]! * mean[j]!);
      hessian[weight * p + weight]! += scale * (base[size]! - mean[size]! ** 2);
    }
  }
}
