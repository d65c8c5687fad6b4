import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Packages whose exports have pages: what somebody imports who uses a network, writes a plugin, an engine or a study. Plugins are described by `docs/choose`. */
const PACKAGES = [
  'apps/runner', ...[
    'plugin', 'conformance', 'algebra', 'numerics', 'network', 'model', 'symbolic', 'expressions', 'experiment', 'studies', 'statistics', 'pictures', 'engine-core',
  ].map((name) => `packages/${name}`),
];
/** Entries that export no more than others do, or what is not ours. */
const LEFT_OUT = ['@knotwork/plugin/zod', 'knotwork/browser', '@knotwork/pictures/network'];

type Entry = string | { readonly '@knotwork/source': string | { readonly default: string } };

/** What somebody imports. */
export interface ApiEntry {
  /** As it is imported. */
  readonly name: string;
  /** Of its source, from the root. */
  readonly path: string;
  /** What the package is. */
  readonly about: string;
}

/** Entries of these packages. */
export function apiEntries(root: string): readonly ApiEntry[] {
  return PACKAGES.flatMap((folder) => {
    const { name, description, exports } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { readonly name: string; readonly description: string; readonly exports: Readonly<Record<string, Entry>> };
    return Object.entries(exports).flatMap(([entry, to]) => {
      if (typeof to === 'string') return [];
      const source = to['@knotwork/source'];
      const imported = `${name}${entry.slice(1)}`;
      return LEFT_OUT.includes(imported) ? [] : [{ name: imported, path: posix.join(folder, typeof source === 'string' ? source : source.default), about: description }];
    });
  });
}
