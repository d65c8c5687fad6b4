import { writeSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import { ELSEWHERE, FIELD64, LENGTH, METHOD, ZIP } from './zip-format.js';

/** Versions of the format: with deflated entries, and with numbers of eight bytes. */
const [PLAIN, LONG] = [20, 45];
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** The first day that the format can tell: the same files give the same bytes, whenever they are packed. */
const DAY = 0x0021;
/** Made on Unix, a regular file that its owner may write: else what unpacks it there may give nobody a right. */
const [UNIX, RIGHTS] = [3 << 8, 0o100644 * 0x10000];
/** Bytes of the list of contents that are written at once. */
const CHUNK = 1 << 20;

interface Written { readonly name: Buffer; readonly method: number; readonly sum: number; readonly packed: number; readonly size: number; readonly at: number }

/**
 * Writes a zip archive, entry by entry, into a file that is open for writing: deflated where that makes them smaller. Archives of more than 4 GiB or 65,535 entries have the longer numbers
 * of Zip64.
 *
 * Memory: one entry and its packed bytes, and some hundred bytes for each that was written.
 *
 * @throws what the operating system says
 */
export class ZipWriter {
  readonly #entries: Written[] = [];
  #at: number;

  /** @param descriptor of the file; who opened it closes it @param begins where its first entry comes to lie: what stands before belongs to somebody else */
  constructor(private readonly descriptor: number, begins = 0) { this.#at = begins; }

  /** @param name with `/` between folders @param content less than 2 GiB */
  add(name: string, content: Uint8Array): void {
    const deflated = deflateRawSync(content);
    const isSmaller = deflated.byteLength < content.byteLength;
    const bytes = isSmaller ? deflated : content;
    const entry: Written = { name: Buffer.from(name), method: isSmaller ? METHOD.deflated : METHOD.stored, sum: crc32(content), packed: bytes.byteLength, size: content.byteLength, at: this.#at };
    const header = Buffer.alloc(LENGTH.local);
    header.writeUInt32LE(ZIP.local, 0);
    header.writeUInt16LE(PLAIN, 4);
    common(entry, header, 6);
    this.#write(Buffer.concat([header, entry.name, bytes]));
    this.#entries.push(entry);
  }

  /** Writes the list of contents, without which it is no archive. @returns where the archive ends: its bytes, where it begins at 0 */
  end(): number {
    const start = this.#at;
    let chunk: Buffer[] = [];
    let length = 0;
    for (const entry of this.#entries) {
      const record = centralRecord(entry);
      chunk.push(record);
      length += record.byteLength;
      if (length < CHUNK) continue;
      this.#write(Buffer.concat(chunk));
      [chunk, length] = [[], 0];
    }
    this.#write(Buffer.concat(chunk));
    this.#write(endRecords(this.#entries.length, this.#at - start, start));
    return this.#at;
  }

  #write(bytes: Buffer): void {
    for (let done = 0; done < bytes.byteLength;) done += writeSync(this.descriptor, bytes, done, bytes.byteLength - done, this.#at + done);
    this.#at += bytes.byteLength;
  }
}

/** What the header of an entry and its place in the list have in common. */
function common({ method, sum, packed, size, name }: Written, record: Buffer, at: number): void {
  record.writeUInt16LE(FLAGS, at);
  record.writeUInt16LE(method, at + 2);
  record.writeUInt16LE(DAY, at + 6);
  record.writeUInt32LE(sum, at + 8);
  record.writeUInt32LE(packed, at + 12);
  record.writeUInt32LE(size, at + 16);
  record.writeUInt16LE(name.byteLength, at + 20);
}

function centralRecord(entry: Written): Buffer {
  const isFar = entry.at >= ELSEWHERE.four;
  const record = Buffer.alloc(LENGTH.central);
  record.writeUInt32LE(ZIP.central, 0);
  record.writeUInt16LE(UNIX | (isFar ? LONG : PLAIN), 4);
  record.writeUInt16LE(isFar ? LONG : PLAIN, 6);
  common(entry, record, 8);
  record.writeUInt32LE(RIGHTS, 38);
  record.writeUInt32LE(isFar ? ELSEWHERE.four : entry.at, 42);
  if (!isFar) return Buffer.concat([record, entry.name]);
  const field = Buffer.alloc(12);
  field.writeUInt16LE(FIELD64, 0);
  field.writeUInt16LE(8, 2);
  field.writeBigUInt64LE(BigInt(entry.at), 4);
  record.writeUInt16LE(field.byteLength, 30);
  return Buffer.concat([record, entry.name, field]);
}

/** What says where the list of contents is. @param length bytes of the list @param start where it begins */
function endRecords(count: number, length: number, start: number): Buffer {
  const isLong = count >= ELSEWHERE.two || start + length >= ELSEWHERE.four;
  const end = Buffer.alloc(LENGTH.end);
  end.writeUInt32LE(ZIP.end, 0);
  for (const at of [8, 10]) end.writeUInt16LE(isLong ? ELSEWHERE.two : count, at);
  end.writeUInt32LE(isLong ? ELSEWHERE.four : length, 12);
  end.writeUInt32LE(isLong ? ELSEWHERE.four : start, 16);
  if (!isLong) return end;
  const end64 = Buffer.alloc(LENGTH.end64);
  end64.writeUInt32LE(ZIP.end64, 0);
  end64.writeBigUInt64LE(BigInt(LENGTH.end64 - 12), 4);
  end64.writeUInt16LE(UNIX | LONG, 12);
  end64.writeUInt16LE(LONG, 14);
  for (const at of [24, 32]) end64.writeBigUInt64LE(BigInt(count), at);
  end64.writeBigUInt64LE(BigInt(length), 40);
  end64.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(LENGTH.locator);
  locator.writeUInt32LE(ZIP.locator, 0);
  locator.writeBigUInt64LE(BigInt(start + length), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, locator, end]);
}
