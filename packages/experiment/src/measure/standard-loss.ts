import { parseOptions } from '@knotwork/network';
import type { Catalog, LossDefinition, PluginUse, Task } from '@knotwork/plugin';
import type { Chosen } from '@knotwork/training';
import { chosen } from '../stages/stage.js';

/** The word for a loss that follows from the task. */
export const AUTO: PluginUse = { kind: 'auto' };

/** What `auto` stands for. */
export const STANDARD_LOSS: Readonly<Record<Task, PluginUse>> = { regression: { kind: 'mean-squared-error' }, classification: { kind: 'cross-entropy' } };

/** The loss that a file names, or that follows from the task of its data. */
export function lossOf(catalog: Catalog, use: PluginUse, task: Task): Chosen<LossDefinition> {
  if (use.kind !== AUTO.kind) return chosen(catalog, 'loss', use);
  const standard = STANDARD_LOSS[task];
  const definition = catalog.get('loss', standard.kind);
  return { definition, options: parseOptions(definition, standard) };
}
