import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { API, isPackageDefinition, type PackageDefinition } from '@knotwork/plugin';
import { checkPeers } from './check-peers.js';
import { failedWhileLoading, neverLoads, noDefaultExport, notAPackage, otherApi, type PluginEntry, type PluginSource } from './errors.js';
import { findPlugin } from './find-plugin.js';
import type { PluginLocation } from './plugin-location.js';
import { recognizePlugin } from './plugin-places.js';
import { redirectImportsOf } from './redirect.js';

/** Milliseconds that a package may take to load what it awaits at its top level. */
const PATIENCE = 10_000;

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
 * @param patience milliseconds that a package may take @param source who names them, where no experiment file does
 * @throws KnotworkError `plugin` naming the package, the reason and the remedy
 */
export async function loadPlugins(baseFile: string, names: readonly string[], patience = PATIENCE, source?: PluginSource): Promise<readonly FoundPackage[]> {
  const loaded: FoundPackage[] = [];
  for (const [index, name] of names.entries()) loaded.push(await loadPlugin(baseFile, source === undefined ? { name, index } : { name, index: null, source }, patience));
  return loaded;
}

/**
 * Loads one package that is named from a folder, as a run would load it there.
 *
 * @param name a package name, or the path of a file or folder that starts with `./` or `../` or is absolute
 * @throws KnotworkError `plugin` as {@link loadPlugins}
 */
export function loadPackage(folder: string, name: string): Promise<FoundPackage> {
  return loadPlugin(join(folder, 'experiment.yaml'), { name, index: null }, PATIENCE);
}

/**
 * Loads another module of a package that was loaded. It shares the runner's copies, too.
 *
 * @param file path of the module, @param name by which messages call it
 * @throws KnotworkError `plugin` where it fails, or never loads
 */
export function loadBeside(file: string, name: string): Promise<object> {
  return importModule(file, { name, index: null }, PATIENCE);
}

async function loadPlugin(baseFile: string, entry: PluginEntry, patience: number): Promise<FoundPackage> {
  const { location, manifest } = findPlugin(baseFile, entry);
  checkPeers(manifest, entry);
  redirectImportsOf(location.root === location.file ? dirname(location.file) : location.root);
  recognizePlugin(entry.name, location);
  const definition = definitionIn(await importModule(location.file, entry, patience), entry);
  return { name: manifest.name ?? entry.name, version: manifest.version ?? '0.0.0', definition, location };
}

async function importModule(file: string, entry: PluginEntry, patience: number): Promise<object> {
  let timer: NodeJS.Timeout | undefined;
  // The timer also keeps the process alive: with nothing left to wait for, Node would end it without a word.
  const tooLate = new Promise<never>((_, reject) => { timer = setTimeout(() => { reject(neverLoads(entry, patience)); }, patience); });
  try {
    return await Promise.race([
      tooLate,
      (import(pathToFileURL(file).href) as Promise<object>).catch((error: unknown) => { throw failedWhileLoading(entry, error); }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function definitionIn(module: object, entry: PluginEntry): PackageDefinition {
  if (!('default' in module) || module.default === undefined) throw noDefaultExport(entry);
  const definition = module.default;
  if (!isPackageDefinition(definition)) throw notAPackage(entry);
  if (definition.api !== API) throw otherApi(entry, definition.api);
  return definition;
}
