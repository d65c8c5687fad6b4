import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFor, PLATFORMS } from '@knotwork/contraction';
import { sourcesOf } from '@knotwork/contraction-builder';
import type { Manifest } from './published.js';
import { NotPublishable } from './stage.js';

/** A package of native code for one platform, as `npm run contraction` wrote it. */
export interface NativePackage { readonly name: string; readonly short: string; readonly manifest: Manifest; readonly out: string }

/** Packages whose users get the native code with them, where it fits. The command is bundled: what it loads must be its own. */
const OWNERS = ['@knotwork/contraction', 'knotwork'];
/** What is in such a package, and bytes of its tarball. */
export const NATIVE_FILES = ['LICENSE', 'README.md', 'contraction.node', 'package.json'];
export const NATIVE_LIMIT = 128_000;

/**
 * Copies the packages of native code beside the others, and makes them optional dependencies of those that look for them.
 *
 * @param root the workspace
 * @param out where the others were written
 * @throws NotPublishable when one was compiled of other sources
 */
export function addNativePackages(root: string, out: string): readonly NativePackage[] {
  const built = join(root, 'dist', 'contraction');
  const found = PLATFORMS.filter((platform) => existsSync(join(built, platform, 'package.json'))).map((platform): NativePackage => {
    const [from, short] = [join(built, platform), `contraction-${platform}`];
    if (!existsSync(join(from, 'sources')) || readFileSync(join(from, 'sources'), 'utf8') !== sourcesOf(root)) throw new NotPublishable(`dist/contraction/${platform} was compiled of other sources. Compile anew: npm run contraction, or with -- --all for all platforms.`);
    cpSync(from, join(out, short), { recursive: true, filter: (path) => path !== join(from, 'sources') });
    return { name: packageFor(platform), short, manifest: JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as Manifest, out: join(out, short) };
  });
  for (const owner of found.length === 0 ? [] : OWNERS) {
    const path = join(out, owner.replace(/^@[^/]+\//, ''), 'package.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    // All of one version: native code and what writes its jobs are one program.
    const optionalDependencies = Object.fromEntries(found.map(({ name, manifest: { version } }) => [name, version]));
    writeFileSync(path, `${JSON.stringify({ ...manifest, optionalDependencies }, undefined, 2)}\n`);
  }
  return found;
}
