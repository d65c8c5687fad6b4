import { ABOVE, BELOW } from './erf.js';
import { constant, type Expr, where } from './expr.js';

/** The error function written with other operations, for languages that do not have it: the same numbers as the operation `erf`. */
export function erfInParts(x: Expr): Expr {
  const a = x.abs();
  const square = a.minimum(1).square();
  const inner = x.add(x.mul(polynomial(BELOW, square)));
  const rest = polynomial(ABOVE, a.minimum(6).sub(1)).exp();
  return where(a.less(1), inner, where(x.less(0), rest.sub(1), constant(1).sub(rest)));
}

function polynomial(coefficients: readonly number[], z: Expr): Expr {
  return coefficients.toReversed().reduce((sum, c) => sum.mul(z).add(c), constant(0));
}
