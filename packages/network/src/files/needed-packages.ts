import type { Catalog, Kind, NetworkSpec } from '@knotwork/plugin';
import { resolve } from '../structure/resolve.js';
import type { NeededPackage } from './network-file.js';

/**
 * The packages whose plugins a network is made of, those included that plugins name, in the order of their names.
 *
 * @param hashes by package, of those whose version does not say what they contain
 */
export function neededPackages(spec: NetworkSpec, catalog: Catalog, hashes: Readonly<Record<string, string>> = {}): readonly NeededPackage[] {
  const asked = new Map<string, readonly [kind: Kind, name: string]>();
  resolve(spec, {
    ...catalog,
    get: (kind, name) => {
      asked.set(`${kind} ${name}`, [kind, name]);
      return catalog.get(kind, name);
    },
  });
  const packages = new Map<string, { version: string; names: string[] }>();
  for (const [title, [kind, name]] of [...asked].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const entry = catalog.list(kind).find(({ definition }) => definition.name === name)!;
    const of = packages.get(entry.package) ?? { version: entry.version, names: [] };
    of.names.push(title);
    packages.set(entry.package, of);
  }
  return [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { version, names }]) => ({ package: name, version, hash: hashes[name] ?? null, names }));
}
