import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { badManifest, entryMissing, noDefaultCondition, noEntryFile, noSuchPath, notFound, type PluginEntry } from './errors.js';
import { packageMeant } from './package-meant.js';
import type { PluginLocation } from './plugin-location.js';

/** What is read of a package.json. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
  readonly keywords?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface FoundPlugin {
  readonly location: PluginLocation;
  /** Empty for a single file, whatever package it lies in. */
  readonly manifest: Manifest;
}

/**
 * Finds an entry of `plugins:` as seen from the experiment file, without running any of it.
 *
 * @throws KnotworkError `plugin` when there is no such package, folder or file, or its package.json does not lead to one
 */
export function findPlugin(baseFile: string, entry: PluginEntry): FoundPlugin {
  const base = resolve(baseFile);
  if (!isPath(entry.name)) return inPackage(entry, resolveFrom(base, entry.name, entry, dirname(base)));

  const path = resolve(dirname(base), entry.name);
  if (!existsSync(path)) throw noSuchPath(entry, path);
  // The real path is what the module loader will show as parent of imports.
  const real = realpathSync(path);
  if (statSync(real).isFile()) return { location: locationOf(real, real), manifest: {} };
  return inFolder(entry, real);
}

function isPath(name: string): boolean {
  return /^\.{1,2}($|[/\\])/.test(name) || isAbsolute(name);
}

function inFolder(entry: PluginEntry, folder: string): FoundPlugin {
  const manifestFile = join(folder, 'package.json');
  const manifest = existsSync(manifestFile) ? readManifest(manifestFile, entry) : {};
  // Resolving a folder looks at "main" only; a package that refers to itself by name gets its "exports".
  const request = manifest.exports !== undefined && manifest.name !== undefined ? manifest.name : folder;
  if (request === folder && manifest.main === undefined && !existsSync(join(folder, 'index.js'))) throw noEntryFile(entry, folder);
  return { location: locationOf(resolveFrom(manifestFile, request, entry, folder), folder), manifest };
}

function inPackage(entry: PluginEntry, file: string): FoundPlugin {
  // A package.json without a name only sets the type of the modules beside it.
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifestFile = join(folder, 'package.json');
    const manifest = existsSync(manifestFile) ? readManifest(manifestFile, entry) : {};
    if (manifest.name !== undefined) return { location: locationOf(file, folder), manifest };
    if (folder === dirname(folder)) return { location: locationOf(file, dirname(file)), manifest: {} };
  }
}

function resolveFrom(base: string, request: string, entry: PluginEntry, folder: string): string {
  let file: string;
  try {
    file = createRequire(base).resolve(request);
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw noDefaultCondition(entry);
    if (code === 'ERR_INVALID_PACKAGE_CONFIG') throw badManifest(entry, 'its package.json', error);
    const missing = /^Cannot find (?:module|package) '([^']*)'/.exec(message)?.[1];
    throw missing === undefined || missing === request ? notFound(entry, folder, { isPath: existsSync(resolve(folder, request)), meant: packageMeant(base, request) }) : entryMissing(entry, missing);
  }
  // Names of modules of Node itself resolve to themselves.
  if (!isAbsolute(file)) throw notFound(entry, folder, { meant: packageMeant(base, request) });
  return file;
}

function readManifest(file: string, entry: PluginEntry): Manifest {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch (error) {
    throw badManifest(entry, file, error);
  }
}

function locationOf(file: string, root: string): PluginLocation {
  return { file, root, underNodeModules: file.split(sep).includes('node_modules') };
}
