import { build } from './build.js';
import type { Op } from './operations/operations.js';

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

  /** Whoever compares a formula, or computes with it as with a number, wanted another one: `if (x > 0)` would choose once and for all. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return `[formula ${this.name === '' ? this.op : this.name}]`;
    throw new TypeError('a formula has no value to compare or compute with; choose with where(condition, a, b), and write x.sin() for Math.sin(x), x.mul(2) for 2 * x');
  }

  add(other: Operand): Expr { return build('add', [this, toExpr(other)]); }
  sub(other: Operand): Expr { return build('sub', [this, toExpr(other)]); }
  mul(other: Operand): Expr { return build('mul', [this, toExpr(other)]); }
  div(other: Operand): Expr { return quotient(this, toExpr(other)); }
  neg(): Expr { return build('neg', [this]); }
  reciprocal(): Expr { return build('reciprocal', [this]); }
  minimum(other: Operand): Expr { return build('minimum', [this, toExpr(other)]); }
  maximum(other: Operand): Expr { return build('maximum', [this, toExpr(other)]); }
  /** min(max(x, low), high). */
  clipByValue(low: Operand, high: Operand): Expr { return this.maximum(low).minimum(high); }
  abs(): Expr { return build('abs', [this]); }
  floor(): Expr { return build('floor', [this]); }
  sqrt(): Expr { return build('sqrt', [this]); }
  square(): Expr { return build('mul', [this, this]); }
  exp(): Expr { return build('exp', [this]); }
  /** Natural logarithm. */
  log(): Expr { return build('log', [this]); }
  sin(): Expr { return build('sin', [this]); }
  cos(): Expr { return build('cos', [this]); }
  tan(): Expr { return this.sin().div(this.cos()); }
  asin(): Expr { return build('asin', [this]); }
  acos(): Expr { return constant(Math.PI / 2).sub(this.asin()); }
  atan(): Expr { return build('atan', [this]); }
  /** The error function: 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
  erf(): Expr { return build('erf', [this]); }
  tanh(): Expr { return build('tanh', [this]); }
  /** (e^x - e^-x) / 2; below |x| = 1 through tanh(x/2), because the difference would cancel. */
  sinh(): Expr {
    const t = this.mul(0.5).tanh();
    const small = t.mul(2).div(constant(1).sub(t.square()));
    return where(this.abs().less(1), small, this.exp().sub(this.neg().exp()).mul(0.5));
  }
  /** (e^x + e^-x) / 2. */
  cosh(): Expr { return this.exp().add(this.neg().exp()).mul(0.5); }
  /** 1 / (1 + e^-x): finite for every finite x, and so are its derivatives. */
  sigmoid(): Expr { return build('sigmoid', [this]); }
  relu(): Expr { return this.maximum(0); }
  /** log(1 + e^x), written so that large |x| neither overflows nor gives NaN. */
  softplus(): Expr { return this.relu().add(this.abs().neg().exp().add(1).log()); }
  /** -1, 0 or 1. */
  sign(): Expr { return where(this.less(0), -1, where(toExpr(0).less(this), 1, 0)); }
  /** 1 where this < other, else 0. Derivative zero. */
  less(other: Operand): Expr { return build('less', [this, toExpr(other)]); }
  /** 1 where this > other, else 0. Derivative zero. */
  greater(other: Operand): Expr { return build('less', [toExpr(other), this]); }
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
  return build('where', [condition, toExpr(ifTrue), toExpr(ifFalse)]);
}

/** Recognizes expressions, also those made by another copy of this package. */
export function isExpr(value: unknown): value is Expr {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

/** A formula of what a formula may be made of. @throws TypeError for anything else, such as the value of an option that does not exist */
export function toExpr(operand: Operand): Expr {
  if (typeof operand === 'number' && !Number.isNaN(operand)) return constant(operand);
  if (!isExpr(operand)) throw new TypeError(`${String(operand)} is in a formula, where numbers and formulas may be`);
  return operand;
}

function quotient(a: Expr, b: Expr): Expr {
  return a.op === 'constant' && b.op === 'constant' ? constant(a.value / b.value) : build('mul', [a, build('reciprocal', [b])]);
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
