import { relative } from 'node:path';
import { installed } from '@knotwork/experiment';
import { loadModel, type Model, type ReadFile } from '@knotwork/model';
import { standardPackages } from '@knotwork/standard';
import { readRunFile } from '@knotwork/workspace';
import { pluginNamed } from '../plugin-named.js';
import { folderOfRun } from './folder-of-run.js';
import { storedPlugins, withoutLeft } from './stored-plugins.js';

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
  return modelOf(read, place, plugins, cwd);
}

/**
 * The model of a run, with all plugins that its network needs.
 *
 * @param plugins packages in place of those that the run named
 * @throws KnotworkError `input` where there is no network, `plugin` for a package that cannot be loaded
 */
export async function modelOf(read: ReadFile, place: string, plugins: readonly string[], cwd: string): Promise<Model> {
  const given = plugins.length === 0 ? undefined : plugins.map((word) => pluginNamed(word, cwd));
  const { packages, left } = await storedPlugins(read, place, given, OPTION, cwd);
  const { catalog } = installed(await standardPackages(), packages);
  return withoutLeft(left, (notes) => loadModel({ read, place, remedy: REMEDY, catalog, notes }));
}
