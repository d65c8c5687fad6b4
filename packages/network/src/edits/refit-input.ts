import type { TermStructure } from '@knotwork/plugin';
import { hasEdgeShape, placeOf } from '../features/edge-functions.js';
import { effectiveCoefficients, writeEffective } from './effective.js';
import { refit, type RefitReport } from './refit.js';

/** A term and the parameters that its segments point into. */
export interface TermValues { readonly term: TermStructure; readonly parameters: Float64Array }

/**
 * Re-expresses the edges that leave one input in another term, or in the same one on another grid. Grid and shape parameters of
 * `to` are in place already; its coefficients are written, its basis weights become 1.
 *
 * @param samples where functions are to be kept best; null for the uniform norm
 */
export function refitInput(from: TermValues, to: TermValues, input: number, outputs: number, samples: Float64Array | null): RefitReport {
  const coefficients = effectiveCoefficients(from.term, from.parameters, input, outputs);
  const fitFor = (output: number, values: Float64Array): { coefficients: Float64Array; report: RefitReport } => refit(
    { term: from.term, coefficients: values, place: placeOf(from.term, from.parameters, input, output, outputs) },
    { term: to.term, place: placeOf(to.term, to.parameters, input, output, outputs) }, samples,
  );
  if (!hasEdgeShape(from.term)) {
    const fit = fitFor(0, coefficients);
    writeEffective(to.term, to.parameters, input, outputs, fit.coefficients);
    return fit.report;
  }
  const { size } = from.term;
  const fits = Array.from({ length: outputs }, (_, o) => fitFor(o, coefficients.subarray(o * size, (o + 1) * size)));
  const all = new Float64Array(outputs * to.term.size);
  fits.forEach((fit, o) => { all.set(fit.coefficients, o * to.term.size); });
  writeEffective(to.term, to.parameters, input, outputs, all);
  return { change: Math.max(...fits.map((f) => f.report.change)), rank: fits.every((f) => f.report.rank === 'full') ? 'full' : 'deficient' };
}
