import { constant, type Expr, input, substitute, toExpr, where } from '@knotwork/algebra';
import type { Constant } from './constant.js';
import type { Factor, Sum } from './normal-form.js';

/** Name of a variable in the expression of a form. */
export const variableName = (i: number): string => `x${i}`;

/**
 * A form as an expression of its variables x0, x1, ...
 *
 * @param number what stands for each constant, in the order of `constantsOf`
 */
export function exprOf(sum: Sum, number: (c: Constant) => Expr): Expr {
  // The order of constantsOf: coefficient, then what is inside the factor, and the constant last.
  const ofSum = ({ terms, constant: c }: Sum): Expr => {
    const products = terms.map(({ coefficient, factor }) => {
      const by = number(coefficient);
      return by.mul(ofFactor(factor));
    });
    return [...products, number(c)].reduce((total, term) => total.add(term));
  };
  const ofFactor = (factor: Factor): Expr => {
    switch (factor.kind) {
      case 'variable': return input(variableName(factor.input));
      case 'call': return substitute([factor.f.expr], { x: ofSum(factor.of) })[0]!;
      case 'power': {
        const base = ofSum(factor.of);
        return powerOf(base, number(factor.exponent));
      }
      case 'product': return factor.factors.map(ofFactor).reduce((product, part) => product.mul(part));
    }
  };
  return ofSum(sum);
}

/** Halves by way of the root, which is 0 at 0 and not its logarithm. Where an exponent is fitted, a power of 0 is what it is, 0 or infinite, and does not change with it. */
function powerOf(base: Expr, exponent: Expr): Expr {
  if (exponent.op !== 'constant') return where(base, base.pow(exponent), where(exponent.greater(0), 0, Infinity));
  const p = exponent.value;
  if (!Number.isInteger(2 * p) || Number.isInteger(p) || Math.abs(p) > 8) return base.pow(exponent);
  const size = base.pow(Math.floor(Math.abs(p))).mul(base.sqrt());
  return p < 0 ? size.reciprocal() : size;
}

/** The same with its numbers as they are. */
export const exprWithNumbers = (sum: Sum): Expr => exprOf(sum, ({ value }) => (Number.isNaN(value) ? toExpr(0).div(toExpr(0)) : constant(value)));
