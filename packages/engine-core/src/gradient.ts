import type { Structure } from '@knotwork/plugin/engine';
import type { Coefficients } from '@knotwork/network';
import type { ProgramLayout } from './layout.js';

/** A gradient in what the contractions read, and in shape parameters. */
export interface Gradient extends Coefficients {
  /** `[layer][term]`, by name, as their segments are. */
  readonly shape: readonly (readonly Readonly<Record<string, Float64Array>>[])[];
}

/** A gradient of zero, to be added to. */
export function zeroGradient(structure: Structure): Gradient {
  const zero = (s: { readonly length: number } | null): Float64Array => new Float64Array(s?.length ?? 0);
  const perTerm = <T>(of: (segments: Structure['layers'][number]['terms'][number]['segments']) => T): T[][] => structure.layers.map((l) => l.terms.map((t) => of(t.segments)));
  return {
    effective: perTerm((s) => zero(s.coefficients)), base: perTerm((s) => zero(s.baseWeight)), bias: structure.layers.map((l) => zero(l.bias)),
    shape: perTerm((s) => Object.fromEntries(Object.entries(s.shape).map(([name, segment]) => [name, zero(segment)]))),
  };
}

/** From the gradient in effective coefficients to the unknowns: d/dc = w_s g, d/dw_s = sum c g. */
export function unfold(structure: Structure, layout: ProgramLayout, parameters: Float64Array, g: Gradient): Float64Array {
  const gradient = new Float64Array(layout.unknowns);
  const pick = (unknowns: Int32Array, values: Float64Array): void => unknowns.forEach((u, k) => { if (u >= 0) gradient[u] = values[k]!; });
  for (const [l, layer] of structure.layers.entries()) {
    for (const [t, term] of layer.terms.entries()) {
      const unknown = layout.terms[l]![t]!;
      const { coefficients, basisWeight } = term.segments;
      const effective = g.effective[l]![t]!;
      for (let e = 0; e < term.edges.count; e++) {
        const weight = basisWeight === null ? 1 : parameters[basisWeight.offset + e]!;
        const first = unknown.coefficients[e]!;
        if (first >= 0) for (let s = 0; s < term.size; s++) gradient[first + s] = weight * effective[e * term.size + s]!;
        if (unknown.basisWeight[e]! >= 0) {
          let sum = 0;
          for (let s = 0; s < term.size; s++) sum += parameters[coefficients.offset + e * term.size + s]! * effective[e * term.size + s]!;
          gradient[unknown.basisWeight[e]!] = sum;
        }
      }
      pick(unknown.baseWeight, g.base[l]![t]!);
      for (const [name, unknowns] of Object.entries(unknown.shape)) pick(unknowns, g.shape[l]![t]![name]!);
    }
    pick(layout.bias[l]!, g.bias[l]!);
  }
  return gradient;
}
