import { peerMismatch, type PluginEntry, unreadableRange } from './errors.js';
import type { Manifest } from './find-plugin.js';
import { SHARED, sharedCopies } from './shared-copies.js';
import { isInRange } from './version-range.js';

/**
 * Checks that a plugin accepts the copies it will get.
 *
 * @throws KnotworkError `plugin` when a range of its peerDependencies leaves out our version or cannot be read
 */
export function checkPeers(manifest: Manifest, entry: PluginEntry): void {
  for (const peer of SHARED) {
    const range = manifest.peerDependencies?.[peer];
    if (range === undefined) continue;
    const version = sharedCopies().versions[peer];
    const fits = isInRange(version, range);
    if (fits === undefined) throw unreadableRange(entry, peer, range);
    if (!fits) throw peerMismatch(entry, peer, range, version);
  }
}
