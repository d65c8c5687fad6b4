import { build } from './build.js';
import { constant, type Expr } from './expr.js';

/*
 * The algebra by which operations fold, for arguments that are not all constants; undefined where they stay as they are. Constants are
 * moved in front of products and behind sums, where these rules look for them.
 */

const isConstant = (e: Expr, value: number): boolean => e.op === 'constant' && e.value === value;
// Sums of small whole numbers are exact, so moving them through a sum changes the rounding of nothing but that sum.
const isSmallInteger = (e: Expr): boolean => e.op === 'constant' && Number.isInteger(e.value) && Math.abs(e.value) < 2 ** 20;

const sum = (a: Expr, b: Expr): Expr => build('add', [a, b]);
const difference = (a: Expr, b: Expr): Expr => build('sub', [a, b]);
const product = (a: Expr, b: Expr): Expr => build('mul', [a, b]);
const negative = (a: Expr): Expr => build('neg', [a]);

/** Splits `e + 3` into e and 3, so that differences of knots of an even grid fold to numbers. */
function splitShift(e: Expr): [Expr, number] {
  const [inner, shift] = e.args as [Expr, Expr];
  return e.op === 'add' && isSmallInteger(shift) ? [inner, shift.value] : [e, 0];
}

export function foldSum(a: Expr, b: Expr): Expr | undefined {
  if (isConstant(a, 0)) return b;
  if (isConstant(b, 0)) return a;
  if (a.op === 'constant') return sum(b, a);
  const [left, shift] = splitShift(a);
  if (b.op === 'constant') return shift !== 0 && isSmallInteger(b) ? sum(left, constant(shift + b.value)) : undefined;
  const [right, otherShift] = splitShift(b);
  if (shift !== 0 || otherShift !== 0) return sum(sum(left, right), constant(shift + otherShift));
  if (b.op === 'neg') return difference(a, b.args[0] as Expr);
  if (a.op === 'neg') return difference(b, a.args[0] as Expr);
  return undefined;
}

export function foldDifference(a: Expr, b: Expr): Expr | undefined {
  if (isConstant(b, 0)) return a;
  if (isConstant(a, 0)) return negative(b);
  if (a === b) return constant(0);
  if (b.op === 'constant') return sum(a, constant(-b.value));
  const [left, shift] = splitShift(a);
  const [right, otherShift] = splitShift(b);
  if (shift !== 0 || otherShift !== 0) return sum(difference(left, right), constant(shift - otherShift));
  return b.op === 'neg' ? sum(a, b.args[0] as Expr) : undefined;
}

export function foldProduct(a: Expr, b: Expr): Expr | undefined {
  if (b.op === 'constant') return product(b, a);
  if (a.op === 'constant') {
    if (a.value === 0) return a;
    if (a.value === 1) return b;
    if (a.value === -1) return negative(b);
    if (b.op === 'neg') return product(constant(-a.value), b.args[0] as Expr);
    const [factor, rest] = b.args as [Expr, Expr];
    return b.op === 'mul' && factor.op === 'constant' ? product(constant(a.value * factor.value), rest) : undefined;
  }
  if (a.op === 'neg') return negative(product(a.args[0] as Expr, b));
  return b.op === 'neg' ? negative(product(a, b.args[0] as Expr)) : undefined;
}

export function foldNegative(a: Expr): Expr | undefined {
  if (a.op === 'neg') return a.args[0];
  return a.op === 'sub' ? difference(a.args[1] as Expr, a.args[0] as Expr) : undefined;
}

/** Of minimum and maximum. */
export function foldExtremum(a: Expr, b: Expr): Expr | undefined { return a === b ? a : undefined; }

export function foldComparison(a: Expr, b: Expr): Expr | undefined { return a === b ? constant(0) : undefined; }

/** Of `where`. */
export function foldChoice(condition: Expr, a: Expr, b: Expr): Expr | undefined {
  if (condition.op === 'constant') return condition.value !== 0 ? a : b;
  return a === b || (a.op === 'constant' && b.op === 'constant' && Object.is(a.value, b.value)) ? a : undefined;
}
