import type { PackageDefinition } from '@knotwork/plugin';
import { VERSION } from './version.js';

/** A first-party plugin package. */
export interface StandardPackage {
  readonly name: string;
  readonly version: string;
  readonly definition: PackageDefinition;
}

/** One line each; nothing is loaded before it is asked for. */
const packages: Readonly<Record<string, () => Promise<{ readonly default: PackageDefinition }>>> = {
  '@knotwork/basis-b-spline': () => import('@knotwork/basis-b-spline'),
  '@knotwork/basis-chebyshev': () => import('@knotwork/basis-chebyshev'),
  '@knotwork/basis-fourier': () => import('@knotwork/basis-fourier'),
  '@knotwork/basis-rbf': () => import('@knotwork/basis-rbf'),
  '@knotwork/basis-wavelet': () => import('@knotwork/basis-wavelet'),
  '@knotwork/basis-rational': () => import('@knotwork/basis-rational'),
  '@knotwork/basis-relu-power': () => import('@knotwork/basis-relu-power'),
  '@knotwork/basis-function': () => import('@knotwork/basis-function'),
  '@knotwork/cores': () => import('@knotwork/cores'),
  '@knotwork/perceptrons': () => import('@knotwork/perceptrons'),
  '@knotwork/grids': () => import('@knotwork/grids'),
  '@knotwork/functions': () => import('@knotwork/functions'),
  '@knotwork/exporters': () => import('@knotwork/exporters'),
  '@knotwork/importers': () => import('@knotwork/importers'),
  '@knotwork/initializers': () => import('@knotwork/initializers'),
  '@knotwork/regularizers': () => import('@knotwork/regularizers'),
  '@knotwork/optimizers': () => import('@knotwork/optimizers'),
  '@knotwork/losses': () => import('@knotwork/losses'),
  '@knotwork/metrics': () => import('@knotwork/metrics'),
  '@knotwork/datasets': () => import('@knotwork/datasets'),
  '@knotwork/engine-native': () => import('@knotwork/engine-native'),
  '@knotwork/engine-reference': () => import('@knotwork/engine-reference'),
};

/** Loads the plugin packages and engines that come with Knotwork. */
export async function standardPackages(): Promise<readonly StandardPackage[]> {
  const loaded: StandardPackage[] = [];
  // One after the other: they share what they import, and some loaders get into each other's way.
  for (const [name, load] of Object.entries(packages)) loaded.push({ name, version: VERSION, definition: (await load()).default });
  return loaded;
}
