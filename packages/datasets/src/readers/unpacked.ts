import { brokenGzip } from './file-errors.js';
import { inflate, TooLong } from './inflate.js';

/** Most characters that a text can have. */
const LONGEST = 2 ** 29 - 24;

/** What is in a file of gzip. @throws KnotworkError `input` where it is damaged, or holds more than a text can */
export async function unpacked(bytes: Uint8Array, path: string): Promise<Uint8Array> {
  try {
    return await inflate(bytes, 'gzip', LONGEST);
  } catch (cause) {
    throw brokenGzip(path, cause instanceof TooLong, cause as Error);
  }
}
