import type { PackageDefinition } from '@knotwork/plugin';
import { listed } from './listed.js';

/** A first-party plugin package. */
export interface StandardPackage {
  readonly name: string;
  readonly version: string;
  readonly definition: PackageDefinition;
}

/** Loads the plugin packages and engines that come with Knotwork, by name. Nothing of them is loaded before they are asked for. */
export async function standardPackages(): Promise<readonly StandardPackage[]> {
  return [...listed(await import('./standard-packages.js')), ...listed(await import('./packages-for-files.js'))];
}
