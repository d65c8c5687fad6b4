import { parseOptions } from '@knotwork/network';
import { callPlugin, type Catalog, type PluginUse } from '@knotwork/plugin';
import { matrixOf } from '@knotwork/training';
import type { Allowed, Matrix } from './errors.js';
import type {} from '../stages/stage.js';

/** What has a number for every two unknowns in a stage. */
export interface Solver extends Matrix { readonly allowed: Allowed }

/** @param path of the stage, @returns null for a stage in which nothing does, or in which nobody says how many coefficients it trains */
export function solverOf({ kind, ...options }: PluginUse, path: string, catalog: Catalog): Solver | null {
  const stage = catalog.get('stage', kind);
  if (stage.optimizer === undefined || stage.mostUnknowns === undefined) return null;
  const use = callPlugin(stage, 'optimizer', () => stage.optimizer!(options));
  const definition = catalog.get('optimizer', use.kind);
  const does = matrixOf({ definition, options: parseOptions(definition, use) });
  if (does === null) return null;
  const allowed = callPlugin(stage, 'mostUnknowns', () => stage.mostUnknowns!(options));
  return allowed === null ? null : { optimizer: use.kind, does, allowed: { path: `${path}.${allowed.option}`, count: allowed.count } };
}
