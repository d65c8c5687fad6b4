import { crc32 } from './crc32.js';
import { brokenZip } from './file-errors.js';
import { inflate } from './inflate.js';

/** A file in a zip archive. */
export interface ZipEntry { readonly name: string; readonly content: Uint8Array }

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const LONGEST_NOTE = 0xffff;

/**
 * Unpacks an archive as np.savez and np.savez_compressed write it: entries stored or deflated, of less than 4 GiB.
 *
 * @throws KnotworkError `input` for what is damaged, not whole, or packed in another way
 * @source PKWARE, APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16
 */
export async function zipEntries(bytes: Uint8Array, file: string): Promise<readonly ZipEntry[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: ZipEntry[] = [];
  try {
    const end = endRecord(view);
    let at = view.getUint32(end + 16, true);
    for (let k = view.getUint16(end + 10, true); k > 0; k--) {
      if (view.getUint32(at, true) !== CENTRAL) throw new Error('its list of contents is damaged');
      const [method, sum, packed, size, nameLength] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true), view.getUint32(at + 20, true), view.getUint32(at + 24, true), view.getUint16(at + 28, true)];
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
      const content = await unpacked(view, view.getUint32(at + 42, true), { method, packed, size });
      if (crc32(content) !== sum) throw new Error(`"${name}" is damaged`);
      entries.push({ name, content });
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
  } catch (cause) {
    throw brokenZip(file, cause instanceof RangeError ? 'it is not whole' : (cause as Error).message, cause as Error);
  }
  return entries;
}

/** Searched from behind: a note of any length may follow it. */
function endRecord(view: DataView): number {
  for (let at = view.byteLength - END_LENGTH; at >= Math.max(0, view.byteLength - END_LENGTH - LONGEST_NOTE); at--) if (view.getUint32(at, true) === END) return at;
  throw new Error('it has no list of contents at its end');
}

interface Packing { readonly method: number; readonly packed: number; readonly size: number }

/** The local header is asked for nothing but its length: sizes may stand behind the content. */
async function unpacked(view: DataView, at: number, { method, packed, size }: Packing): Promise<Uint8Array> {
  if (view.getUint32(at, true) !== LOCAL) throw new Error('its list of contents is damaged');
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + packed > view.byteLength) throw new RangeError('out of bounds');
  const content = new Uint8Array(view.buffer, view.byteOffset + start, packed);
  if (method !== 0 && method !== 8) throw new Error(`it is packed by method ${method}, and only stored (0) and deflated (8) are read`);
  const whole = method === 0 ? content : await inflate(content, 'deflate-raw', size);
  if (whole.length !== size) throw new Error('an entry is shorter than it says');
  return whole;
}
