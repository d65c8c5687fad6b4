import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/** A file within a zip. */
interface Entry {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly packed: number;
  readonly bytes: number;
  /** Where its local header begins. */
  readonly at: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LONGEST_COMMENT = 0xffff;

/**
 * Writes files of a zip, one after the other and never a whole one in memory. Wheels and jars are zips; none of ours needs more than 4 GiB.
 *
 * @param to where each of the files goes, by its path within the zip
 * @throws Error naming what is missing or is no zip
 */
export async function unzip(path: string, to: Readonly<Record<string, string>>): Promise<void> {
  const file = await open(path, 'r');
  try {
    const entries = await entriesOf(file);
    for (const [name, target] of Object.entries(to)) {
      const entry = entries.find((e) => e.name === name);
      if (entry === undefined) throw new Error(`${path} has no file ${name}`);
      await write(file, entry, target);
    }
  } finally {
    await file.close();
  }
}

async function entriesOf(file: FileHandle): Promise<Entry[]> {
  const { size } = await file.stat();
  const tail = await read(file, Math.max(0, size - LONGEST_COMMENT - 22), size);
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end--;
  if (end < 0) throw new Error('it is no zip');
  const [count, length, from] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  const list = await read(file, from, from + length);
  const entries: Entry[] = [];
  for (let at = 0, k = 0; k < count && list.readUInt32LE(at) === CENTRAL; k++) {
    const [nameLength, extra, comment] = [list.readUInt16LE(at + 28), list.readUInt16LE(at + 30), list.readUInt16LE(at + 32)];
    entries.push({
      name: list.toString('utf8', at + 46, at + 46 + nameLength), isDeflated: list.readUInt16LE(at + 10) === 8,
      packed: list.readUInt32LE(at + 20), bytes: list.readUInt32LE(at + 24), at: list.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

async function write(file: FileHandle, { name, isDeflated, packed, bytes, at }: Entry, target: string): Promise<void> {
  const header = await read(file, at, at + 30);
  const start = at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const stream = file.createReadStream({ start, end: start + packed - 1, autoClose: false, highWaterMark: 1 << 20 });
  const out = createWriteStream(target);
  await (isDeflated ? pipeline(stream, createInflateRaw({ chunkSize: 1 << 20 }), out) : pipeline(stream, out));
  if (out.bytesWritten !== bytes) throw new Error(`${name} has ${out.bytesWritten} bytes in place of ${bytes}`);
}

async function read(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.alloc(to - from);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
  return buffer.subarray(0, bytesRead);
}
