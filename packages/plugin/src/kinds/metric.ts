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
  evaluate(predictions: Samples, targets: Samples, options: OptionsOf<S>): number;
}

const PARTS: Parts<MetricDefinition> = { task: z.enum(TASKS).optional(), undefinedWhere: z.string().optional(), evaluate: called };

/** Declares a metric. @experimental */
export function defineMetric<S extends OptionsSchema>(metric: Omit<MetricDefinition<S>, 'kind'>): MetricDefinition<S> {
  return define({ kind: 'metric', ...metric }, PARTS);
}
