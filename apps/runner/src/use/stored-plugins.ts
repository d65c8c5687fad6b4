import type { LoadedPlugin } from '@knotwork/experiment';
import { packagesOfNetwork, pluginsNamed, type ReadFile } from '@knotwork/model';
import { isKnotworkError, KnotworkError } from '@knotwork/plugin';
import { DiskPluginLoader } from '@knotwork/workspace';

/** Packages of a stored run. */
export interface StoredPlugins {
  readonly packages: readonly LoadedPlugin[];
  /** Why packages could not be loaded that the network may do without. */
  readonly left: readonly KnotworkError[];
}

/**
 * Loads the packages that somebody gave, or else those that a run named. Of these, one that cannot be had is left out where the network has none of its plugins, such as a metric or an exporter.
 *
 * @param given undefined where nobody gave any, @param option how one says where a package is
 * @throws KnotworkError `plugin` for a package that was given, or that the network names
 */
export async function storedPlugins(read: ReadFile, place: string, given: readonly string[] | undefined, option: string, cwd: string): Promise<StoredPlugins> {
  const loader = new DiskPluginLoader({ isStored: given === undefined, option });
  if (given !== undefined) return { packages: await loader.load(given, cwd), left: [] };
  const packages: LoadedPlugin[] = [];
  const left: KnotworkError[] = [];
  for (const name of pluginsNamed(read, place)) {
    try {
      packages.push(...await loader.load([name], cwd));
    } catch (error) {
      if (!isKnotworkError(error) || error.code !== 'plugin' || packagesOfNetwork(read, place).has(name)) throw error;
      left.push(error);
    }
  }
  return { packages, left };
}

/**
 * Opens what needs no more than the packages that are there, with notes on the others.
 *
 * @throws what `open` throws; where packages are missing, which may be why, it says so
 */
export async function withoutLeft<T>(left: readonly KnotworkError[], open: (notes: readonly string[]) => Promise<T>): Promise<T> {
  try {
    return await open(left.map(({ message }) => `the network has nothing of a package that is missing, and goes without: ${message}`));
  } catch (error) {
    if (left.length === 0 || !isKnotworkError(error) || error.code === 'internal') throw error;
    throw new KnotworkError(error.code, [error.message, 'The run named a package that is missing, too:', ...left.map(({ message }) => message)].join(' '), { ...error.place, cause: error });
  }
}
