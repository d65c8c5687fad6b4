/** Bytes that are looked at. */
const SAMPLE = 64;

/**
 * Which encoding of two or four bytes for every character a text is in, or null where it is none of them. Spreadsheets save such texts; read as UTF-8
 * they seem to be torn somewhere else.
 */
export function wideEncoding(bytes: Uint8Array): 'UTF-16' | 'UTF-32' | null {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) return 'UTF-32';
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'UTF-16';
  // Without a mark: the letters of a first line have a byte of zeros each, which UTF-8 does not have.
  const zeros = bytes.subarray(0, SAMPLE).reduce((n, byte) => n + (byte === 0 ? 1 : 0), 0) / Math.min(SAMPLE, bytes.length);
  return zeros > 0.6 ? 'UTF-32' : zeros > 0.3 ? 'UTF-16' : null;
}
