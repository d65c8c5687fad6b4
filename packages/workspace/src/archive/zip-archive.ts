import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';
import { damagedArchive } from './errors.js';
import { ELSEWHERE, FIELD64, LENGTH, METHOD, ZIP } from './zip-format.js';

/** A file in a zip archive. */
export interface ZipEntry {
  /** With `/` between folders. */
  readonly name: string;
  readonly method: number;
  readonly sum: number;
  /** Bytes of it in the archive, and unpacked. */
  readonly packed: number;
  readonly size: number;
  /** Where its header is. */
  readonly at: number;
}

/** Longest note behind the list of contents. */
const NOTE = 0xffff;

/**
 * A zip archive on the disk, as {@link ZipWriter} or any other program wrote it: its list of contents is read once, entries one by one. Entries are stored or deflated; archives in several parts and entries with a password are not read.
 *
 * Cost: an entry takes two questions to the disk, wherever it lies. The file is open only while it is read.
 */
export class ZipArchive {
  readonly entries: readonly ZipEntry[];

  /** @throws KnotworkError `environment` where it is no whole archive; what the operating system says */
  constructor(readonly path: string) { this.entries = this.#opened(entriesIn); }

  /** Bytes of a file in it. @throws KnotworkError `environment` where they are not what was packed; what the operating system says */
  read({ name, method, sum, packed, size, at }: ZipEntry): Buffer {
    return this.#opened((read) => {
      const header = read(at, LENGTH.local);
      if (header.readUInt32LE(0) !== ZIP.local) throw new Error(`"${name}" is not where its list of contents says`);
      const bytes = read(at + LENGTH.local + header.readUInt16LE(26) + header.readUInt16LE(28), packed);
      if (method !== METHOD.stored && method !== METHOD.deflated) throw new Error(`"${name}" is packed by method ${method}, and only stored (0) and deflated (8) are read`);
      // The size is a claim: without the limit a damaged one could unpack to anything.
      const content = method === METHOD.stored ? bytes : inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) });
      if (content.byteLength !== size || crc32(content) !== sum) throw new Error(`"${name}" is not what was packed`);
      return content;
    });
  }

  #opened<T>(act: (read: Read, size: number) => T): T {
    const descriptor = openSync(this.path, 'r');
    try {
      const { size } = fstatSync(descriptor);
      return act((at, length) => {
        if (at < 0 || at + length > size) throw new Error('it is not whole');
        const bytes = Buffer.allocUnsafe(length);
        for (let done = 0; done < length;) {
          const more = readSync(descriptor, bytes, done, length - done, at + done);
          if (more === 0) throw new Error('it is not whole');
          done += more;
        }
        return bytes;
      }, size);
    } catch (error) {
      throw isOfSystem(error) ? error : damagedArchive(this.path, error);
    } finally {
      closeSync(descriptor);
    }
  }
}

/** Reads bytes of a file. */
type Read = (at: number, length: number) => Buffer;

/** Errors of the disk have a call that failed, those of bytes have none. */
const isOfSystem = (error: unknown): boolean => (error as { readonly syscall?: unknown }).syscall !== undefined;

function entriesIn(read: Read, size: number): ZipEntry[] {
  const { count, start, length } = contentsOf(read, size);
  const list = read(start, length);
  const entries: ZipEntry[] = [];
  for (let k = 0, at = 0; k < count; k++) {
    if (at + LENGTH.central > list.byteLength || list.readUInt32LE(at) !== ZIP.central) throw new Error('its list of contents is damaged');
    const [nameLength, fieldLength, noteLength] = [list.readUInt16LE(at + 28), list.readUInt16LE(at + 30), list.readUInt16LE(at + 32)];
    const [nameAt, fieldAt] = [at + LENGTH.central, at + LENGTH.central + nameLength];
    // In this order they may stand in the longer field.
    const [entrySize, packed, entryAt] = long(list.subarray(fieldAt, fieldAt + fieldLength), [list.readUInt32LE(at + 24), list.readUInt32LE(at + 20), list.readUInt32LE(at + 42)]) as [number, number, number];
    entries.push({ name: list.toString('utf8', nameAt, fieldAt), method: list.readUInt16LE(at + 10), sum: list.readUInt32LE(at + 16), packed, size: entrySize, at: entryAt });
    at = fieldAt + fieldLength + noteLength;
  }
  return entries;
}

interface Contents { readonly count: number; readonly start: number; readonly length: number }

/** Searched from behind: a note of any length may follow. */
function contentsOf(read: Read, size: number): Contents {
  const length = Math.min(size, LENGTH.end + NOTE + LENGTH.locator);
  const tail = read(size - length, length);
  for (let at = length - LENGTH.end; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== ZIP.end) continue;
    const isLong = at >= LENGTH.locator && tail.readUInt32LE(at - LENGTH.locator) === ZIP.locator;
    if (!isLong) return { count: tail.readUInt16LE(at + 10), length: tail.readUInt32LE(at + 12), start: tail.readUInt32LE(at + 16) };
    const end = read(Number(tail.readBigUInt64LE(at - LENGTH.locator + 8)), LENGTH.end64);
    if (end.readUInt32LE(0) !== ZIP.end64) break;
    return { count: Number(end.readBigUInt64LE(32)), length: Number(end.readBigUInt64LE(40)), start: Number(end.readBigUInt64LE(48)) };
  }
  throw new Error('it has no list of contents at its end');
}

/** Values of which those that do not fit into four bytes stand in a field of their own, in the same order. */
function long(fields: Buffer, values: readonly number[]): readonly number[] {
  if (values.every((value) => value !== ELSEWHERE.four)) return values;
  for (let at = 0; at + 4 <= fields.byteLength; at += 4 + fields.readUInt16LE(at + 2)) {
    if (fields.readUInt16LE(at) !== FIELD64) continue;
    let next = at + 4;
    return values.map((value) => (value === ELSEWHERE.four ? Number(fields.readBigUInt64LE((next += 8) - 8)) : value));
  }
  throw new Error('its list of contents is damaged');
}
