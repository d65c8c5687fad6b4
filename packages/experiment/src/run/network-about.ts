import { neededPackages, type NetworkAbout } from '@knotwork/network';
import type { Catalog, NetworkSpec } from '@knotwork/plugin';
import type { PreparedData } from '../data/prepare-data.js';
import type { Software } from '../identity/software.js';

/** What the files of a network say besides the network: what it was trained for, and what it is made of. */
export function networkAbout(spec: NetworkSpec, { original: { task, outputs } }: PreparedData, catalog: Catalog, { plugins }: Software): Pick<NetworkAbout, 'task' | 'classes' | 'plugins'> {
  // A package whose version speaks for it is told by name and version.
  const hashes = Object.fromEntries(Object.entries(plugins).filter(([name, fingerprint]) => !fingerprint.startsWith(`${name}@`)));
  return { task, classes: task === 'classification' ? outputs.map(({ name }) => name) : [], plugins: neededPackages(spec, catalog, hashes) };
}
