import type { Structure, TermStructure } from '@knotwork/plugin';

/** Effective coefficients w_s c of the edges that leave one input: `[outputs][size]`. */
export function effectiveCoefficients(term: TermStructure, parameters: Float64Array, input: number, outputs: number): Float64Array {
  const { coefficients, basisWeight } = term.segments;
  const from = coefficients.offset + input * outputs * term.size;
  const result = parameters.slice(from, from + outputs * term.size);
  if (basisWeight !== null) {
    for (let o = 0; o < outputs; o++) {
      const w = parameters[basisWeight.offset + input * outputs + o] as number;
      for (let s = 0; s < term.size; s++) result[o * term.size + s]! *= w;
    }
  }
  return result;
}

/** Writes effective coefficients of the edges that leave one input and sets their basis weights to 1. Changes `parameters`. */
export function writeEffective(term: TermStructure, parameters: Float64Array, input: number, outputs: number, values: Float64Array): void {
  const { coefficients, basisWeight } = term.segments;
  parameters.set(values, coefficients.offset + input * outputs * term.size);
  if (basisWeight !== null) parameters.fill(1, basisWeight.offset + input * outputs, basisWeight.offset + (input + 1) * outputs);
}

/** The same function with every basis weight folded into the coefficients and set to 1. */
export function foldBasisWeights(structure: Structure, parameters: Float64Array): Float64Array {
  const result = parameters.slice();
  for (const layer of structure.layers) {
    for (const term of layer.terms) {
      if (!term.hasBasisWeight) continue;
      for (let i = 0; i < layer.inputs; i++) writeEffective(term, result, i, layer.outputs, effectiveCoefficients(term, parameters, i, layer.outputs));
    }
  }
  return result;
}
