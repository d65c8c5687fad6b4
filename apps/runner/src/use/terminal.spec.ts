import { expect, test } from '@jest/globals';
import { lineFor, shortened, terminalOf, wrapped } from './terminal.js';

test('a terminal is ASCII where its locale says so, and no wider than can be read', () => {
  const isUnicode = (env: Record<string, string>): boolean => terminalOf({}, env).isUnicode;
  expect([{}, { LANG: 'de_CH.UTF-8' }, { LANG: 'C' }, { LC_ALL: 'C', LANG: 'en_US.UTF-8' }, { LC_ALL: '', LC_CTYPE: 'C.utf8', LANG: 'C' }].map(isUnicode)).toEqual([true, true, false, false, true]);
  expect([undefined, 20, 80, 300].map((columns) => terminalOf(columns === undefined ? {} : { columns }, {}).columns)).toEqual([100, 60, 80, 100]);
});

test('lines have no control characters, end where the terminal does, and are ASCII where that is all there is', () => {
  expect(lineFor({ columns: 60, isUnicode: true }, 'a\u001b[31m → é')).toBe('a [31m → é');
  expect(lineFor({ columns: 60, isUnicode: false }, 'a → é ± 1')).toBe('a -> ? +- 1');
  expect(lineFor({ columns: 60, isUnicode: true }, 'x'.repeat(70))).toBe(`${'x'.repeat(57)}...`);
});

test('texts are broken between words, and names cut in the middle', () => {
  expect(wrapped({ columns: 10, isUnicode: true }, 'one two three four', '  ')).toEqual(['one two', '  three', '  four']);
  expect([shortened('temperature', 11), shortened('temperature', 8)]).toEqual(['temperature', 'tem..ure']);
});
