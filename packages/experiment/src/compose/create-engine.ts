import { callPlugin, type Catalog } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';
import type { ResolvedExperiment } from '../config/index.js';

/** The engine that an experiment names. @throws KnotworkError when it cannot run here */
export function createEngine({ engine: { kind, ...options } }: Pick<ResolvedExperiment, 'engine'>, catalog: Catalog): Promise<Engine> {
  const definition = catalog.get('engine', kind);
  return callPlugin(definition, 'create', () => definition.create(options));
}
