import { constant, derivatives, type Expr, formula, type Formula, GRID_MAX, GRID_MIN, input, substitute, where } from '@knotwork/algebra';
import type { Outside } from '@knotwork/plugin';
import type { TermStructure } from '@knotwork/plugin/engine';
import { featureInputs, featureTables, shapeInput } from '../structure/feature-inputs.js';

/**
 * The features of a term, continued outside the domain, with their derivatives: one formula of `x`, `grid.min`, `grid.max`, the shape
 * parameters and, on knots of their own, the table `grid.knots`.
 */
export interface TermFormula {
  readonly formula: Formula;
  /** Output number of the start index, or -1 for a global term. */
  readonly start: number;
  /** Output numbers of the live features by order of derivative: `values[order][feature]`. */
  readonly values: readonly (readonly number[])[];
  /** Output number of the base function by order of derivative; empty without one. */
  readonly base: readonly number[];
  /** Output numbers of the live features' derivatives in the shape parameters that were asked for, by order of derivative in x: `shape[name][order][feature]`. */
  readonly shape: Readonly<Record<string, readonly (readonly number[])[]>>;
}

/** Formulas are differentiated and shared once per term, order and shape parameters: engines compile the same structure for every stage. */
const made = new WeakMap<TermStructure, Map<string, TermFormula>>();

/**
 * The formula of a term's features and their derivatives in x from order 0 to `order`. Of one term it is made once: do not write to it.
 *
 * Outside [a, b], with c = x clamped: `linear` B(c) + (x - c) B'(c); `constant` B(c); `free` B(x); `periodic` B(x - n (b - a)).
 * The base function always sees x itself. An input map comes first: features are B(m(x)).
 *
 * @param shape names of shape parameters in which the features are to be differentiated, once, and their derivatives in x below `order`, too
 */
export function termFormula(term: TermStructure, order: number, shape: readonly string[] = []): TermFormula {
  const ofTerm = made.get(term) ?? new Map<string, TermFormula>();
  made.set(term, ofTerm);
  const key = [order, ...shape].join(' ');
  const known = ofTerm.get(key) ?? makeFormula(term, order, shape);
  ofTerm.set(key, known);
  return known;
}

function makeFormula(term: TermStructure, order: number, shape: readonly string[]): TermFormula {
  const orders = Array.from({ length: order + 1 }, (_, m) => m);
  const features = throughMap(continued(term.features.values, term.outside, order), term.map);
  const outputs: Record<string, Expr> = {};
  const number = (name: string, e: Expr): number => { outputs[name] = e; return Object.keys(outputs).length - 1; };
  const start = term.features.start === null ? -1 : number('start', substitute([term.features.start], { x: seenBy(term.outside, term.map ?? input('x')) })[0] as Expr);
  const values = orders.map((m) => features[m]!.map((e, j) => number(`d${m}.${j}`, e)));
  const base: number[] = [];
  if (term.base !== null) {
    let b = [term.base];
    for (const m of orders) { base.push(number(`d${m}.base`, b[0] as Expr)); b = derivatives(b, 'x'); }
  }
  const inShape = Object.fromEntries(shape.map((name) => [name, orders.slice(0, Math.max(order, 1)).map((m) => derivatives(features[m]!, shapeInput(name)).map((e, j) => number(`${name}.d${m}.${j}`, e)))]));
  return { formula: formula(featureInputs(Object.keys(term.shape)), outputs, featureTables(term)), start, values, base, shape: inShape };
}

/** The place at which a basis is evaluated when what the map makes of the input is x. */
function seenBy(outside: Outside, x: Expr): Expr {
  const [a, b] = [input(GRID_MIN), input(GRID_MAX)];
  switch (outside) {
    case 'linear': case 'constant': return x.clipByValue(a, b);
    case 'free': return x;
    case 'periodic': return x.sub(x.sub(a).div(b.sub(a)).floor().mul(b.sub(a)));
  }
}

/** Features and derivatives by order, continued outside. */
function continued(values: readonly Expr[], outside: Outside, order: number): Expr[][] {
  const x = input('x');
  const inside = (e: Expr): Expr => where(x.less(input(GRID_MIN)), 0, where(input(GRID_MAX).less(x), 0, e));
  const place = seenBy(outside, x);
  const plain: Expr[][] = [[...values]];
  for (let m = 1; m <= Math.max(order, 1); m++) plain.push(derivatives(plain[m - 1]!, 'x'));
  const at = plain.map((row) => substitute(row, { x: place }));
  const beyond = x.sub(place);
  return Array.from({ length: order + 1 }, (_, m) => at[m]!.map((e, j) => {
    if (outside === 'linear') return m === 0 ? e.add(beyond.mul(at[1]![j] ?? constant(0))) : m === 1 ? e : inside(e);
    if (outside === 'constant') return m === 0 ? e : inside(e);
    return e;
  }));
}

/**
 * From features and derivatives in u = m(x) to those in x, by the chain rule: each order is the derivative of the one before, where
 * d/dx of B^(j)(m(x)) is B^(j+1)(m(x)) m'(x) and everything else is differentiated as it stands.
 */
function throughMap(features: Expr[][], map: Expr | null): Expr[][] {
  if (map === null) return features;
  const slope = derivatives([map], 'x')[0] as Expr;
  // Each order as a sum over j of factor_j(x) B^(j): for order m, derivative of the factors, and factors moved on by one.
  let factors: Expr[] = [constant(1)];
  return features.map((_, m) => {
    if (m > 0) {
      const grown = derivatives(factors, 'x');
      factors = Array.from({ length: m + 1 }, (__, j) => {
        const kept = grown[j] ?? constant(0);
        return j === 0 ? kept : kept.add(factors[j - 1]!.mul(slope));
      });
    }
    return features[0]!.map((__, k) => factors.map((factor, j) => factor.mul(substitute([features[j]![k]!], { x: map })[0] as Expr)).reduce((a, b) => a.add(b)));
  });
}
