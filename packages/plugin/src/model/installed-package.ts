import { type Catalog, catalogOf } from './catalog.js';
import { KINDS } from '../definition/definition.js';
import type { PackageDefinition } from '../definition/package-definition.js';
import { KnotworkError } from '../errors.js';

/** A plugin package that was loaded. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly definition: PackageDefinition;
}

/**
 * The catalog of what packages bring.
 *
 * @throws KnotworkError `plugin` when two plugins of one kind have the same name, or for a kind that does not exist here
 */
export function installedCatalog(packages: readonly InstalledPackage[]): Catalog {
  const entries = packages.flatMap(({ name, version, definition: { plugins } }) => plugins.map((definition) => ({ definition, package: name, version })));
  for (const { definition, package: from } of entries) if (!KINDS.includes(definition.kind)) throw unknownKind(definition.kind, definition.name, from);
  return catalogOf(entries);
}

/** A plugin of a kind that this version does not have. */
function unknownKind(kind: string, name: string, from: string): KnotworkError {
  return new KnotworkError('plugin', `Package "${from}" brings "${name}" of kind "${kind}", which is not one of: ${KINDS.join(', ')}. `
    + `Install a release of "${from}" made for this version of @knotwork/plugin.`, { plugin: `${kind} ${name}` });
}
