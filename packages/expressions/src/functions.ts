import { besselJ0, constant, type Expr } from '@knotwork/algebra';

/** A function of expressions: how many arguments it takes and what it makes of them. */
export interface ExpressionFunction {
  readonly least: number;
  readonly most: number;
  make(x: Expr, ...more: Expr[]): Expr;
}

const unary = (make: (x: Expr) => Expr): ExpressionFunction => ({ least: 1, most: 1, make: (x) => make(x) });
const binary = (make: (x: Expr, y: Expr) => Expr): ExpressionFunction => ({ least: 2, most: 2, make: (x, ...[y]) => make(x, y!) });
const series = (make: (x: Expr, y: Expr) => Expr): ExpressionFunction => ({ least: 1, most: Infinity, make: (x, ...more) => more.reduce(make, x) });

/** Every function that an expression may call. Real numbers only: where a function has no real value it is NaN. */
export const FUNCTIONS: ReadonlyMap<string, ExpressionFunction> = new Map<string, ExpressionFunction>([
  ['sin', unary((x) => x.sin())],
  ['cos', unary((x) => x.cos())],
  ['tan', unary((x) => x.tan())],
  ['asin', unary((x) => x.asin())],
  ['acos', unary((x) => x.acos())],
  ['atan', unary((x) => x.atan())],
  ['sinh', unary((x) => x.sinh())],
  ['cosh', unary((x) => x.cosh())],
  ['tanh', unary((x) => x.tanh())],
  ['atanh', unary((x) => x.add(1).div(constant(1).sub(x)).log().mul(0.5))],
  ['asinh', unary((x) => x.sign().mul(x.abs().add(x.square().add(1).sqrt()).log()))],
  ['exp', unary((x) => x.exp())],
  ['log', { least: 1, most: 2, make: (x, base) => (base === undefined ? x.log() : x.log().div(base.log())) }],
  ['ln', unary((x) => x.log())],
  ['log10', unary((x) => x.log().div(Math.LN10))],
  ['log2', unary((x) => x.log().div(Math.LN2))],
  ['sqrt', unary((x) => x.sqrt())],
  // The real root, also of a negative number.
  ['cbrt', unary((x) => x.sign().mul(x.abs().log().div(3).exp()))],
  ['square', unary((x) => x.square())],
  ['cube', unary((x) => x.pow(3))],
  ['pow', binary((x, y) => x.pow(y))],
  ['abs', unary((x) => x.abs())],
  ['sign', unary((x) => x.sign())],
  ['floor', unary((x) => x.floor())],
  ['ceil', unary((x) => x.neg().floor().neg())],
  ['min', series((x, y) => x.minimum(y))],
  ['max', series((x, y) => x.maximum(y))],
  ['sigmoid', unary((x) => x.sigmoid())],
  ['erf', unary((x) => x.erf())],
  ['besselJ0', unary(besselJ0)],
  ['relu', unary((x) => x.relu())],
  ['softplus', unary((x) => x.softplus())],
]);
