import { wideEncoding } from './encoding.js';
import { noUtf8, otherEncoding } from './file-errors.js';

const NEWLINE = 10;

/** @throws KnotworkError `input` for bytes that are no text in UTF-8, with the encoding or the first line that says so */
export function requireUtf8(bytes: Uint8Array, file: string): void {
  const encoding = wideEncoding(bytes);
  if (encoding !== null) throw otherEncoding(file, encoding);
  const other = firstLineOfOtherEncoding(bytes);
  if (other !== null) throw noUtf8(file, other);
}

/**
 * The first line that is no UTF-8, such as one with the single bytes that older programs write for "é" or "µ", which would all be read as the same sign.
 *
 * @returns its number from 1, and its text with that sign in place of each; null where there is none
 */
function firstLineOfOtherEncoding(bytes: Uint8Array): { readonly line: number; readonly text: string } | null {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const isFine = (part: Uint8Array): boolean => { try { strict.decode(part); return true; } catch { return false; } };
  if (isFine(bytes)) return null;
  for (let line = 1, from = 0; ; line++) {
    const end = bytes.indexOf(NEWLINE, from);
    const part = bytes.subarray(from, end < 0 ? bytes.length : end);
    if (!isFine(part)) return { line, text: new TextDecoder().decode(part).trim() };
    if (end < 0) return null;
    from = end + 1;
  }
}
