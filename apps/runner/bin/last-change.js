import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../../packages', import.meta.url));

/** When a file was written, in milliseconds; 0 for one that is not there. */
export const writtenAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** When the command, or a package that it may be made of, was compiled last; 0 in a release, where nothing is compiled. Takes a millisecond. */
export function compiledAt() {
  const folders = writtenAt(packages) === 0 ? [] : readdirSync(packages).map((name) => `${packages}/${name}`);
  return Math.max(...[fileURLToPath(new URL('..', import.meta.url)), ...folders].map((folder) => writtenAt(`${folder}/dist/tsconfig.lib.tsbuildinfo`)));
}
