import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../../packages', import.meta.url));

/** When a file was written, in milliseconds; 0 for one that is not there. */
export const writtenAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** When the command, or a package that it may be made of, was compiled last; 0 in a release, where nothing is compiled. Takes a millisecond. */
export function compiledAt() {
  const stampOf = (folder) => writtenAt(`${folder}/dist/tsconfig.lib.tsbuildinfo`);
  const own = stampOf(fileURLToPath(new URL('..', import.meta.url)));
  // A folder `packages` beside the node_modules of a release is somebody else's.
  const folders = own === 0 || writtenAt(packages) === 0 ? [] : readdirSync(packages).map((name) => `${packages}/${name}`);
  return Math.max(own, ...folders.map(stampOf));
}
