/** First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const CONSTANTS = fractions(64, Math.cbrt);
/** And of the square roots of the first 8. */
const START = fractions(8, Math.sqrt);

/** SHA-256 (FIPS 180-4) in hexadecimal digits; of a text, over its UTF-8. */
export function sha256(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const state = Int32Array.from(START);
  const words = new Int32Array(64);
  const whole = bytes.length - bytes.length % 64;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 64) addBlock(state, words, view, at);
  const end = lastBlocks(bytes.subarray(whole), bytes.length);
  for (let at = 0; at < end.byteLength; at += 64) addBlock(state, words, end, at);
  return Array.from(new Uint32Array(state.buffer), (word) => word.toString(16).padStart(8, '0')).join('');
}

/** What is left of the content, a one, zeros, and the length in bits. */
function lastBlocks(rest: Uint8Array, length: number): DataView {
  const bytes = new Uint8Array(rest.length < 56 ? 64 : 128);
  bytes.set(rest);
  bytes[rest.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(bytes.length - 8, 8n * BigInt(length));
  return view;
}

/** Section 6.2.2; the letters are those of the standard. Additions are of whole 32 bits: `| 0` keeps what overflows off. */
function addBlock(state: Int32Array, w: Int32Array, view: DataView, at: number): void {
  for (let t = 0; t < 16; t++) w[t] = view.getInt32(at + 4 * t);
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15]!;
    const y = w[t - 2]!;
    w[t] = w[t - 16]! + (turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)) + w[t - 7]! + (turned(y, 17) ^ turned(y, 19) ^ (y >>> 10));
  }
  let a = state[0]!; let b = state[1]!; let c = state[2]!; let d = state[3]!;
  let e = state[4]!; let f = state[5]!; let g = state[6]!; let h = state[7]!;
  for (let t = 0; t < 64; t++) {
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + CONSTANTS[t]! + w[t]!) | 0;
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + first) | 0; d = c; c = b; b = a; a = (first + second) | 0;
  }
  state[0]! += a; state[1]! += b; state[2]! += c; state[3]! += d;
  state[4]! += e; state[5]! += f; state[6]! += g; state[7]! += h;
}

const turned = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** Safe on every host: of none of these roots are the bits after the first 32 so near to a carry that the last bits of a double could make one. */
function fractions(count: number, root: (prime: number) => number): Int32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((p) => n % p > 0)) primes.push(n);
  return Int32Array.from(primes, (p) => Math.floor((root(p) % 1) * 2 ** 32) | 0);
}
