import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { API, isPackageDefinition, type PackageDefinition } from '@knotwork/plugin';
import { checkPeers } from './check-peers.js';
import { failedWhileLoading, noDefaultExport, notAPackage, otherApi, type PluginEntry } from './errors.js';
import { findPlugin } from './find-plugin.js';
import type { PluginLocation } from './plugin-location.js';
import { redirectImportsOf } from './redirect.js';

/** A plugin package from outside, and where it was found. */
export interface FoundPackage {
  /** From its package.json; of a single file, the path as written. */
  readonly name: string;
  /** From its package.json; `0.0.0` where there is none. */
  readonly version: string;
  readonly definition: PackageDefinition;
  readonly location: PluginLocation;
}

/**
 * Loads the packages that an experiment file names, in order. This runs their code.
 * They share the runner's copies of the contracts, the algebra, the numerics and zod, whatever lies in their `node_modules`.
 *
 * @param baseFile path of the experiment file; packages and relative paths are looked up from its folder
 * @param names entries of `plugins:`: a package name, or the path of a file or folder that starts with `./` or `../`
 * @throws KnotworkError `plugin` naming the package, the reason and the remedy
 */
export async function loadPlugins(baseFile: string, names: readonly string[]): Promise<readonly FoundPackage[]> {
  const loaded: FoundPackage[] = [];
  for (const [index, name] of names.entries()) loaded.push(await loadPlugin(baseFile, { name, index }));
  return loaded;
}

async function loadPlugin(baseFile: string, entry: PluginEntry): Promise<FoundPackage> {
  const { location, manifest } = findPlugin(baseFile, entry);
  checkPeers(manifest, entry);
  redirectImportsOf(location.root === location.file ? dirname(location.file) : location.root);
  const definition = definitionIn(await importModule(location.file, entry), entry);
  return { name: manifest.name ?? entry.name, version: manifest.version ?? '0.0.0', definition, location };
}

async function importModule(file: string, entry: PluginEntry): Promise<object> {
  try {
    return await import(pathToFileURL(file).href) as object;
  } catch (error) {
    throw failedWhileLoading(entry, error);
  }
}

function definitionIn(module: object, entry: PluginEntry): PackageDefinition {
  if (!('default' in module) || module.default === undefined) throw noDefaultExport(entry);
  const definition = module.default;
  if (!isPackageDefinition(definition)) throw notAPackage(entry);
  if (definition.api !== API) throw otherApi(entry, definition.api);
  return definition;
}
