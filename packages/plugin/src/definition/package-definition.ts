import { type Definition, isDefinition } from './definition.js';
import type { PluginKind } from './kind.js';
import { KnotworkError } from '../errors.js';

const brand = Symbol.for('knotwork/package');

/** Version of the plugin contract. A package of another version is refused. */
export const API = 2;

/** What a plugin package exports as default. */
export interface PackageDefinition {
  readonly api: number;
  /** Kinds of plugins that the package declares, made by `defineKind`. */
  readonly kinds?: readonly PluginKind[];
  readonly plugins: readonly Definition[];
}

/**
 * Declares a plugin package; it is the package's default export.
 *
 * @throws KnotworkError `plugin` when `plugins` is no list, or an entry was not made by one of the `define...` functions
 * @example
 * export default definePackage({ api: 2, plugins: [myBasis] });
 */
export function definePackage(definition: PackageDefinition): PackageDefinition {
  const { api, plugins, kinds = [], ...others } = definition;
  if (!Array.isArray(plugins) || Object.keys(others).length > 0) throw new KnotworkError('plugin', 'A plugin package is { api: 2, plugins: [ ... ] } and nothing else.');
  for (const [i, plugin] of plugins.entries()) {
    if (!isDefinition(plugin)) throw new KnotworkError('plugin', `plugins[${i}] of a plugin package must be made by defineBasis or one of its sisters.`);
  }
  const copy = { api, plugins: Object.freeze([...plugins]), ...(kinds.length === 0 ? {} : { kinds: Object.freeze([...kinds]) }) };
  Object.defineProperty(copy, brand, { value: true });
  return Object.freeze(copy);
}

/** Recognizes package definitions, also those made by another copy of this package. */
export function isPackageDefinition(value: unknown): value is PackageDefinition {
  return typeof value === 'object' && value !== null && brand in value;
}
