import { type Catalog, type InstalledPackage, installedCatalog } from '@knotwork/plugin';
import { stages } from '../stages/index.js';
import { VERSION } from '../version.js';

/** Packages, and the catalog of what they bring. */
export interface Installation {
  readonly packages: readonly InstalledPackage[];
  readonly catalog: Catalog;
}

/**
 * What is installed: the standard packages, the stages, and plugins from outside.
 *
 * @throws KnotworkError `plugin` when two plugins of one kind have the same name
 */
export function installed(standard: readonly InstalledPackage[], plugins: readonly InstalledPackage[] = []): Installation {
  const packages = [...standard, { name: '@knotwork/experiment', version: VERSION, definition: stages }, ...plugins];
  return { packages, catalog: installedCatalog(packages) };
}
