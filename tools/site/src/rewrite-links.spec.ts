import { expect, test } from '@jest/globals';
import { rewriteLinks } from './rewrite-links.js';

const shout = (text: string): string => rewriteLinks(text, (target) => target.toUpperCase());

test('targets of links and pictures change, anchors and titles stay', () => {
  expect(shout('See [a](b.md), [c](d/e.md#f) and ![g](h.svg "i").')).toBe('See [a](B.MD), [c](D/E.MD#f) and ![g](H.SVG "i").');
});

test('what leads elsewhere, or to the page itself, stays', () => {
  const text = '[a](https://b.c/d.md) [e](mailto:f@g.h) [i](#j)';
  expect(shout(text)).toBe(text);
});

test('code is no link', () => {
  const text = 'Write `[a](b.md)` or ``c`[d](e.md)``.\n\n```md\n[f](g.md)\n```\n\n  ~~~~\n  [h](i.md)\n  ~~~\n  [j](k.md)\n  ~~~~\n';
  expect(shout(text)).toBe(text);
  expect(shout(`${text}[l](m.md)`)).toBe(`${text}[l](M.MD)`);
  expect(shout('a ` b [c](d.md)')).toBe('a ` b [c](D.MD)');
});
