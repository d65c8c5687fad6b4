import type { Expr } from '@knotwork/algebra';
import * as z from '../zod.js';
import { type Task, TASKS } from './dataset.js';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';

/**
 * What is minimized, per sample. `residuals`: 1/2 the mean square of the residuals; Gauss-Newton applies.
 * `loss`: the mean of a formula; its Hessian in the outputs is derived from it. One that does not bend anywhere, such as the mean absolute
 * error, has none and is refused by optimizers that solve normal equations.
 */
export interface LossDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'loss', S> {
  readonly form: 'residuals' | 'loss';
  /** The task that it is for; left out for `regression`. What is fitted with one of `classification` has unnormalized log-probabilities of the classes as outputs: their softmax is what is predicted. */
  readonly task?: Task;
  /**
   * @param outputs of the network, @param targets as many; both in standardized units, of classification as they are: targets are then the
   * probabilities of the classes
   * @returns residuals, or one loss
   */
  formula(outputs: readonly Expr[], targets: readonly Expr[], options: OptionsOf<S>): readonly Expr[];
}

const PARTS: Parts<LossDefinition> = { form: z.enum(['residuals', 'loss']), task: z.enum(TASKS).optional(), formula: called };

/** Declares a loss. */
export function defineLoss<S extends OptionsSchema>(loss: Omit<LossDefinition<S>, 'kind'>): LossDefinition<S> {
  return define({ kind: 'loss', ...loss }, PARTS);
}
