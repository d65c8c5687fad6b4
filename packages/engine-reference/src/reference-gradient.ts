import { type Gradient, unfold, zeroGradient } from '@knotwork/engine-core';
import type { AllNumbers, ProgramLayout } from '@knotwork/engine-core';
import type { Structure } from '@knotwork/plugin/engine';

/** A gradient in what contractions and formulas read. */
export interface ReferenceGradient { readonly network: Gradient; readonly scalars: Float64Array }

/** A gradient of zero, to be added to. */
export function emptyGradient(structure: Structure, { scalars }: ProgramLayout): ReferenceGradient {
  return { network: zeroGradient(structure), scalars: new Float64Array(scalars.length) };
}

/** The same per unknown: scalars are the last. */
export function perUnknown(structure: Structure, layout: ProgramLayout, { parameters }: AllNumbers, { network, scalars }: ReferenceGradient): Float64Array {
  const gradient = unfold(structure, layout, parameters, network);
  gradient.set(scalars, layout.parameterOf.length);
  return gradient;
}
