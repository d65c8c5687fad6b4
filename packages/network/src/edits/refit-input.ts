import type { TermStructure } from '@knotwork/plugin/engine';
import { hasEdgeShape, placeOf } from '../features/edge-functions.js';
import { edgesOf } from '../structure/term-edges.js';
import { effectiveCoefficients, writeEffective } from './effective.js';
import { refit, type RefitReport } from './refit.js';

/** A term and the parameters that its segments point into. */
export interface TermValues { readonly term: TermStructure; readonly parameters: Float64Array }

/**
 * Re-expresses the edges that leave one input in another term with the same edges, or in the same one on another grid. Grid and shape parameters of
 * `to` are in place already; its coefficients are written, its basis weights become 1.
 *
 * @param samples where functions are to be kept best; null for the uniform norm
 */
export function refitInput(from: TermValues, to: TermValues, input: number, samples: Float64Array | null): RefitReport {
  const coefficients = effectiveCoefficients(from.term, from.parameters, input);
  const { first, end } = edgesOf(from.term, input);
  const fitFor = (edge: number, values: Float64Array): { coefficients: Float64Array; report: RefitReport } => refit(
    { term: from.term, coefficients: values, place: placeOf(from.term, from.parameters, edge) }, { term: to.term, place: placeOf(to.term, to.parameters, edge) }, samples,
  );
  if (!hasEdgeShape(from.term)) {
    const fit = fitFor(first, coefficients);
    writeEffective(to.term, to.parameters, input, fit.coefficients);
    return fit.report;
  }
  const { size } = from.term;
  const fits = Array.from({ length: end - first }, (_, k) => fitFor(first + k, coefficients.subarray(k * size, (k + 1) * size)));
  const all = new Float64Array((end - first) * to.term.size);
  fits.forEach((fit, k) => { all.set(fit.coefficients, k * to.term.size); });
  writeEffective(to.term, to.parameters, input, all);
  return { change: Math.max(...fits.map((f) => f.report.change)), rank: fits.every((f) => f.report.rank === 'full') ? 'full' : 'deficient' };
}
