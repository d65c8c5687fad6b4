import { callPlugin, type Catalog, type Objective, type PluginUse } from '@knotwork/plugin';
import { supervised } from '@knotwork/training';
import type { PreparedData } from '../data/prepare-data.js';
import { AUTO, lossOf } from './standard-loss.js';

/** What networks are judged by after some stages: the loss of the last one that had one. */
export function lossTrained(stages: readonly PluginUse[], catalog: Catalog, data: PreparedData): Objective {
  const uses = stages.map(({ kind, ...options }) => {
    const definition = catalog.get('stage', kind);
    return callPlugin(definition, 'loss', () => definition.loss?.(options));
  });
  const { definition, options } = lossOf(catalog, uses.findLast((use) => use !== undefined) ?? AUTO, data.original.task);
  return supervised(definition, options, data.outputs.length, 0);
}
