import type { Installation } from '../compose/installed.js';
import type { LoadedPlugin } from '../host/plugin-loader.js';
import type { Host, Provenance, SourceState } from '../host/provenance.js';

/** What a run is computed by, besides its engine. */
export interface Software {
  /** Versions of our own packages by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** What tells each plugin package from outside, by its name. */
  readonly plugins: Readonly<Record<string, string>>;
  /** The source tree that runs; null for a release. */
  readonly source: SourceState | null;
  readonly host: Host;
}

export async function softwareOf({ packages }: Installation, plugins: readonly LoadedPlugin[], provenance: Provenance): Promise<Software> {
  return {
    versions: Object.fromEntries(packages.map(({ name, version }) => [name, version])),
    plugins: Object.fromEntries(plugins.map(({ name, fingerprint }) => [name, fingerprint])),
    source: await provenance.source(), host: provenance.host,
  };
}
