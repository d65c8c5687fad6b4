import type { Structure } from '@knotwork/plugin/engine';
import { foldBasisWeights } from './effective.js';

/** What the contractions read: effective coefficients, base weights and biases of every layer and term. */
export interface Coefficients {
  /** `[layer][term]`, each `[edge][size]` */
  readonly effective: readonly (readonly Float64Array[])[];
  /** `[layer][term]`, each `[edge]`; empty without a base function */
  readonly base: readonly (readonly Float64Array[])[];
  readonly bias: readonly Float64Array[];
}

/** Folds w_s into the coefficients. */
export function fold(structure: Structure, parameters: Float64Array): Coefficients {
  const folded = foldBasisWeights(structure, parameters);
  const view = (s: { offset: number; length: number } | null): Float64Array => (s === null ? new Float64Array(0) : folded.subarray(s.offset, s.offset + s.length));
  return {
    effective: structure.layers.map((layer) => layer.terms.map((t) => view(t.segments.coefficients))),
    base: structure.layers.map((layer) => layer.terms.map((t) => view(t.segments.baseWeight))),
    bias: structure.layers.map((layer) => view(layer.bias)),
  };
}
