import { type Catalog, catalogOf } from './catalog.js';
import { KINDS, type PluginKind } from '../definition/kind.js';
import type { PackageDefinition } from '../definition/package-definition.js';
import { KnotworkError } from '../errors.js';

/** A plugin package that was loaded. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly definition: PackageDefinition;
  /** Tells its content from any other, such as `name@version` or a hash of its files; left out where nobody knows. */
  readonly fingerprint?: string;
}

/**
 * The catalog of what packages bring.
 *
 * @throws KnotworkError `plugin` when two plugins of one kind have the same name, two packages declare the same kind, or for a kind that none of them
 * declares
 */
export function installedCatalog(packages: readonly InstalledPackage[]): Catalog {
  const entries = packages.flatMap(({ name, version, fingerprint, definition: { plugins } }) => (
    plugins.map((definition) => ({ definition, package: name, version, ...(fingerprint === undefined ? {} : { fingerprint }) }))));
  const kinds = declaredIn(packages);
  const known: readonly string[] = [...KINDS, ...kinds.map(({ name }) => name)];
  for (const { definition, package: from } of entries) if (!known.includes(definition.kind)) throw unknownKind(definition.kind, definition.name, from, known);
  return catalogOf(entries, kinds);
}

function declaredIn(packages: readonly InstalledPackage[]): readonly PluginKind[] {
  const byName = new Map<string, { readonly kind: PluginKind; readonly from: string }>();
  for (const { name: from, definition: { kinds = [] } } of packages) {
    for (const kind of kinds) {
      const other = byName.get(kind.name);
      if (other !== undefined) throw duplicateKind(kind.name, other.from, from);
      byName.set(kind.name, { kind, from });
    }
  }
  return [...byName.values()].map(({ kind }) => kind).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function duplicateKind(kind: string, first: string, second: string): KnotworkError {
  return new KnotworkError('plugin', `The kind "${kind}" is declared by two packages, "${first}" and "${second}". Remove one of them from "plugins".`);
}

/** A plugin of a kind that nobody declares here. */
function unknownKind(kind: string, name: string, from: string, known: readonly string[]): KnotworkError {
  return new KnotworkError('plugin', `Package "${from}" brings "${name}" of kind "${kind}", which is not one of: ${known.join(', ')}. `
    + `Install a release of "${from}" made for this version of @knotwork/plugin, or the package that declares the kind.`, { plugin: `${kind} ${name}` });
}
