import { constant, type Expr, where } from './expr.js';
import { formula, type Formula } from './formula.js';

/**
 * Derivative of an expression with respect to one named input; the result is an expression that shares the original's parts.
 * Pieces (`where`, `abs`, `minimum`, `floor`, `cell`, ...) are differentiated piece by piece: right everywhere but at the breaks.
 * Higher orders: apply it again.
 */
export function derivative(e: Expr, withRespectTo: string): Expr {
  return derivatives([e], withRespectTo)[0] as Expr;
}

/** Derivatives of several expressions at once; shared subexpressions are differentiated once. */
export function derivatives(outputs: readonly Expr[], withRespectTo: string): Expr[] {
  const memo = new Map<Expr, Expr>();
  const d = (e: Expr): Expr => {
    let result = memo.get(e);
    if (result === undefined) {
      result = e.op === 'input' ? constant(e.name === withRespectTo ? 1 : 0) : rule(e, d);
      memo.set(e, result);
    }
    return result;
  };
  return outputs.map(d);
}

/** The formula of the derivatives of all outputs, under the same names, inputs and tables. */
export function differentiate(f: Formula, withRespectTo: string): Formula {
  const roots = derivatives(f.roots, withRespectTo);
  return formula(f.inputs, Object.fromEntries(f.outputs.map((name, i) => [name, roots[i] as Expr])), f.tables);
}

function rule(e: Expr, d: (e: Expr) => Expr): Expr {
  const [a, b, c] = e.args as [Expr, Expr, Expr];
  const chain = (outer: () => Expr): Expr => {
    const inner = d(a);
    return inner.op === 'constant' && inner.value === 0 ? inner : outer().mul(inner);
  };
  switch (e.op) {
    case 'add': return d(a).add(d(b));
    case 'sub': return d(a).sub(d(b));
    case 'neg': return d(a).neg();
    case 'mul': return d(a).mul(b).add(a.mul(d(b)));
    case 'reciprocal': return chain(() => e.square().neg());
    case 'sqrt': return chain(() => e.reciprocal().mul(0.5));
    case 'exp': return chain(() => e);
    case 'log': return chain(() => a.reciprocal());
    case 'sin': return chain(() => a.cos());
    case 'cos': return chain(() => a.sin().neg());
    case 'tanh': return chain(() => constant(1).sub(e.square()));
    case 'sigmoid': return chain(() => e.mul(constant(1).sub(e)));
    case 'asin': return chain(() => constant(1).sub(a.square()).sqrt().reciprocal());
    case 'atan': return chain(() => a.square().add(1).reciprocal());
    case 'abs': return where(a.less(0), d(a).neg(), d(a));
    case 'minimum': return where(a.less(b), d(a), d(b));
    case 'maximum': return where(a.less(b), d(b), d(a));
    case 'where': return where(a, d(b), d(c));
    case 'constant': case 'input': case 'table': case 'floor': case 'less': case 'cell': case 'knot': case 'locate': case 'knotAt': return constant(0);
  }
}
