import { DamagedArrays, type NumpyArchive, readNumpy } from '@knotwork/arrays';
import { foreignTensors } from '@knotwork/network';
import type { ForeignFile } from '@knotwork/plugin';
import { badNumpy, pickled, text, tooLarge } from '../errors-when-asked.js';

/** Bytes that a file may have or unpack to: numbers of single precision take twice as many here. */
const MOST_BYTES = 2 ** 29;
/** A zip archive begins with these; a file of `torch.save` is one, too. */
const ZIP = [0x50, 0x4b, 3, 4];

/**
 * What a file of another program holds: safetensors, or an archive of NumPy. It is known by how it begins, whatever it is called.
 *
 * @param name what messages call it
 * @throws KnotworkError `input` for a file that is damaged, too large, or would run code
 */
export function foreignFile(bytes: Uint8Array, name: string): ForeignFile {
  if (bytes.length > MOST_BYTES) throw tooLarge(name, bytes.length, MOST_BYTES);
  // So pickles begin, and files of PyTorch before 1.6. A length of safetensors may begin so, too, but is followed by an object.
  if (bytes[0] === 0x80 && bytes[8] !== 0x7b) throw pickled(name);
  if (isText(bytes)) throw text(name);
  if (!ZIP.every((byte, k) => bytes[k] === byte)) return foreignTensors(bytes, name);
  if (new TextDecoder('latin1').decode(bytes.subarray(0, 200)).includes('/data.pkl')) throw pickled(name);
  let archive: NumpyArchive;
  try {
    archive = readNumpy(bytes, MOST_BYTES);
  } catch (error) {
    if (error instanceof DamagedArrays) throw badNumpy(name, error.message);
    throw error;
  }
  const bad = [...archive.arrays].find(([, { values }]) => !values.every(Number.isFinite));
  if (bad !== undefined) throw badNumpy(name, `has in "${bad[0]}" a number that is not finite`);
  return { name, ...archive };
}

/** Of safetensors, the first eight bytes are a length, whose upper ones are 0. */
function isText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 256);
  return head.length > 0 && head.every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13));
}
