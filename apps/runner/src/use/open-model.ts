import { relative } from 'node:path';
import { installed } from '@knotwork/experiment';
import { loadModel, type Model, pluginsNamed } from '@knotwork/model';
import { standardPackages } from '@knotwork/standard';
import { DiskPluginLoader, readRunFile } from '@knotwork/workspace';
import { folderOfRun } from './folder-of-run.js';

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
  const named = plugins.length > 0 ? plugins : pluginsNamed(read, place);
  const packages = await new DiskPluginLoader().load(named, cwd);
  return loadModel({ read, place, catalog: installed(await standardPackages(), packages).catalog });
}
