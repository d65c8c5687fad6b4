import { type Coefficients, formProduct } from '@knotwork/network';
import type { FrozenPenalty } from '@knotwork/plugin/engine';
import type { ProgramLayout } from './layout.js';

/** Value of the penalties; adds their gradient where one is given. */
export function penaltyValue(frozen: FrozenPenalty | undefined, c: Coefficients, gradient?: Coefficients): number {
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
    for (let e = from; e < to; e++) add(layer, term, e, formProduct(form, c.effective[layer]![term]!, e * size, c.base[layer]![term]![e] ?? 0), 0.5 * scale, scale);
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
