import * as z from '../zod.js';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { type Task, TASKS } from './dataset.js';
import { called, type Parts } from '../definition/declared-parts.js';
import type { Samples } from '../model/samples.js';

/** A number that says how good predictions are, in the user's units. @experimental */
export interface MetricDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'metric', S> {
  /** The only task it makes sense for; left out for any. */
  readonly task?: Task;
  /** In words, on which rows it has no value, which is NaN then; left out, it has one on all. */
  readonly undefinedWhere?: string;
  /**
   * Both tables are copies that this call alone has: it may change them. What it throws ends a run before training; later its value is NaN there, and a note says why.
   *
   * @param predictions in the user's units; of a classification the outputs before softmax, @param targets of the same shape; of a classification 1 for the class of a row and 0 for the others
   */
  evaluate(predictions: Samples, targets: Samples, options: OptionsOf<S>): number;
}

const PARTS: Parts<MetricDefinition> = { task: z.enum(TASKS).optional(), undefinedWhere: z.string().optional(), evaluate: called };

/** Declares a metric. @experimental */
export function defineMetric<S extends OptionsSchema>(metric: Omit<MetricDefinition<S>, 'kind'>): MetricDefinition<S> {
  return define({ kind: 'metric', ...metric }, PARTS);
}
