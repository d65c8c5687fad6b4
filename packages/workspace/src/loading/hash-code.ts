import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sha256 } from '../identity/sha256.js';
import { moduleGraph } from './module-graph.js';
import type { PluginLocation } from './plugin-location.js';

/**
 * SHA-256, in hexadecimal digits, over the code of a plugin package: the module that is imported and all files of the package that its modules name,
 * their paths in order and their content. It is the same in the folder of its author and where the package was installed, whatever else lies there.
 */
export function hashCode({ file, root }: Pick<PluginLocation, 'file' | 'root'>): string {
  const { files } = moduleGraph(file, root === file ? dirname(file) : root);
  return hashFiles([...files].filter(([name]) => !name.startsWith('../')));
}

/** @param files paths as they are told, and where the files are */
export function hashFiles(files: Iterable<readonly [name: string, path: string]>): string {
  const whole = createHash('sha256');
  for (const [name, path] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) whole.update(`${name}\0${sha256(readFileSync(path))}\n`);
  return whole.digest('hex');
}
