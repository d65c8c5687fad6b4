import { callPlugin, type Catalog, type PluginUse } from '@knotwork/plugin';
import type { Allowed } from './errors.js';
import type {} from '../stages/stage.js';

/** What solves for all unknowns at once in a stage. */
export interface Solver { readonly optimizer: string; readonly allowed: Allowed }

/** @param path of the stage, @returns null for a stage in which nothing does, or in which nobody says how many coefficients it trains */
export function solverOf({ kind, ...options }: PluginUse, path: string, catalog: Catalog): Solver | null {
  const stage = catalog.get('stage', kind);
  if (stage.optimizer === undefined || stage.mostUnknowns === undefined) return null;
  const { kind: optimizer } = callPlugin(stage, 'optimizer', () => stage.optimizer!(options));
  if (catalog.get('optimizer', optimizer).method !== 'normal-equations') return null;
  const allowed = callPlugin(stage, 'mostUnknowns', () => stage.mostUnknowns!(options));
  return allowed === null ? null : { optimizer, allowed: { path: `${path}.${allowed.option}`, count: allowed.count } };
}
