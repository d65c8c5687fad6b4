import { callPlugin, type Objective } from '@knotwork/plugin';
import { supervised } from '@knotwork/training';
import type { RunSetting } from '../run/prepared-run.js';
import type { StageDefinition } from '../stages/stage.js';
import { AUTO, lossOf } from './standard-loss.js';

/** What networks are judged by after a stage: its own loss, or that of the last stage before that had one. */
export function lossTrained({ catalog, data, experiment }: Pick<RunSetting, 'catalog' | 'data' | 'experiment'>, stage: number): Objective {
  const uses = experiment.stages.slice(0, stage + 1).map(({ kind, ...options }) => {
    const definition = catalog.get('stage', kind) as StageDefinition;
    return callPlugin(definition, 'loss', () => definition.loss?.(options));
  });
  const { definition, options } = lossOf(catalog, uses.findLast((use) => use !== undefined) ?? AUTO, data.original.task);
  return supervised(definition, options, data.outputs.length);
}
