import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PLATFORMS } from '@knotwork/contraction';
import { API_COMMAND, API_FILE, apis } from './api.js';
import { faultsOfFiles } from './faults-of-files.js';
import { faultsByAttw, faultsByPublint } from './faults-by-others.js';
import { NATIVE_FILES, NATIVE_LIMIT } from './native-packages.js';
import { packAll, type Tarball } from './tarballs.js';
import type { WrittenPackage } from './write-packages.js';

/** All tarballs together, in bytes. See decision 57. */
export const LIMIT = 2_650_000;

/**
 * Packs what was written and says what is wrong with it: files that should not be there or are missing, imports that are not declared, what publint and
 * "are the types wrong" find, exports that are not those written down in `api.md`, and sizes.
 *
 * @param root the workspace, built
 * @returns how many checks failed
 */
export async function checkPackages(packages: readonly WrittenPackage[], root: string, folder: string, out: string, say: (line: string) => void): Promise<number> {
  rmSync(out, { recursive: true, force: true });
  const [native, tarballs] = parted(packAll(folder, out), ({ name }) => packages.every(({ manifest }) => manifest.name !== name));
  let [passed, failed] = [0, 0];
  const judge = (what: string, faults: readonly string[]): void => {
    for (const fault of faults) say(`FAILED: ${what}: ${fault}`);
    if (faults.length === 0) passed += 1; else failed += 1;
  };
  for (const tarball of tarballs) {
    const { out: at } = packages.find(({ manifest }) => manifest.name === tarball.name)!;
    judge(`files of ${tarball.name}`, faultsOfFiles(tarball.files, (path) => readFileSync(join(at, path), 'utf8')));
    const contents = readFileSync(tarball.path);
    judge(`publint of ${tarball.name}`, await faultsByPublint(contents));
    judge(`types of ${tarball.name}`, await faultsByAttw(contents, at));
  }
  for (const { name, files, size } of native) judge(`native code of ${name}`, [...(files.join() === NATIVE_FILES.join() ? [] : [`it has the files ${files.join(', ')}`]), ...(size < NATIVE_LIMIT ? [] : [`${size} bytes`])]);
  const texts = apis(packages, root);
  for (const { manifest: { name }, folder: source } of packages) {
    const written = join(source, API_FILE);
    const isWritten = existsSync(written) && readFileSync(written, 'utf8') === texts.get(name);
    judge(`exports of ${name}`, isWritten ? [] : [`they are not those of ${API_FILE}: ${API_COMMAND} writes it, and the difference is what users see of the change`]);
  }
  const sum = (of: (tarball: Tarball) => number): number => tarballs.reduce((total, tarball) => total + of(tarball), 0);
  judge('size', sum(({ size }) => size) < LIMIT ? [] : [`all tarballs have ${sum(({ size }) => size)} bytes, and should have less than ${LIMIT}`]);
  judge('packages', tarballs.length === packages.length ? [] : [`${packages.length} were written and ${tarballs.length} packed`]);
  const largest = [...tarballs].sort((a, b) => b.size - a.size).slice(0, 3).map(({ name, size }) => `${name} ${kilobytes(size)}`);
  if (native.length > 0) say(`Besides, native code for ${native.length} of ${PLATFORMS.length} platforms: ${native.map(({ name, size }) => `${name} ${kilobytes(size)}`).join(', ')}`);
  say(`${tarballs.length} tarballs, ${kilobytes(sum(({ size }) => size))}, unpacked ${kilobytes(sum(({ unpacked }) => unpacked))}, ${sum(({ files }) => files.length)} files; the largest: ${largest.join(', ')}`);
  say(`Packages: ${failed} failed, ${passed} passed`);
  return failed;
}

const parted = <T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [readonly T[], readonly T[]] => [all.filter(isFirst), all.filter((one) => !isFirst(one))];

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
