const NEWLINE = 10;

/**
 * The first line that is no UTF-8, such as one with the single bytes that older programs write for "é" or "µ", which would all be read as the same sign.
 *
 * @returns its number from 1, and its text with that sign in place of each; null where there is none
 */
export function firstLineOfOtherEncoding(bytes: Uint8Array): { readonly line: number; readonly text: string } | null {
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
