import { unzipSync } from 'fflate';
import { DamagedArrays } from './damaged-arrays.js';

/** As much as a file of ours can unpack to: what claims more is not one. */
const MOST_BYTES = 2 ** 31;

/** The files of a zip archive by their names. Sizes are added up before anything is unpacked. @param most bytes of all of them @throws DamagedArrays */
export function unzipped(bytes: Uint8Array, most = MOST_BYTES): Record<string, Uint8Array> {
  let total = 0;
  try {
    return unzipSync(bytes, { filter: ({ originalSize }) => {
      total += originalSize;
      if (total > most) throw new Error(`it unpacks to more than ${most / 2 ** 20} MiB`);
      return true;
    } });
  } catch (cause) {
    throw new DamagedArrays(`is no whole archive: ${(cause as Error).message}`, { cause });
  }
}
