import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

/**
 * Writes files of a package of npm, which is a tar of short names below one folder.
 *
 * @param keeps which, by their paths in the package
 * @returns how many were written
 */
export async function untar(path: string, folder: string, keeps: RegExp): Promise<number> {
  const tar = gunzipSync(await readFile(path));
  let count = 0;
  for (let at = 0; at + BLOCK <= tar.length;) {
    const text = (from: number, length: number): string => tar.toString('utf8', at + from, at + from + length).replace(/\0[^]*$/, '');
    const [prefix, name, size, type] = [text(345, 155), text(0, 100), parseInt(text(124, 12), 8) || 0, text(156, 1)];
    const full = prefix === '' ? name : `${prefix}/${name}`;
    const inside = full.slice(full.indexOf('/') + 1);
    if ((type === '0' || type === '') && keeps.test(inside) && !inside.split('/').includes('..')) {
      const target = join(folder, inside);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, tar.subarray(at + BLOCK, at + BLOCK + size));
      count++;
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return count;
}
