import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { noRoom } from './errors.js';

/** @param folder that may not be there yet @throws KnotworkError where its disk has less free space than is needed */
export function requireRoom(folder: string, needed: number): void {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  const { bavail, bsize } = statfsSync(at);
  if (bavail * bsize < needed) throw noRoom(folder, needed, bavail * bsize);
}

/** Bytes of all files below a folder; what goes away meanwhile counts nothing. */
export function bytesBelow(folder: string): number {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      bytes += entry.isDirectory() ? bytesBelow(path) : entry.isFile() ? statSync(path, { throwIfNoEntry: false })?.size ?? 0 : 0;
    }
  } catch { /* gone */ }
  return bytes;
}
