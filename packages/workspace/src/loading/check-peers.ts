import { createRequire } from 'node:module';
import { peerMismatch, type PluginEntry, unreadableRange } from './errors.js';
import type { Manifest } from './find-plugin.js';
import { isInRange } from './version-range.js';

const ours = createRequire(import.meta.url);
/** Packages of which a plugin gets the runner's own copy, and from where that copy is seen. */
const copies = [
  ['@knotwork/plugin', ours], ['@knotwork/algebra', ours], ['@knotwork/numerics', ours],
  ['zod', createRequire(ours.resolve('@knotwork/plugin'))],
] as const;

/**
 * Checks that a plugin accepts the copies it will get.
 *
 * @throws KnotworkError `plugin` when a range of its peerDependencies leaves out our version or cannot be read
 */
export function checkPeers(manifest: Manifest, entry: PluginEntry): void {
  for (const [peer, from] of copies) {
    const range = manifest.peerDependencies?.[peer];
    if (range === undefined) continue;
    const { version } = from(`${peer}/package.json`) as { version: string };
    const fits = isInRange(version, range);
    if (fits === undefined) throw unreadableRange(entry, peer, range);
    if (!fits) throw peerMismatch(entry, peer, range, version);
  }
}
