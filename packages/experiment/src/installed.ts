import { createRegistry, type InstalledPackage, type Overrides, type Registry, type Service } from '@knotwork/registry';
import { stages } from './stages/index.js';
import { VERSION } from './version.js';

/** Everything that is installed: the standard packages, the stages, and plugins from outside. */
export function installed(
  standard: readonly InstalledPackage[], plugins: readonly InstalledPackage[] = [], overrides: Overrides = [], services: readonly Service[] = [],
): Registry {
  return createRegistry({ packages: [...standard, { name: '@knotwork/experiment', version: VERSION, definition: stages }, ...plugins], services, overrides });
}
