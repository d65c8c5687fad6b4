import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { nearest } from '@knotwork/plugin';
import type { Manifest } from './find-plugin.js';

/** What names of plugin packages begin with. */
const PREFIX = 'knotwork-';
/** A name without what it begins with, and without its scope. */
const bare = (name: string): string => name.replace(/^(?:@[^/]+\/)?knotwork-/, '');

/**
 * The package that was probably meant by a name that none has: `knotwork-NAME` where it is installed, or one of like name among the dependencies of the nearest package.json.
 *
 * @param base a path in the folder from which packages are looked up
 * @returns null where there is none, and where the name itself is listed: then it only has to be installed
 */
export function packageMeant(base: string, name: string): string | null {
  const listed = dependenciesOf(dirname(base));
  if (listed.includes(name)) return null;
  if (isInstalled(base, `${PREFIX}${name}`)) return `${PREFIX}${name}`;
  // Farther apart, another name is as likely another package.
  const meant = nearest(bare(name), listed.map(bare), 2);
  return listed.find((one) => bare(one) === meant) ?? null;
}

/** Names in the nearest package.json; none where it cannot be read. */
function dependenciesOf(folder: string): readonly string[] {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, 'package.json');
    if (existsSync(file)) return namesIn(file);
    if (at === dirname(at)) return [];
  }
}

function namesIn(file: string): readonly string[] {
  try {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    return Object.keys({ ...dependencies, ...devDependencies });
  } catch {
    return [];
  }
}

function isInstalled(base: string, name: string): boolean {
  try { createRequire(base).resolve(name); } catch (error) {
    // One that is not built, or has no entry for this, is there all the same.
    return (error as { readonly code?: string }).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
  }
  return true;
}
