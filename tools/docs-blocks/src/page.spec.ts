import { expect, test } from '@jest/globals';
import { details, PageError, readPage } from './page.js';

const page = (...lines: string[]): string => lines.join('\n');

test('blocks have language, text and line, also in a list, and code within lines is found outside of them', () => {
  const { blocks, inlines } = readPage('a.md', page('Type `knotwork run FILE`.', '', '```sh', 'one', '', '`two`', '```', '- a list', '  ```yaml title', '  a:', '    b: 1', '  ```', '~~~~', '```', '~~~~'));
  expect(blocks.map(({ language, text, line }) => [language, text, line])).toEqual([['sh', 'one\n\n`two`\n', 3], ['yaml', 'a:\n  b: 1\n', 9], ['text', '```\n', 13]]);
  expect(inlines).toEqual([{ page: 'a.md', line: 1, text: 'knotwork run FILE' }]);
});

test('marks belong to the block behind them', () => {
  const { blocks: [first, second] } = readPage('a.md', page('<!-- check: long: equation -->', '<!-- check: with: a.csv = b.csv -->', '', '```sh', 'x', '```', '<!-- a remark -->', '```', 'y', '```'));
  expect(first!.marks).toEqual([{ kind: 'long', detail: 'equation' }, { kind: 'with', detail: 'a.csv = b.csv' }]);
  expect([details(first!, 'with'), details(first!, 'file'), second!.marks]).toEqual([['a.csv = b.csv'], [], []]);
});

test('prose that says how a file is called names it', () => {
  const { blocks: [first, second] } = readPage('a.md', page('More. Save this as `a/b.yaml`,', 'as it stands:', '', '```yaml', 'x: 1', '```', 'And then', '```sh', 'y', '```'));
  expect([details(first!, 'file'), details(second!, 'file')]).toEqual([['a/b.yaml'], []]);
});

test.each([
  ['a block that is not closed', page('```sh', 'x'), 'a.md:1: the block is not closed. Close it with ```.'],
  ['a mark that nobody knows', page('<!-- check: lng -->', '```', '```'), 'a.md:1: there is no mark "lng". Marks: long, '],
  ['a mark before prose', page('<!-- check: long -->', 'Prose', '```', '```'), 'a.md:2: a mark "check:" must stand right before a block. Move it there.'],
  ['a mark at the end', page('<!-- check: long -->'), 'a.md: a mark "check:" stands before no block. Remove it.'],
])('%s is refused', (_, text, message) => {
  expect(() => readPage('a.md', text)).toThrow(PageError);
  expect(() => readPage('a.md', text)).toThrow(message);
});
