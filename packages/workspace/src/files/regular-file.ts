import { readFile, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { NO_SUCH_FILE } from '@knotwork/experiment';
import { type Room, roomForBytes, roomForText } from './room-for-files.js';

/** Bytes of a file. @throws Error whose message says in words why they cannot be read */
export function regularBytes(path: string, room = roomForBytes): Promise<Buffer> { return checked(path, room, 'it', () => readFile(path)); }

/** Text of a file. @throws Error whose message says in words why it cannot be read */
export function regularText(path: string, room = roomForText): Promise<string> { return checked(path, room, 'it has to be read as text and', () => readFile(path, 'utf8')); }

/** Whatever is no regular file would never end, or never begin: it is looked at before it is opened, and so is the size. */
async function checked<T>(path: string, roomFor: () => Room, subject: string, read: () => Promise<T>): Promise<T> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new Error(kindOf(found));
    const room = roomFor();
    if (found.size > room.bytes) throw new Error(tooLarge(found.size, room, subject));
    return await read();
  } catch (cause) {
    const { code, message } = cause as Error & { readonly code?: string };
    // Below what is a file there is nothing.
    throw new Error(code === 'ENOENT' || code === 'ENOTDIR' ? NO_SUCH_FILE : message, { cause });
  }
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'it is a folder';
  return `it is a ${found.isFIFO() ? 'pipe' : found.isSocket() ? 'socket' : 'device'}, and only files are read`;
}

function tooLarge(size: number, { bytes, of }: Room, subject: string): string {
  return `${subject} has ${inWords(size)}, and at most ${inWords(bytes)} fit into ${of}. Keep fewer rows or columns`;
}

/** Bytes in units of a thousand, with three digits. */
function inWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
  const k = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
  return `${Number((bytes / 1000 ** k).toPrecision(3))} ${units[k]}`;
}
