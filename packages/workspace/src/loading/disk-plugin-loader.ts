import { join } from 'node:path';
import type { LoadedPlugin, PluginLoader } from '@knotwork/experiment';
import type { PluginSource } from './errors.js';
import { hashPackage } from './hash-package.js';
import { loadPlugins } from './load-plugins.js';
import type { PluginLocation } from './plugin-location.js';

/** Loads plugin packages from where they are installed, or from files. */
export class DiskPluginLoader implements PluginLoader {
  /** Hashes by the root of a package: Node loads a module once, so that what was read first is what runs. */
  private readonly hashes = new Map<string, string>();

  /** @param source who names plugins, where no experiment file does; folders are then working folders */
  constructor(private readonly source?: PluginSource) {}

  async load(entries: readonly string[], folder: string): Promise<readonly LoadedPlugin[]> {
    // Where the experiment file lies counts, not what it is called.
    const found = await loadPlugins(join(folder, 'experiment.yaml'), entries, undefined, this.source);
    return found.map(({ name, version, definition, location }) => ({ name, version, definition, fingerprint: location.underNodeModules ? `${name}@${version}` : this.hashOf(location) }));
  }

  private hashOf(location: PluginLocation): string {
    const hash = this.hashes.get(location.root) ?? hashPackage(location);
    this.hashes.set(location.root, hash);
    return hash;
  }
}
