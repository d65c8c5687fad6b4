import { expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { sha256 } from './sha256.js';

test.each([
  // From FIPS 180-2, appendix B, and RFC 6234, section 8.5.
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
])('the digest of published examples: "%.60s"', (text, digest) => {
  expect(sha256(text)).toBe(digest);
});

test('around every block boundary, and within larger buffers, it is what the host computes', () => {
  const bytes = Uint8Array.from({ length: 400 }, (_, i) => (i * 89 + 7) % 256);
  for (let length = 0; length < 300; length++) {
    const part = bytes.subarray(length % 90, length % 90 + length);
    expect(sha256(part)).toBe(createHash('sha256').update(part).digest('hex'));
  }
  expect(sha256('naïve Σ 🙂')).toBe(createHash('sha256').update('naïve Σ 🙂').digest('hex'));
});
