import type { Expr } from '../expr.js';
import type { Text } from './text.js';

/**
 * What there is to know of one operation: a row of the table of operations, whose columns are the readings of a formula. Arguments are
 * called a, b and c in all of them; an operation that takes fewer gets undefined for the others.
 */
export interface Operation {
  /** How many arguments it takes; none for the leaves, which are what formulas are made of. */
  readonly arity: 0 | 1 | 2 | 3;
  /** Whether its first argument is a table, and the others numbers. */
  readonly looksUp?: true;
  /** Whether its two arguments may change places. */
  readonly commutes?: true;
  /** What its numbers are; null for leaves, and for what is rewritten for a grid before it is a number. */
  readonly number: Loop | null;
  /** What it comes to where that is simpler, for arguments that are not all constants; undefined where it stays. */
  readonly fold?: (a: Expr, b: Expr, c: Expr) => Expr | undefined;
  /** Its derivative, piece by piece. */
  readonly derivative: (at: Differentiation) => Expr;
  /** By what it costs; null for leaves, which cost nothing. */
  readonly cost: Sort | null;
  /** How it is written. */
  readonly text: Text;
}

/**
 * Computes the first `count` numbers of `to`. Number i is read before it is written, as `to` may be the array of an argument; a table
 * has a length of its own. Each operation has a loop for itself: one loop around a function that is passed in takes five to ten times as long.
 *
 * @param value of the expression: an offset
 */
export type Loop = (count: number, to: Float64Array, a: Float64Array, b: Float64Array, c: Float64Array, value: number) => void;

/** An operation that is differentiated. */
export interface Differentiation {
  /** The operation on its arguments. */
  readonly e: Expr;
  readonly a: Expr;
  readonly b: Expr;
  readonly c: Expr;
  /** The derivative of an argument; derivatives are shared like what they are of. */
  readonly d: (argument: Expr) => Expr;
  /** Name of the input with respect to which. */
  readonly by: string;
}

/** `simple`: one instruction; `lookup`: reads a grid or a table. */
export type Sort = 'simple' | 'multiply' | 'divide' | 'transcendental' | 'lookup';
