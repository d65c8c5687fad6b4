import { LEAST_POSITIVE, type Objective, type Structure } from '@knotwork/plugin/engine';
import type { ProgramLayout } from './layout.js';

/** What a single step may leave of it at least: at the bottom a wavelet is zero nearly everywhere, and nothing would ever bring it back. */
export const LEAST_SHARE = 0.1;

/** Where a step may take a parameter that must stay positive: no lower than a tenth of what it was, and than 1e-6. */
export function keptPositive(value: number, before: number): number {
  return Math.max(value, LEAST_SHARE * before, LEAST_POSITIVE);
}

/** Indices into the parameter vector of the unknowns that must stay positive, ascending. */
export function positiveParameters(structure: Structure, layout: Pick<ProgramLayout, 'terms'>): Uint32Array {
  const indices = structure.layers.flatMap((layer) => layer.terms.flatMap((term) =>
    Object.entries(term.shape).filter(([, { constraint }]) => constraint === 'positive').flatMap(([name]) => {
      const { offset } = term.segments.shape[name]!;
      return Array.from(layout.terms[layer.index]![term.index]!.shape[name]!, (unknown, k) => (unknown < 0 ? -1 : offset + k)).filter((at) => at >= 0);
    })));
  return Uint32Array.from(indices).sort();
}

/** Numbers of the scalars that must stay positive, ascending. */
export function positiveScalars({ scalars = {} }: Objective): Uint32Array {
  const indices = Object.values(scalars).map(({ constraint }, k) => (constraint === 'positive' ? k : -1));
  return Uint32Array.from(indices.filter((k) => k >= 0));
}

/** Brings unknowns that a step took too low back up. Changes `numbers`. @param positive of `positiveParameters` or `positiveScalars`; @param before the step */
export function keepPositive(positive: Uint32Array, numbers: Float64Array, before: Float64Array): void {
  for (const at of positive) numbers[at] = keptPositive(numbers[at]!, before[at]!);
}
