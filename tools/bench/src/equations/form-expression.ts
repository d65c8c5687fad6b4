import { type Expr, input, toExpr, where } from '@knotwork/algebra';
import type { Form } from './form.js';

/** A form with its constants as inputs, so that they can be fitted. */
export interface Parametrized {
  readonly expr: Expr;
  /** Names of the inputs that stand for constants, and their values. */
  readonly names: readonly string[];
  readonly values: Float64Array;
}

/** No name of a variable has this sign. */
const nameOf = (index: number): string => `#${index}`;

/** Exponents that are multiples of 1/2 are structure; all others are constants like any other. */
const isStructure = (exponent: number): boolean => Number.isInteger(2 * exponent);

/** Whether a coefficient stands there as a number: 1 and -1 do not. */
const isWritten = (coefficient: number): boolean => Math.abs(coefficient) !== 1;

/**
 * The formula of a form with an input for every constant: constants of sums that are not 0, coefficients that are neither 1 nor -1, exponents that
 * are no multiples of 1/2, and numbers that stand alone or in calls. In the order of {@link mapConstants}.
 */
export function parametrized(form: Form): Parametrized {
  const values: number[] = [];
  const constantOf = (value: number): Expr => input(nameOf(values.push(value) - 1));
  const expr = toExpression(form, constantOf);
  return { expr, names: values.map((_, index) => nameOf(index)), values: Float64Array.from(values) };
}

/** The same tree with other constants; nothing is brought to normal form. @param change gets every constant and its index */
export function mapConstants(form: Form, change: (value: number, index: number) => number): Form {
  let count = 0;
  const walk = (part: Form): Form => {
    switch (part.kind) {
      case 'number': return { ...part, value: change(part.value, count++) };
      case 'input': return part;
      case 'call': return { ...part, args: part.args.map(walk) };
      case 'product': return { ...part, factors: part.factors.map(({ base, exponent }) => ({ base: walk(base), exponent: isStructure(exponent) ? exponent : change(exponent, count++) })) };
      case 'sum': {
        const terms = part.terms.map(({ coefficient, form: term }) => ({ coefficient: isWritten(coefficient) ? change(coefficient, count++) : coefficient, form: walk(term) }));
        return { ...part, terms, constant: part.constant === 0 ? 0 : change(part.constant, count++) };
      }
    }
  };
  return walk(form);
}

function toExpression(form: Form, constantOf: (value: number) => Expr): Expr {
  const walk = (part: Form): Expr => {
    switch (part.kind) {
      case 'number': return constantOf(part.value);
      case 'input': return input(part.name);
      case 'call': return calls(part.op, part.args.map(walk));
      case 'product': return part.factors.map(({ base, exponent }) => {
        const inner = walk(base);
        return isStructure(exponent) ? power(inner, exponent) : inner.pow(constantOf(exponent));
      }).reduce((product, factor) => product.mul(factor));
      case 'sum': {
        const terms = part.terms.map(({ coefficient, form: term }) => {
          const scale = isWritten(coefficient) ? constantOf(coefficient) : toExpr(coefficient);
          return scale.mul(walk(term));
        });
        return (part.constant === 0 ? terms : [...terms, constantOf(part.constant)]).reduce((sum, term) => sum.add(term));
      }
    }
  };
  return walk(form);
}

/** Powers by roots and products, which are exact where exp(p log u) is not. */
function power(base: Expr, exponent: number): Expr {
  if (Number.isInteger(exponent)) return base.pow(exponent);
  const whole = Math.floor(Math.abs(exponent));
  const positive = whole === 0 ? base.sqrt() : base.pow(whole).mul(base.sqrt());
  return exponent > 0 ? positive : positive.reciprocal();
}

/** Operations of normal forms that are no sums and no powers, by the methods of expressions. */
function calls(op: string, args: readonly Expr[]): Expr {
  const [a, b, c] = args as [Expr, Expr, Expr];
  switch (op) {
    case 'exp': return a.exp();
    case 'log': return a.log();
    case 'sin': return a.sin();
    case 'cos': return a.cos();
    case 'asin': return a.asin();
    case 'atan': return a.atan();
    case 'tanh': return a.tanh();
    case 'erf': return a.erf();
    case 'sigmoid': return a.sigmoid();
    case 'abs': return a.abs();
    case 'floor': return a.floor();
    case 'minimum': return a.minimum(b);
    case 'maximum': return a.maximum(b);
    case 'less': return a.less(b);
    case 'where': return where(a, b, c);
    default: throw new RangeError(`The judge of equations cannot evaluate the operation "${op}". Add it in form-expression.ts.`);
  }
}
