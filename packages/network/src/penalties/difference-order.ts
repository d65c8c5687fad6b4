import type { TermStructure } from '@knotwork/plugin/engine';
import { differenceForm, jumpForm } from './edge-forms.js';

/** What rounding may make of the jumps of a derivative, relative to differences of coefficients. */
const ROUNDING = 1e-6;

/**
 * Order of the coefficient differences that smoothing takes, or null where it takes none: the basis declares no order of coefficients, or knots are
 * the term's own and jumps from interval to interval cannot stand for differences there. They can where they are the differences on even knots, as
 * those of splines are.
 */
export function differenceOrder(term: TermStructure): number | null {
  const order = term.claims.differenceOrder;
  return order !== null && term.knots === 'own' && !jumpsAreDifferences(term, order) ? null : order;
}

function jumpsAreDifferences(term: TermStructure, order: number): boolean {
  if (Object.keys(term.shape).length > 0) return false;
  const differences = differenceForm(term.size, order);
  const knots = Float64Array.from({ length: term.intervals! + 1 }, (_, j) => j);
  const jumps = jumpForm(term, { domain: [-1, 1], knots }, order);
  const largest = differences.band.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return differences.half === jumps.half && jumps.band.every((v, k) => Math.abs(v - differences.band[k]!) <= ROUNDING * largest);
}
