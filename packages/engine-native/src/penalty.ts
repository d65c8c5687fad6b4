import { differenceOrder } from '@knotwork/network';
import type { Frozen, Objective, Structure } from '@knotwork/plugin';
import type { Coefficients } from './coefficients.js';
import { cannot } from './errors.js';

/** 1/2 c' M c on every edge of one term; M is banded, lower part row by row: `[size][half + 1]`. */
export interface QuadraticForm {
  readonly layer: number;
  readonly term: number;
  readonly size: number;
  readonly half: number;
  readonly band: Float64Array;
}

/** A penalty round: all penalties as quadratic forms of effective coefficients. */
export interface FrozenPenalty extends Frozen { readonly forms: readonly QuadraticForm[] }

/** Freezes the penalties of an objective. Smoothing is quadratic already, so nothing depends on the state. */
export function freezePenalties(structure: Structure, objective: Objective): FrozenPenalty {
  const forms: QuadraticForm[] = [];
  for (const penalty of objective.penalties) {
    if (penalty.strength === 0) continue;
    for (const layer of structure.layers) {
      for (const term of layer.terms) {
        const order = differenceOrder(term);
        if (order === null) {
          throw cannot(`smoothing for the basis "${term.basis.name}": its coefficients have no order`, 'Set smoothing: 0.');
        }
        forms.push({ layer: layer.index, term: term.index, ...differenceForm(term.size, order, penalty.strength) });
      }
    }
  }
  return { kind: 'frozen', forms };
}

/** strength * D'D, D the differences of order `order`: row r of D is (-1)^(order-j) binomial(order, j) at r + j. */
export function differenceForm(size: number, order: number, strength: number): { size: number; half: number; band: Float64Array } {
  let d = [1];
  for (let m = 0; m < order; m++) d = [...d, 0].map((v, j) => (d[j - 1] ?? 0) - v);
  const half = Math.min(order, size - 1);
  const band = new Float64Array(size * (half + 1));
  for (let r = 0; r + order < size; r++) {
    for (let a = 0; a <= order; a++) for (let b = 0; b <= a; b++) band[(r + a) * (half + 1) + half + b - a]! += strength * d[a]! * d[b]!;
  }
  return { size, half, band };
}

/** Value of the penalties; adds their gradient where one is given. */
export function penaltyValue(frozen: FrozenPenalty | undefined, c: Coefficients, structure: Structure, gradient?: Coefficients): number {
  let total = 0;
  for (const { layer, term, size, half, band } of frozen?.forms ?? []) {
    const values = c.effective[layer]![term]!;
    const into = gradient?.effective[layer]![term];
    const mask = structure.layers[layer]!.terms[term]!.mask;
    const product = new Float64Array(size);
    for (let e = 0; e < mask.length; e++) {
      if (mask[e] === 0) continue;
      const at = e * size;
      product.fill(0);
      for (let i = 0; i < size; i++) {
        for (let j = Math.max(0, i - half); j <= i; j++) {
          const m = band[i * (half + 1) + half + j - i]!;
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
