import { createHash, type Hash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import { sha256 } from '../identity/sha256.js';
import type { PluginLocation } from './plugin-location.js';

/** File of a package that says which checks it passed. */
export const CONFORMANCE_RECORD = 'conformance.json';

/**
 * SHA-256, in hexadecimal digits, over the files of a plugin package: their relative paths in order, and their content.
 * Left out are `node_modules`, `.git`, folders of runs (those with a `run.json`), which a run inside the package would add to, and the record of its
 * checks, which is no part of what is computed.
 * Links are hashed by where they point. Of a plugin that is a single file, only that file counts, not what it imports.
 */
export function hashPackage({ root }: Pick<PluginLocation, 'root'>): string {
  if (lstatSync(root).isFile()) return sha256(readFileSync(root));
  const whole = createHash('sha256');
  addFolder(whole, root, '');
  return whole.digest('hex');
}

function addFolder(whole: Hash, root: string, folder: string): void {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  if (folder !== '' && entries.some((e) => e.name === 'run.json')) return;
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== '.git') addFolder(whole, root, path);
    } else if (entry.isFile()) {
      if (path === CONFORMANCE_RECORD) continue;
      whole.update(`${path}\0${sha256(readFileSync(join(root, path)))}\n`);
    } else if (entry.isSymbolicLink()) {
      whole.update(`${path}\0link\0${readlinkSync(join(root, path))}\n`);
    }
  }
}
