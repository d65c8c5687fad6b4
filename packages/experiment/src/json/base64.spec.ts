import { expect, test } from '@jest/globals';
import { fromBase64, toBase64 } from './base64.js';

test('bytes of every length become the text that hosts make of them, and come back', () => {
  for (let length = 0; length < 130; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 151 + 3 * length) % 256);
    const text = toBase64(bytes);
    expect(text).toBe(Buffer.from(bytes).toString('base64'));
    expect(fromBase64(text)).toEqual(bytes);
  }
});

test.each(['AAA', 'AA=A', 'AA\u00fcA', 'AAA\n', 'AA==AAAA'])('%j is damaged', (text) => {
  expect(() => fromBase64(text)).toThrow(SyntaxError);
});
