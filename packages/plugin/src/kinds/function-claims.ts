import { KnotworkError } from '../errors.js';
import { faultOf, partTrouble, type PartsOf } from '../definition/declared-parts.js';
import * as z from '../zod.js';

/**
 * What is known of a function f besides its formula: mathematics, which `checkFunction` holds it to by evaluation. A fit of
 * c f(a x + b) + d to a curve searches the less, the more is known; of a function that claims nothing it searches a and b.
 */
export interface FunctionClaims {
  /**
   * The interval on which it is used: f is finite between its ends, and beyond a finite end, or at it, it is not. Of a function with poles the
   * part between two of them. Left out for all numbers.
   */
  readonly domain?: readonly [from: number, to: number];
  /** f(s x) = A f(x) + B for every s > 0, A and B numbers that depend on s: powers, the logarithm, the absolute value. Then a is 1 or -1. */
  readonly scaling?: true;
  /**
   * `itself`: f(x + t) = A f(x) + B for every t, such as exp; then b is 0. `slope`: f(x + t) = A f(x) + B f'(x) + C, such as sine and cosh; then b
   * follows from a by linear least squares.
   */
  readonly shift?: 'itself' | 'slope';
  /** f(-x) = f(x) + B, or f(-x) = -f(x) + B. Then a is positive. */
  readonly mirror?: 'even' | 'odd';
  /** The least p > 0 for which f(x + p) = f(x). */
  readonly period?: number;
  /** How far-fetched it is as an answer, in nats: the logarithm of how much more often one expects x^2, at the same error. 2 where it says nothing. */
  readonly complexity?: number;
  /** The formula in x as people write it, such as `exp(-x^2)`: an expression of mathjs. Left out where its name says it. */
  readonly expression?: string;
}

/** What every claim must be. */
const CLAIMS: PartsOf<FunctionClaims> = {
  domain: z.tuple([z.union([z.number(), z.literal(-Infinity)]), z.union([z.number(), z.literal(Infinity)])]).refine(([from, to]) => from < to, 'two ascending numbers').optional(),
  scaling: z.literal(true).optional(), shift: z.enum(['itself', 'slope']).optional(), mirror: z.enum(['even', 'odd']).optional(),
  period: z.number().positive().optional(), complexity: z.number().nonnegative().optional(), expression: z.string().min(1).optional(),
};

/** What a function claims, looked at. @throws KnotworkError `plugin` that names what is misspelled or not what it must be */
export function soundClaims(name: string, claims: FunctionClaims): FunctionClaims {
  const fault = faultOf(z.strictObject(CLAIMS), claims);
  if (fault === undefined) return claims;
  const who = `function "${name}"`;
  throw new KnotworkError('plugin', `${partTrouble(who, fault)} Mend what its \`claims\` return.`, { plugin: who });
}
