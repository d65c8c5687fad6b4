import type { Expr } from '@knotwork/algebra';
import * as z from '../zod.js';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called } from '../definition/declared-parts.js';

/** What an elementwise update sees of one parameter. */
export interface UpdateInputs {
  readonly parameter: Expr;
  readonly gradient: Expr;
  /** Number of this step, from 1. */
  readonly step: Expr;
  /** Number of steps of the stage, for schedules. */
  readonly steps: Expr;
  /** 1 where weight decay acts, 0 for numbers that it leaves alone: scalars of an objective, which are no weights. */
  readonly decays: Expr;
  /** State of the optimizer for this parameter, from 0. */
  readonly slots: Readonly<Record<string, Expr>>;
}

/** The parameter after one step, and the slots. */
export interface UpdateOutputs {
  readonly parameter: Expr;
  readonly slots: Readonly<Record<string, Expr>>;
}

/** How a damped Gauss-Newton method reacts; the loop that solves and tries is the framework's. */
export interface DampingRule {
  /** `marquardt`: mu times the diagonal. `identity`: mu times the mean of the diagonal. */
  readonly shape: 'marquardt' | 'identity';
  /** mu of a fresh start, and of an optimization that continues one. */
  readonly start: number;
  readonly restart: number;
  /** Dampings tried for one step before giving up. */
  readonly tries: number;
  /** Stop after `patience` steps in a row whose objective fell by less than `tolerance` of itself. */
  readonly tolerance: number;
  readonly patience: number;
  /** mu after an accepted step; `gain` is actual over predicted reduction. */
  accepted(mu: number, gain: number): number;
  /** mu after `failures` rejected tries in a row (from 1). */
  rejected(mu: number, failures: number): number;
}

/** How an inverse Hessian that is kept whole, as a matrix, learns from a step. */
export interface MatrixUpdate {
  /** `bfgs`: the update of Broyden, Fletcher, Goldfarb and Shanno. `broyden`: the member of Broyden's class that the last step and change of the gradient choose. */
  readonly update: 'broyden' | 'bfgs';
  /**
   * `first`: before its first update the matrix, the identity, becomes s'y / y'y times the identity, s the step and y the change of the gradient. `self`: the same, and every later
   * update divides it by a factor, so that curvature that was taken to be too high is corrected at once. `none`: neither.
   */
  readonly scaling: 'self' | 'first' | 'none';
}

/** Constants of a quasi-Newton method; the loop that searches along lines is the framework's. */
export interface LineSearchRule {
  /**
   * What is remembered: so many pairs of steps and changes of the gradient, from 1; or an inverse Hessian, a number for every two unknowns. A matrix counts among what `maxUnknowns` of a
   * stage and the budget of a run bound.
   */
  readonly memory: number | MatrixUpdate;
  /** Strong Wolfe conditions, 0 < decrease < curvature < 1: f(t) <= f(0) + decrease t f'(0) and |f'(t)| <= curvature |f'(0)|. */
  readonly decrease: number;
  readonly curvature: number;
  /**
   * Most evaluations of value and slope in one search. When they run out, a point that is lower is taken; without one the memory is
   * dropped, and training ends when there is none.
   */
  readonly tries: number;
  /** Stop after `patience` steps in a row whose objective fell by less than `tolerance` of itself. */
  readonly tolerance: number;
  readonly patience: number;
}

/** An optimizer: an elementwise update as a formula, a rule for damping normal equations, or constants of a quasi-Newton method. */
export type OptimizerDefinition<S extends OptionsSchema = OptionsSchema> = Definition<'optimizer', S> & (
  | {
    readonly method: 'update';
    readonly slots: readonly string[];
    update(inputs: UpdateInputs, options: OptionsOf<S>): UpdateOutputs;
  }
  | { readonly method: 'normal-equations'; damping(options: OptionsOf<S>): DampingRule }
  | { readonly method: 'quasi-newton'; search(options: OptionsOf<S>): LineSearchRule }
);

const PARTS = {
  'update': { slots: z.array(z.string()), update: called },
  'normal-equations': { damping: called },
  'quasi-newton': { search: called },
} satisfies Record<OptimizerDefinition['method'], Readonly<Record<string, z.ZodType>>>;

type Without<T> = T extends unknown ? Omit<T, 'kind'> : never;

/** Declares an optimizer. */
export function defineOptimizer<S extends OptionsSchema>(optimizer: Without<OptimizerDefinition<S>>): OptimizerDefinition<S> {
  return define({ kind: 'optimizer', ...optimizer } as OptimizerDefinition<S>, { method: z.enum(Object.keys(PARTS)), ...PARTS[optimizer.method] });
}
