import type { TermStructure } from '@knotwork/plugin/engine';
import { placeOf } from '../features/edge-functions.js';
import { termFeatures } from '../features/term-features.js';

/** What rounding may make of features that only see where in its domain an input lies. */
const ROUNDING = 1e-9;
/** Points of a domain, a little beyond it too, that are no knots of any even grid. */
const TRIED = [-0.3007, 0.0513, 0.3119, 0.4729, 0.7731, 1.2003];

/**
 * Whether the functions of a term stay what they are where its inputs and their domains change together.
 *
 * @param change what becomes of a position: with a new unit, or elsewhere; given the domain
 */
export function followsDomain(term: TermStructure, parameters: Float64Array, change: (x: number, domain: readonly [number, number]) => number): boolean {
  if (term.base !== null || term.fixedDomain !== null || term.inputMap !== 'interval') return false;
  const place = placeOf(term, parameters, 0);
  const { domain } = place;
  const [a, b] = domain;
  const points = Float64Array.from(TRIED, (t) => a + (b - a) * t);
  const evaluate = termFeatures(term, 0);
  const before = evaluate(points, place);
  const after = evaluate(points.map((x) => change(x, domain)), { ...place, domain: [change(a, domain), change(b, domain)] });
  const largest = before.values[0]!.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return before.starts.every((s, n) => s === after.starts[n]!) && before.values[0]!.every((v, n) => Math.abs(v - after.values[0]![n]!) <= ROUNDING * largest);
}
