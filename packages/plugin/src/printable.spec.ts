import { expect, test } from '@jest/globals';
import { KnotworkError } from './errors.js';
import { printable } from './printable.js';

test('a message of ordinary words stays what it is, in any alphabet', () => {
  for (const text of ['network.widths (line 4): must be a list; got 3.', 'Größe, 大きさ, размер, 👍, a\\nb', '']) expect(printable(text)).toBe(text);
});

test('ends of lines, controls, marks of direction and halves of characters are written as they are typed', () => {
  expect(printable('a\nb\r\tc')).toBe('a\\nb\\r\\tc');
  expect(printable('\u001b[31mred\u0000\u009b')).toBe('\\u001b[31mred\\u0000\\u009b');
  expect(printable('\u202eabc\u2028\u2066\ufeff')).toBe('\\u202eabc\\u2028\\u2066\\ufeff');
  expect(printable('\ud800x\udc00')).toBe('\\ud800x\\udc00');
});

test('long words and long texts are cut in the middle: where it is and what to do stay', () => {
  const word = printable(`got ${'a'.repeat(1e5)}. Write b.`);
  expect(word).toMatch(/^got a{200,}\.\.\.a{100,}\. Write b\.$/);
  expect(word.length).toBeLessThan(520);
  const text = printable(`path: ${'ab '.repeat(1e6)}Write c.`);
  expect(text).toMatch(/^path: ab .*\.\.\..* Write c\.$/);
  expect(text.length).toBeLessThan(2010);
});

test('errors of Knotwork are printable', () => {
  expect(new KnotworkError('input', `got "a\nb${'c'.repeat(3e6)}". Write d.`).message).toMatch(/^got "a\\nbc+\.\.\.c+"\. Write d\.$/);
});
