/** Primitive operations of formulas. Everything else is written with these. */
export type Op =
  | 'constant' | 'input' | 'table'
  | 'add' | 'sub' | 'mul' | 'reciprocal' | 'neg' | 'minimum' | 'maximum' | 'abs' | 'floor' | 'sqrt'
  | 'exp' | 'log' | 'sin' | 'cos' | 'tanh' | 'sigmoid' | 'asin' | 'atan'
  | 'less' | 'where'
  | 'cell' | 'knot' | 'locate' | 'knotAt';

/** What an operation accepts: an expression, or a number that becomes a constant. */
export type Operand = Expr | number;

/**
 * An immutable expression over real numbers, with the method names of tensors in TensorFlow.js.
 *
 * Methods fold constants and drop neutral elements, so `x.mul(0)` is the constant 0 (also where x would be infinite or NaN).
 * They never look at values: choose with {@link where}, not with `if`.
 */
export class Expr {
  readonly op: Op;
  readonly args: readonly Expr[];
  /** Value of a constant; offset of a `knot` or `knotAt`; 0 otherwise. */
  readonly value: number;
  /** Name of an input or table; empty otherwise. */
  readonly name: string;

  /** @internal Use the methods, `constant`, `input`, `table` or `where`: they fold. */
  constructor(op: Op, args: readonly Expr[], value = 0, name = '') {
    this.op = op;
    this.args = args;
    this.value = value;
    this.name = name;
  }

  add(other: Operand): Expr { return add(this, toExpr(other)); }
  sub(other: Operand): Expr { return sub(this, toExpr(other)); }
  mul(other: Operand): Expr { return mul(this, toExpr(other)); }
  div(other: Operand): Expr { return div(this, toExpr(other)); }
  neg(): Expr { return neg(this); }
  reciprocal(): Expr { return unary('reciprocal', this); }
  minimum(other: Operand): Expr { return extremum('minimum', this, toExpr(other)); }
  maximum(other: Operand): Expr { return extremum('maximum', this, toExpr(other)); }
  /** min(max(x, low), high). */
  clipByValue(low: Operand, high: Operand): Expr { return this.maximum(low).minimum(high); }
  abs(): Expr { return unary('abs', this); }
  floor(): Expr { return unary('floor', this); }
  sqrt(): Expr { return unary('sqrt', this); }
  square(): Expr { return mul(this, this); }
  exp(): Expr { return unary('exp', this); }
  /** Natural logarithm. */
  log(): Expr { return unary('log', this); }
  sin(): Expr { return unary('sin', this); }
  cos(): Expr { return unary('cos', this); }
  tan(): Expr { return this.sin().div(this.cos()); }
  asin(): Expr { return unary('asin', this); }
  acos(): Expr { return new Expr('constant', [], Math.PI / 2).sub(this.asin()); }
  atan(): Expr { return unary('atan', this); }
  tanh(): Expr { return unary('tanh', this); }
  /** (e^x - e^-x) / 2; below |x| = 1 through tanh(x/2), because the difference would cancel. */
  sinh(): Expr {
    const t = this.mul(0.5).tanh();
    const small = t.mul(2).div(new Expr('constant', [], 1).sub(t.square()));
    return where(this.abs().less(1), small, this.exp().sub(this.neg().exp()).mul(0.5));
  }
  /** (e^x + e^-x) / 2. */
  cosh(): Expr { return this.exp().add(this.neg().exp()).mul(0.5); }
  /** 1 / (1 + e^-x): finite for every finite x, and so are its derivatives. */
  sigmoid(): Expr { return unary('sigmoid', this); }
  relu(): Expr { return this.maximum(0); }
  /** log(1 + e^x), written so that large |x| neither overflows nor gives NaN. */
  softplus(): Expr { return this.relu().add(this.abs().neg().exp().add(1).log()); }
  /** -1, 0 or 1. */
  sign(): Expr { return where(this.less(0), -1, where(toExpr(0).less(this), 1, 0)); }
  /** 1 where this < other, else 0. Derivative zero. */
  less(other: Operand): Expr { return less(this, toExpr(other)); }
  /** 1 where this > other, else 0. Derivative zero. */
  greater(other: Operand): Expr { return less(toExpr(other), this); }
  /**
   * this^exponent. Whole exponents up to 64 become products, so negative bases are fine; any other number goes through
   * exp(exponent * log(this)) and is NaN for a negative base, as for real numbers.
   */
  pow(exponent: Operand): Expr { return power(this, toExpr(exponent)); }
}

/** The expression of a number. */
export function constant(value: number): Expr {
  return new Expr('constant', [], value);
}

/** A named input (a variable or a parameter). Two inputs of one name are the same input. */
export function input(name: string): Expr {
  return new Expr('input', [], 0, name);
}

/** A named table: numbers of any count that are the same for all samples. Only operations that look something up take one, as their first argument. */
export function table(name: string): Expr {
  return new Expr('table', [], 0, name);
}

/**
 * `ifTrue` where the condition is not zero, else `ifFalse`. The branch not taken may be NaN or infinite; derivatives choose
 * the same branch, so they are right away from the break.
 */
export function where(condition: Expr, ifTrue: Operand, ifFalse: Operand): Expr {
  const a = toExpr(ifTrue);
  const b = toExpr(ifFalse);
  if (condition.op === 'constant') return condition.value !== 0 ? a : b;
  if (a === b || (a.op === 'constant' && b.op === 'constant' && Object.is(a.value, b.value))) return a;
  return new Expr('where', [condition, a, b]);
}

/** Recognizes expressions, also those made by another copy of this package. */
export function isExpr(value: unknown): value is Expr {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

/** @throws TypeError for anything else, such as the value of an option that does not exist */
function toExpr(operand: Operand): Expr {
  if (typeof operand === 'number' && !Number.isNaN(operand)) return constant(operand);
  if (!isExpr(operand)) throw new TypeError(`${String(operand)} is in a formula, where numbers and formulas may be`);
  return operand;
}

/** @internal Builds one operation on arguments that are already in place, with folding: used when a graph is rebuilt. */
export function build(op: Op, args: readonly Expr[], value: number, name: string): Expr {
  const [a, b, c] = args as [Expr, Expr, Expr];
  switch (op) {
    case 'constant': case 'input': case 'table': return new Expr(op, [], value, name);
    case 'add': return add(a, b);
    case 'sub': return sub(a, b);
    case 'mul': return mul(a, b);
    case 'neg': return neg(a);
    case 'minimum': case 'maximum': return extremum(op, a, b);
    case 'less': return less(a, b);
    case 'where': return where(a, b, c);
    case 'cell': case 'knot': case 'locate': case 'knotAt': return new Expr(op, args, value);
    default: return unary(op, a);
  }
}

const scalar: Partial<Record<Op, (x: number) => number>> = {
  reciprocal: (x) => 1 / x, abs: Math.abs, floor: Math.floor, sqrt: Math.sqrt, exp: Math.exp, log: Math.log, sin: Math.sin, cos: Math.cos,
  tanh: Math.tanh, sigmoid: (x) => 1 / (1 + Math.exp(-x)), asin: Math.asin, atan: Math.atan,
};

const isConstant = (e: Expr, value?: number): boolean => e.op === 'constant' && (value === undefined || e.value === value);
// Sums of small whole numbers are exact, so moving them through a sum changes the rounding of nothing but that sum.
const isSmallInteger = (e: Expr): boolean => e.op === 'constant' && Number.isInteger(e.value) && Math.abs(e.value) < 2 ** 20;

function unary(op: Op, a: Expr): Expr {
  const f = scalar[op];
  return f !== undefined && a.op === 'constant' ? constant(f(a.value)) : new Expr(op, [a]);
}

function add(a: Expr, b: Expr): Expr {
  if (a.op === 'constant' && b.op === 'constant') return constant(a.value + b.value);
  if (isConstant(a, 0)) return b;
  if (isConstant(b, 0)) return a;
  if (a.op === 'constant') return add(b, a);
  const [left, shift] = splitShift(a);
  if (b.op === 'constant') return shift !== 0 && isSmallInteger(b) ? add(left, constant(shift + b.value)) : new Expr('add', [a, b]);
  const [right, otherShift] = splitShift(b);
  if (shift !== 0 || otherShift !== 0) return add(add(left, right), constant(shift + otherShift));
  if (b.op === 'neg') return sub(a, b.args[0] as Expr);
  if (a.op === 'neg') return sub(b, a.args[0] as Expr);
  return new Expr('add', [a, b]);
}

function sub(a: Expr, b: Expr): Expr {
  if (a.op === 'constant' && b.op === 'constant') return constant(a.value - b.value);
  if (isConstant(b, 0)) return a;
  if (isConstant(a, 0)) return neg(b);
  if (a === b) return constant(0);
  if (b.op === 'constant') return add(a, constant(-b.value));
  const [left, shift] = splitShift(a);
  const [right, otherShift] = splitShift(b);
  if (shift !== 0 || otherShift !== 0) return add(sub(left, right), constant(shift - otherShift));
  if (b.op === 'neg') return add(a, b.args[0] as Expr);
  return new Expr('sub', [a, b]);
}

/** Splits `e + 3` into e and 3, so that differences of knots of an even grid fold to numbers. */
function splitShift(e: Expr): [Expr, number] {
  const [inner, shift] = e.args as [Expr, Expr];
  return e.op === 'add' && isSmallInteger(shift) ? [inner, shift.value] : [e, 0];
}

function mul(a: Expr, b: Expr): Expr {
  if (a.op === 'constant' && b.op === 'constant') return constant(a.value * b.value);
  if (b.op === 'constant') return mul(b, a);
  if (a.op === 'constant') {
    if (a.value === 0) return a;
    if (a.value === 1) return b;
    if (a.value === -1) return neg(b);
    if (b.op === 'neg') return mul(constant(-a.value), b.args[0] as Expr);
    const [factor, rest] = b.args as [Expr, Expr];
    if (b.op === 'mul' && factor.op === 'constant') return mul(constant(a.value * factor.value), rest);
    return new Expr('mul', [a, b]);
  }
  if (a.op === 'neg') return neg(mul(a.args[0] as Expr, b));
  if (b.op === 'neg') return neg(mul(a, b.args[0] as Expr));
  return new Expr('mul', [a, b]);
}

function div(a: Expr, b: Expr): Expr {
  return a.op === 'constant' && b.op === 'constant' ? constant(a.value / b.value) : mul(a, unary('reciprocal', b));
}

function neg(a: Expr): Expr {
  if (a.op === 'constant') return constant(-a.value);
  if (a.op === 'neg') return a.args[0] as Expr;
  if (a.op === 'sub') return sub(a.args[1] as Expr, a.args[0] as Expr);
  return new Expr('neg', [a]);
}

function extremum(op: 'minimum' | 'maximum', a: Expr, b: Expr): Expr {
  if (a.op === 'constant' && b.op === 'constant') return constant(op === 'minimum' ? Math.min(a.value, b.value) : Math.max(a.value, b.value));
  return a === b ? a : new Expr(op, [a, b]);
}

function less(a: Expr, b: Expr): Expr {
  if (a.op === 'constant' && b.op === 'constant') return constant(a.value < b.value ? 1 : 0);
  return a === b ? constant(0) : new Expr('less', [a, b]);
}

function power(base: Expr, exponent: Expr): Expr {
  if (exponent.op !== 'constant') return exponent.mul(base.log()).exp();
  const p = exponent.value;
  if (base.op === 'constant') return constant(base.value ** p);
  if (p === 0.5) return base.sqrt();
  if (!Number.isInteger(p) || Math.abs(p) > 64) return base.log().mul(p).exp();
  if (p < 0) return power(base, constant(-p)).reciprocal();
  if (p === 0) return constant(1);
  const half = power(base, constant(Math.floor(p / 2)));
  const even = p > 1 ? half.square() : constant(1);
  return p % 2 === 1 ? even.mul(base) : even;
}
