import type { Structure, TermStructure } from '@knotwork/plugin/engine';
import { placeOf } from '../features/edge-functions.js';
import { termFeatures } from '../features/term-features.js';

/** What rounding may make of features that add up to one. */
const ROUNDING = 1e-12;
const TRIED = [0.0513, 0.3119, 0.4729, 0.7731, 0.9457];

/** Terms of every layer whose features add up to one, so that a number added to all coefficients of an edge is added to its function: `[layer][term]`. */
export function termsWithConstants({ layers }: Structure, parameters: Float64Array): boolean[][] {
  return layers.map(({ terms }) => terms.map((term) => term.edges.count > 0 && addsUpToOne(term, parameters)));
}

/** Whether the features of a term add up to one, beyond its domain, too. */
export function addsUpToOne(term: TermStructure, parameters: Float64Array): boolean {
  if (!term.claims.spansConstants || term.outside === 'free') return false;
  const place = placeOf(term, parameters, 0);
  const [a, b] = place.domain;
  const { values } = termFeatures(term, 0)(Float64Array.from(TRIED, (t) => a + (b - a) * t), place);
  return TRIED.every((_, n) => {
    let sum = 0;
    for (let k = 0; k < term.window; k++) sum += values[0]![n * term.window + k]!;
    return Math.abs(sum - 1) < ROUNDING;
  });
}

/**
 * Gives all edges into a sum the same mean coefficient, as far as their functions can take up a constant: nothing but the sum of their constants
 * matters, and nothing else keeps large ones that cancel from growing. The network's function stays. Changes `parameters`.
 *
 * @param able what `termsWithConstants` says
 */
export function balanceConstants({ layers }: Structure, parameters: Float64Array, able: readonly (readonly boolean[])[]): void {
  for (const { index, terms, sums } of layers) {
    const edges: { readonly offset: number; readonly size: number; readonly mean: number; readonly weight: number }[][] = Array.from({ length: sums }, () => []);
    for (const { index: t, size, edges: { count, to }, segments: { coefficients, basisWeight } } of terms) {
      if (!able[index]![t]!) continue;
      for (let e = 0; e < count; e++) {
        const offset = coefficients.offset + e * size;
        let mean = 0;
        for (let k = 0; k < size; k++) mean += parameters[offset + k]! / size;
        const weight = basisWeight === null ? 1 : parameters[basisWeight.offset + e]!;
        if (weight !== 0) edges[to[e]!]!.push({ offset, size, mean, weight });
      }
    }
    for (const of of edges) {
      const each = of.reduce((total, { mean, weight }) => total + weight * mean, 0) / of.length;
      for (const { offset, size, mean, weight } of of) for (let k = 0; k < size; k++) parameters[offset + k]! += each / weight - mean;
    }
  }
}
