import type { PackageDefinition } from '@knotwork/plugin';
import type { StandardPackage } from './load-standard-packages.js';
import { VERSION } from './version.js';

/** Definitions by the names of their packages, as a list. */
export function listed(packages: Readonly<Record<string, PackageDefinition>>): readonly StandardPackage[] {
  return Object.entries(packages).map(([name, definition]) => ({ name, version: VERSION, definition }));
}
