import type { Structure } from '@knotwork/plugin';
import type { ProgramLayout } from './layout.js';

/** What a shape parameter with the constraint `positive` is at least: far below any scale that features resolve, far above underflow. */
export const LEAST_POSITIVE = 1e-6;

/** Indices into the parameter vector of the unknowns that must stay positive, ascending. */
export function positiveParameters(structure: Structure, layout: Pick<ProgramLayout, 'terms'>): Uint32Array {
  const indices = structure.layers.flatMap((layer) => layer.terms.flatMap((term) =>
    Object.entries(term.shape).filter(([, { constraint }]) => constraint === 'positive').flatMap(([name]) => {
      const { offset } = term.segments.shape[name]!;
      return Array.from(layout.terms[layer.index]![term.index]!.shape[name]!, (unknown, k) => (unknown < 0 ? -1 : offset + k)).filter((at) => at >= 0);
    })));
  return Uint32Array.from(indices).sort();
}

/** Brings unknowns that a step took below their least value back to it. Changes `parameters`. @param positive of `positiveParameters` */
export function keepPositive(positive: Uint32Array, parameters: Float64Array): void {
  for (const at of positive) if (parameters[at]! < LEAST_POSITIVE) parameters[at] = LEAST_POSITIVE;
}
