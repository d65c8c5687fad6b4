import { expect, test } from '@jest/globals';
import { murmurHash128, streamKey } from './stream-key.js';

test('the hash agrees with the reference implementation', () => {
  // Values of the Python package mmh3 (MurmurHash3_x86_128, seed 0) for the same little-endian words.
  expect(murmurHash128([0, 0, 0, 0])).toEqual([1514173910, 1798126887, -745378769, -350057977]);
  expect(murmurHash128([1, 2, 3, 4])).toEqual([936832535, 1028276893, 1035705367, 1533327389]);
  const twoBlocks = [0xdeadbeef, 7, 0x80000000, 42, 5, 6, 7, 8];
  expect(murmurHash128(twoBlocks)).toEqual([-833028063, -975533906, 710035034, 1667995219]);
});

test('names and parents that resemble each other have different keys', () => {
  const names = ['', '\0', '\0\0', 'a', 'b', 'ab', 'ba', 'a\0', 'run 1', 'run 11', 'é', 'e\u0301', '𝄞'];
  const keys = [[0, 0], [1, 0], [0, 1], [2, 0]].flatMap((parent) => names.map((name) => streamKey(parent, name).join()));
  expect(new Set(keys).size).toBe(4 * names.length);
});

test('one changed bit of the seed changes about half of the key', () => {
  const bits = (x: number): number => (x === 0 ? 0 : 1 + bits(x & (x - 1)));
  for (let bit = 0; bit < 32; bit++) {
    const [before, after] = [streamKey([5, 0], 'x'), streamKey([5 ^ (1 << bit), 0], 'x')];
    const changed = before.reduce((sum, word, i) => sum + bits(word ^ after[i]!), 0);
    // 64 expected of 128, standard deviation 5.7.
    expect(Math.abs(changed - 64)).toBeLessThan(24);
  }
});
