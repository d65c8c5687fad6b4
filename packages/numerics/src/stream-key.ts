/** 128 bits that identify a stream, as four signed 32-bit integers. */
export type StreamKey = readonly [number, number, number, number];

/**
 * Key of the stream called `name` below a parent, by the 128-bit MurmurHash3 of parent words, name length and UTF-16
 * code units, one 32-bit word each.
 *
 * The length in front makes the zero padding of the last block unambiguous.
 */
export function streamKey(parent: readonly number[], name: string): StreamKey {
  const words = [...parent, name.length];
  for (let i = 0; i < name.length; i++) words.push(name.charCodeAt(i));
  while (words.length % 4 !== 0) words.push(0);
  return murmurHash128(words);
}

const multipliers = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;
const addends = [0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17] as const;
const laneRotations = [19, 17, 15, 13] as const;

/**
 * MurmurHash3_x86_128 with seed 0 of whole 16-byte blocks.
 *
 * @param words `[4·blocks]`, little-endian 32-bit words.
 *
 * @source A. Appleby, MurmurHash3, 2011, public domain.
 */
export function murmurHash128(words: readonly number[]): StreamKey {
  const h: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 0; i < words.length; i++) {
    const lane = (i % 4) as 0 | 1 | 2 | 3;
    const next = ((lane + 1) % 4) as 0 | 1 | 2 | 3;
    const mixed = Math.imul(rotateLeft(Math.imul(words[i]!, multipliers[lane]), 15 + lane), multipliers[next]);
    h[lane] = (Math.imul(rotateLeft(h[lane] ^ mixed, laneRotations[lane]) + h[next], 5) + addends[lane]) | 0;
  }
  spread(h, 4 * words.length);
  return h;
}

/** Makes every bit of the hash depend on every bit of the lanes. */
function spread(h: [number, number, number, number], bytes: number): void {
  for (const lane of [0, 1, 2, 3] as const) h[lane] ^= bytes;
  addLanes(h);
  for (const lane of [0, 1, 2, 3] as const) h[lane] = avalanche(h[lane]);
  addLanes(h);
}

function addLanes(h: [number, number, number, number]): void {
  h[0] = (h[0] + h[1] + h[2] + h[3]) | 0;
  for (const lane of [1, 2, 3] as const) h[lane] = (h[lane] + h[0]) | 0;
}

function avalanche(lane: number): number {
  let x = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
