import type { Catalog, Kind } from '@knotwork/plugin';
import type { NeededPackage } from './network-file.js';

/** Says of packages of a saved network what they are no longer: a file that was edited computes something else under the same name, which nobody would see. */
export function otherPackages(needed: readonly NeededPackage[], catalog: Catalog): string[] {
  return needed.flatMap(({ package: name, version, hash, names }) => {
    const [kind, plugin] = (names[0] ?? '').split(' ');
    const found = plugin === undefined ? undefined : catalog.list(kind as Kind).find(({ definition }) => definition.name === plugin);
    if (found === undefined) return [];
    const now = hashOf(found.fingerprint);
    const isSame = found.package === name && found.version === version;
    if (hash !== null && now !== null && hash !== now && found.version === version) {
      return [`${isSame ? `Plugin "${name}"` : `Plugin "${found.package}", which takes the place of "${name}",`} is not what the network was trained with (SHA-256 ${short(hash)} then, ${short(now)} now): `
        + `its ${names.join(', ')} may compute other numbers. Restore it, or train again.`];
    }
    return isSame ? [] : [`The network was saved with ${name} ${version}; its ${names.join(', ')} now ${names.length === 1 ? 'comes' : 'come'} from ${found.package} ${found.version}.`];
  });
}

/** Null where name and version say what a package contains. */
const hashOf = (fingerprint: string | undefined): string | null => (fingerprint === undefined || !/^[0-9a-f]{64}$/.test(fingerprint) ? null : fingerprint);

const short = (hash: string): string => `${hash.slice(0, 12)}...`;
