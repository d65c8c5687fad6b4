import { callPlugin, type Catalog, type PluginUse } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { supervised } from '@knotwork/training';
import type { PreparedData } from '../data/prepare-data.js';
import { canonicalJson } from '../json/json.js';
import { AUTO, lossOf } from './standard-loss.js';

/** The losses that the stages of a run train. */
export class LossesTrained {
  /** By the loss that is named: stages that train the same have the same objective, so that what was compiled for one serves the next. */
  private readonly objectives = new Map<string, Objective>();

  constructor(private readonly stages: readonly PluginUse[], private readonly catalog: Catalog, private readonly data: PreparedData) {}

  /** That of a stage, or of the last one before it that had one. @param stage its index */
  after(stage: number): Objective {
    const uses = this.stages.slice(0, stage + 1).map(({ kind, ...options }) => {
      const definition = this.catalog.get('stage', kind);
      return callPlugin(definition, 'loss', () => definition.loss?.(options));
    });
    const use = uses.findLast((named) => named !== undefined) ?? AUTO;
    const key = canonicalJson(use);
    const objective = this.objectives.get(key) ?? this.made(use);
    this.objectives.set(key, objective);
    return objective;
  }

  private made(use: PluginUse): Objective {
    const { definition, options } = lossOf(this.catalog, use, this.data.original.task);
    return supervised(definition, options, this.data.outputs.length);
  }
}
