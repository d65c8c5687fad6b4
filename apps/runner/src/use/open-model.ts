import { relative } from 'node:path';
import { installed } from '@knotwork/experiment';
import { loadModel, type Model, pluginsNamed, type ReadFile } from '@knotwork/model';
import type { Catalog } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { DiskPluginLoader, readRunFile } from '@knotwork/workspace';
import { pluginNamed } from '../plugin-named.js';
import { folderOfRun } from './folder-of-run.js';

export const OPTION = '--plugin PATH';

/** What to do about a plugin that none of the packages brings. */
export const REMEDY = `Give its package with ${OPTION}; the path of a file or folder starts with "./".`;

/**
 * Opens the folder of a run for use.
 *
 * @param folder as it was typed, from `cwd`
 * @param plugins packages that the network needs, in place of those that the run named
 * @throws KnotworkError `input` where there is no network, `plugin` for a package that cannot be loaded
 */
export async function openModel(folder: string, plugins: readonly string[], cwd: string): Promise<Model> {
  const full = folderOfRun(folder, cwd);
  const place = relative(cwd, full) || '.';
  const read = (name: string): Uint8Array | null => readRunFile(full, name);
  return loadModel({ read, place, remedy: REMEDY, catalog: await catalogOf(read, place, plugins, cwd) });
}

/**
 * All plugins that the network of a run needs.
 *
 * @param plugins packages in place of those that the run named
 * @throws KnotworkError `plugin` for a package that cannot be loaded
 */
export async function catalogOf(read: ReadFile, place: string, plugins: readonly string[], cwd: string): Promise<Catalog> {
  const isStored = plugins.length === 0;
  const named = isStored ? pluginsNamed(read, place) : plugins.map((word) => pluginNamed(word, cwd));
  return installed(await standardPackages(), await new DiskPluginLoader({ isStored, option: OPTION }).load(named, cwd)).catalog;
}
