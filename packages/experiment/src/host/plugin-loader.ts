import type { InstalledPackage } from '@knotwork/plugin';
import { pluginsNotHere } from '../errors.js';

/** A plugin package from outside. */
export interface LoadedPlugin extends InstalledPackage {
  /** Tells its content from any other, such as `name@version` or a hash of its files; part of a run's identity. */
  readonly fingerprint: string;
}

/** Loads the packages that experiment files name. */
export interface PluginLoader {
  /**
   * @param entries of `plugins:`, in order
   * @param folder from where packages and relative paths are seen
   * @throws KnotworkError `plugin` naming the package, the reason and the remedy
   */
  load(entries: readonly string[], folder: string): Promise<readonly LoadedPlugin[]>;
}

/** Where packages are handed over and none is loaded. */
export const noPluginLoader: PluginLoader = {
  load: (entries) => (entries.length === 0 ? Promise.resolve([]) : Promise.reject(pluginsNotHere(entries[0]!))),
};
