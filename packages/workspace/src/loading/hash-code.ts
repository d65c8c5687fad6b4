import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sha256 } from '../identity/sha256.js';
import type { PluginLocation } from './plugin-location.js';

/** What names another file in a module: imports and exports of all forms, `require`, and files that are read by their place beside it. */
const NAMED = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*|\bnew\s+URL\s*\(\s*)(["'])([^"'\n]+)\1/g;

/**
 * SHA-256, in hexadecimal digits, over the code of a plugin package: the module that is imported and all files of the package that its modules name,
 * their paths in order and their content. It is the same in the folder of its author and where the package was installed, whatever else lies there.
 */
export function hashCode({ file, root }: Pick<PluginLocation, 'file' | 'root'>): string {
  const folder = root === file ? dirname(file) : root;
  const whole = createHash('sha256');
  const paths = [...filesOf(file, folder)].map((path) => [relative(folder, path).split(sep).join('/'), path] as const);
  for (const [name, path] of paths.sort(([a], [b]) => (a < b ? -1 : 1))) whole.update(`${name}\0${sha256(readFileSync(path))}\n`);
  return whole.digest('hex');
}

function filesOf(entry: string, folder: string): ReadonlySet<string> {
  const found = new Set([entry]);
  for (const file of found) {
    if (!/\.[cm]?[jt]s$/.test(file)) continue;
    for (const [, , named] of readFileSync(file, 'utf8').matchAll(NAMED)) {
      const path = placeOf(named!, file);
      if (path !== null && path.startsWith(folder + sep) && !path.slice(folder.length).includes(`${sep}node_modules${sep}`)) found.add(path);
    }
  }
  return found;
}

/** The file that a module means by a name; null for packages of others, and where there is none. */
function placeOf(named: string, from: string): string | null {
  // Names that begin with # are those of its own package.json.
  const path = named.startsWith('#') ? resolved(named, from) : /^\.{1,2}\//.test(named) ? resolved(named, from) ?? besides(named, from) : null;
  return path !== null && existsSync(path) && statSync(path).isFile() ? path : null;
}

const besides = (named: string, from: string): string => fileURLToPath(new URL(named, pathToFileURL(resolve(from))));

function resolved(named: string, from: string): string | null {
  try { return createRequire(from).resolve(named); } catch { return null; }
}
