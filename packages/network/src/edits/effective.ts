import type { Structure, TermStructure } from '@knotwork/plugin/engine';
import { edgesOf } from '../structure/term-edges.js';

/** Effective coefficients w_s c of the edges that leave one input: `[edges][size]`, those that are on in their order. */
export function effectiveCoefficients(term: TermStructure, parameters: Float64Array, input: number): Float64Array {
  const { segments: { coefficients, basisWeight }, size } = term;
  const { first, end } = edgesOf(term, input);
  const result = parameters.slice(coefficients.offset + first * size, coefficients.offset + end * size);
  if (basisWeight !== null) {
    for (let e = first; e < end; e++) {
      const w = parameters[basisWeight.offset + e]!;
      for (let s = 0; s < size; s++) result[(e - first) * size + s]! *= w;
    }
  }
  return result;
}

/** Writes effective coefficients of the edges that leave one input and sets their basis weights to 1. Changes `parameters`. */
export function writeEffective(term: TermStructure, parameters: Float64Array, input: number, values: Float64Array): void {
  const { segments: { coefficients, basisWeight }, size } = term;
  const { first, end } = edgesOf(term, input);
  parameters.set(values, coefficients.offset + first * size);
  if (basisWeight !== null) parameters.fill(1, basisWeight.offset + first, basisWeight.offset + end);
}

/** The same function with every basis weight folded into the coefficients and set to 1. */
export function foldBasisWeights(structure: Structure, parameters: Float64Array): Float64Array {
  const result = parameters.slice();
  for (const { terms } of structure.layers) {
    for (const term of terms) {
      if (!term.hasBasisWeight) continue;
      for (const i of term.edges.inputs) writeEffective(term, result, i, effectiveCoefficients(term, parameters, i));
    }
  }
  return result;
}
