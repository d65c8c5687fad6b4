const ALPHABET = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PADDING = '='.charCodeAt(0);
/** Value of every character; 64 for those that are none of the alphabet. */
const VALUES = new Uint8Array(128).fill(64);
ALPHABET.forEach((character, value) => { VALUES[character] = value; });

/** Base64 (RFC 4648), with padding. */
export function toBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(4 * Math.ceil(bytes.length / 3)).fill(PADDING);
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const left = bytes.length - from;
    const word = (bytes[from]! << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    for (let k = 0; k <= Math.min(left, 3); k++) text[to + k] = ALPHABET[(word >>> (18 - 6 * k)) & 63]!;
  }
  return new TextDecoder().decode(text);
}

/** Reads what {@link toBase64} wrote. @throws SyntaxError when it is damaged */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const end = text.replace(/={1,2}$/, '').length;
  if (text.length % 4 > 0) throw new SyntaxError('A list of numbers is cut off');
  const bytes = new Uint8Array(Math.floor(end * 3 / 4));
  for (let from = 0, to = 0; from < end; from += 4, to += 3) {
    let word = 0;
    for (let k = 0; k < 4; k++) {
      const value = from + k < end ? VALUES[text.charCodeAt(from + k)] ?? 64 : 0;
      if (value === 64) throw new SyntaxError(`A list of numbers holds ${JSON.stringify(text[from + k])}`);
      word = (word << 6) | value;
    }
    for (let k = 0; k < 3 && to + k < bytes.length; k++) bytes[to + k] = (word >>> (16 - 8 * k)) & 255;
  }
  return bytes;
}
