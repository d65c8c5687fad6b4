import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages whose exports have pages: what somebody imports who uses a network, writes a plugin, an engine or a study. Plugins are described by `docs/choose`. */
const PACKAGES = [
  'apps/runner', ...[
    'plugin', 'conformance', 'algebra', 'numerics', 'network', 'model', 'symbolic', 'expressions', 'experiment', 'studies', 'statistics', 'pictures', 'engine-core',
  ].map((name) => `packages/${name}`),
];
/** Entries that export no more than others do, or what is not ours. */
const LEFT_OUT = ['@knotwork/plugin/zod', 'knotwork/browser', '@knotwork/pictures/network'];

type Entry = string | { readonly '@knotwork/source': string | { readonly default: string } };

/** Entries of these packages as `name=path`, by the name that is imported and the path of its source from the root. */
export function apiEntries(root: string): readonly string[] {
  return PACKAGES.flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { readonly name: string; readonly exports: Readonly<Record<string, Entry>> };
    return Object.entries(exports).flatMap(([entry, to]) => {
      if (typeof to === 'string') return [];
      const source = to['@knotwork/source'];
      const imported = `${name}${entry.slice(1)}`;
      return LEFT_OUT.includes(imported) ? [] : [`${imported}=${join(folder, typeof source === 'string' ? source : source.default)}`];
    });
  });
}
