import type { Catalog } from '@knotwork/plugin';
import { dataSetsOf } from './data-sets.js';
import { besideStored, type Origin, severalFromStored } from './errors.js';
import { optionsOf } from './expand.js';
import { experimentSchema, type NetworkFrom, type ResolvedExperiment } from './experiment-schema.js';
import { childOf, defaultOf, isBlock } from './schema.js';
import type { Path } from './written.js';

type Tree = Readonly<Record<string, unknown>>;

/** Whether a file names a saved network to go on from. */
export function namesStored({ network }: Tree): boolean { return isBlock(network) && network['from'] !== undefined; }

/** Where the saved network lies; null where none is named, or in no way that the schema knows: then it says so. */
export function storedSource({ network }: Tree): NetworkFrom | null {
  const from = isBlock(network) ? network['from'] : undefined;
  const parsed = childOf(childOf(experimentSchema, 'network', network)!, 'from', {})!.safeParse(from);
  if (from === undefined || !parsed.success) return null;
  return typeof parsed.data === 'string' ? { path: parsed.data } : parsed.data as NetworkFrom;
}

/** Options of data sets, by convention, that say how inputs are standardized. */
const STANDARDIZE = 'standardize';

/**
 * Refuses what a saved network has already. What says the default is let be: resolved files write defaults out.
 *
 * @throws KnotworkError `input` that names the first such key
 */
export function refuseBeside(tree: Tree, catalog: Catalog, originOf: (path: Path) => Origin): void {
  const source = storedSource(tree);
  const from = source === null ? 'DIR' : source.path;
  const network = tree['network'] as Tree;
  const known = childOf(experimentSchema, 'network', network)!;
  for (const key of Object.keys(network)) {
    if (key !== 'from' && childOf(known, key, network) !== undefined) throw besideStored(`network.${key}`, from, originOf(['network', key]), true);
  }
  if (tree['standardizeTargets'] === false) throw besideStored('standardizeTargets', from, originOf(['standardizeTargets']));
  for (const { use, path } of dataSetsOf(tree as Pick<ResolvedExperiment, 'dataset' | 'datasets'>)) {
    if (!isBlock(use) || use[STANDARDIZE] === undefined) continue;
    const schema = optionsOf(catalog, 'dataset', use['kind'])?.shape[STANDARDIZE];
    if (schema !== undefined && use[STANDARDIZE] !== defaultOf(schema)) throw besideStored(`${path}.${STANDARDIZE}`, from, originOf([...path.split('.'), STANDARDIZE]));
  }
  if (typeof tree['members'] === 'number' && tree['members'] > 1) throw severalFromStored(tree['members'], originOf(['members']));
}
