import type { Structure } from '@knotwork/plugin';
import type { Coefficients } from '../coefficients.js';
import type { ProgramLayout } from '../layout.js';

/** From the gradient in effective coefficients to the unknowns: d/dc = w_s g, d/dw_s = sum c g. */
export function unfold(structure: Structure, layout: ProgramLayout, parameters: Float64Array, g: Coefficients): Float64Array {
  const gradient = new Float64Array(layout.unknowns);
  for (const [l, layer] of structure.layers.entries()) {
    for (const [t, term] of layer.terms.entries()) {
      const unknown = layout.terms[l]![t]!;
      const { coefficients, basisWeight } = term.segments;
      const effective = g.effective[l]![t]!;
      for (let e = 0; e < term.mask.length; e++) {
        const weight = basisWeight === null ? 1 : parameters[basisWeight.offset + e]!;
        const first = unknown.coefficients[e]!;
        if (first >= 0) for (let s = 0; s < term.size; s++) gradient[first + s] = weight * effective[e * term.size + s]!;
        if (unknown.baseWeight[e]! >= 0) gradient[unknown.baseWeight[e]!] = g.base[l]![t]![e]!;
        if (unknown.basisWeight[e]! >= 0) {
          let sum = 0;
          for (let s = 0; s < term.size; s++) sum += parameters[coefficients.offset + e * term.size + s]! * effective[e * term.size + s]!;
          gradient[unknown.basisWeight[e]!] = sum;
        }
      }
    }
    layout.bias[l]!.forEach((b, o) => { if (b >= 0) gradient[b] = g.bias[l]![o]!; });
  }
  return gradient;
}
