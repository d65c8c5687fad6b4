import type { Expr } from './expr.js';
import { formula, type Formula } from './formula.js';
import { operation } from './operations/operations.js';

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
      const [a, b, c] = e.args as [Expr, Expr, Expr];
      result = operation(e.op).derivative({ e, a, b, c, d, by: withRespectTo });
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
