import { constant, type Expr, formula, GRID_KNOTS, GRID_MAX, GRID_MIN, where } from '@knotwork/algebra';
import type { ExportedTerm } from '@knotwork/plugin';
import type { TermStructure } from '@knotwork/plugin/engine';
import { effectiveCoefficients } from '../edits/effective.js';
import { hasEdgeShape, placeOf } from '../features/edge-functions.js';
import { termFormula } from '../features/term-formula.js';
import { shapeInput } from '../structure/feature-inputs.js';
import { type Place, placedFormula } from './placed-formula.js';

/**
 * A term as exporters see it; null where all its edges are off.
 *
 * @param order of the derivative of features and base function, for edges that are derivatives
 */
export function exportedTerm(term: TermStructure, parameters: Float64Array, order = 0): ExportedTerm | null {
  const { edges, size, window, segments } = term;
  if (edges.count === 0) return null;
  const f = termFormula(term, order);
  const [values, base] = [f.values[order]!, f.base[order]];
  const outputs: Record<string, Expr> = Object.fromEntries(values.map((output, j) => [`f${j}`, f.formula.roots[output]!]));
  if (base !== undefined) outputs['base'] = f.formula.roots[base]!;
  if (f.start >= 0) outputs['start'] = withinRange(f.formula.roots[f.start]!, size - window);
  const number = (name: string): number | null => (name in outputs ? Object.keys(outputs).indexOf(name) : null);

  // Edges with shape parameters of their own have a place each.
  const firsts = hasEdgeShape(term) ? Array.from({ length: edges.count }, (_, e) => e) : [...edges.starts.subarray(0, edges.inputs.length)];
  const places = firsts.map((edge) => placeOfEdge(term, parameters, edge));
  const { baseWeight } = segments;
  return Object.freeze({
    ...placedFormula(formula(f.formula.inputs, outputs, f.formula.tables), places),
    basis: term.basisName, window, size, start: number('start'), base: number('base'),
    ends: Uint32Array.from(firsts, (_, k) => firsts[k + 1] ?? edges.count), to: edges.to.slice(), coefficients: allCoefficients(term, parameters),
    baseWeights: baseWeight === null ? null : parameters.slice(baseWeight.offset, baseWeight.offset + edges.count),
  });
}

/** Effective coefficients of all edges: `[edges][size]`. */
function allCoefficients(term: TermStructure, parameters: Float64Array): Float64Array {
  const all = new Float64Array(term.edges.count * term.size);
  term.edges.inputs.forEach((input, k) => { all.set(effectiveCoefficients(term, parameters, input), term.edges.starts[k]! * term.size); });
  return all;
}

/** A whole number from 0 to `last` whatever comes, so that nobody reads beside the coefficients. NaN is not above 0. */
function withinRange(start: Expr, last: number): Expr {
  const atMost = mostOf(start) <= last ? start : start.minimum(last);
  return where(constant(0).less(start), isWhole(start) ? atMost : atMost.floor(), 0);
}

/** Whether an expression is a whole number, as far as is plain to see. */
function isWhole({ op, args, value }: Expr): boolean {
  if (op === 'constant') return Number.isInteger(value);
  return op === 'floor' || op === 'locate' || ((op === 'minimum' || op === 'maximum') && args.every(isWhole));
}

/** What an expression is at most, as far as is plain to see. */
function mostOf({ op, args, value }: Expr): number {
  return op === 'constant' ? value : op === 'minimum' ? Math.min(...args.map(mostOf)) : Infinity;
}

function placeOfEdge(term: TermStructure, parameters: Float64Array, edge: number): Place {
  const { domain: [a, b], knots, shape = {} } = placeOf(term, parameters, edge);
  return {
    from: term.edges.from[edge]!,
    numbers: { [GRID_MIN]: a, [GRID_MAX]: b, ...Object.fromEntries(Object.entries(shape).map(([name, value]) => [shapeInput(name), value])) },
    tables: knots === null ? {} : { [GRID_KNOTS]: knots },
  };
}
