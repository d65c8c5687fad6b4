import { termFormula } from '@knotwork/network';
import type { TermStructure } from '@knotwork/plugin/engine';
import { assemble, lanes } from './code/emitter.js';
import { featureKernel } from './emit/feature-kernel.js';

/**
 * How large the code is that the engine makes of the features of a term, in double precision, for looking at: features alone, and with their slopes.
 *
 * @returns bytes of a module of WebAssembly
 */
export function kernelSizes(term: TermStructure): { readonly values: number; readonly withSlopes: number } {
  const { formula, start, values } = termFormula(term, 1);
  const sizeOf = (orders: number): number => assemble([featureKernel('features', lanes('float64'), {
    planes: values.slice(0, orders).flatMap((row) => row.map((output) => formula.roots[output]!)), start: start < 0 ? null : formula.roots[start]!, lastStart: term.size - term.window,
    parameters: formula.inputs.slice(1), intervals: term.knots === 'own' ? term.intervals : null,
  })]).length;
  return { values: sizeOf(1), withSlopes: sizeOf(2) };
}
