import { expect, test } from '@jest/globals';
import { readTable } from './read-table.js';
import { wideEncoding } from './encoding.js';

const TEXT = 'a,y\r\n1,2\r\n2,4\r\n';
const utf16 = Buffer.from(TEXT, 'utf16le');
const swapped = Buffer.from(utf16).swap16();
const utf32 = Buffer.from([...TEXT].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0]));

test('texts of two and four bytes for a character are known, with a mark and without', () => {
  expect([utf16, Buffer.concat([Buffer.of(0xff, 0xfe), utf16]), swapped, Buffer.concat([Buffer.of(0xfe, 0xff), swapped])].map(wideEncoding)).toEqual(Array(4).fill('UTF-16'));
  expect([utf32, Buffer.concat([Buffer.of(0xff, 0xfe, 0, 0), utf32])].map(wideEncoding)).toEqual(Array(2).fill('UTF-32'));
});

test('UTF-8 is none of them, with a mark, of any letters, and of none', () => {
  expect([TEXT, `\ufeff${TEXT}`, 'größe,木\n1,2\n', '', 'a'].map((text) => wideEncoding(Buffer.from(text)))).toEqual(Array(5).fill(null));
});

test('a table of such a text is refused in words that name the encoding', async () => {
  const bytes = Buffer.concat([Buffer.of(0xff, 0xfe), utf16]);
  const access = { read: () => Promise.resolve(bytes.toString('utf8')), readBytes: () => Promise.resolve(bytes) };
  await expect(readTable(access, { path: 'wide.csv' })).rejects.toThrow('wide.csv must be a text in UTF-8; it is in UTF-16. Save it as UTF-8; spreadsheets call that "CSV UTF-8".');
  for (const unmarked of [utf16, swapped, utf32]) {
    await expect(readTable({ read: () => Promise.resolve(unmarked.toString('utf8')), readBytes: () => Promise.resolve(unmarked) }, { path: 'wide.csv' })).rejects.toThrow(`it is in UTF-${unmarked === utf32 ? 32 : 16}.`);
  }
});

test('a text with single bytes for letters is refused with its line: Müden and Möden would be one', async () => {
  const read = (bytes: Buffer, path = 'towns.csv'): ReturnType<typeof readTable> => readTable({ read: () => Promise.resolve(bytes.toString('utf8')), readBytes: () => Promise.resolve(bytes) }, { path });
  const latin = Buffer.from('town,y\nBonn,1\nM\u00fcden,2\nM\u00f6den,4\n', 'latin1');
  await expect(read(latin)).rejects.toThrow('towns.csv must be a text in UTF-8; line 3 is not: "M\ufffdden,2". Save it as UTF-8; spreadsheets call that "CSV UTF-8".');
  await expect(read(Buffer.from('\u00b5,y\n1,2\n', 'latin1'))).rejects.toThrow('line 1 is not: "\ufffd,y".');
  // The sign itself is a letter like any other.
  expect((await read(Buffer.from('town,y\nM\u00fcden,2\nM\ufffdden,4\n'))).columns[0]).toEqual(['M\u00fcden', 'M\ufffdden']);

  const json = '[{"town":"M\u00fcden","y":2},\n{"town":"M\ufffdden","y":4}]';
  expect((await read(Buffer.from(json), 'towns.json')).columns[0]).toEqual(['M\u00fcden', 'M\ufffdden']);
  await expect(read(Buffer.from(json.replace('\ufffd', '\u00f6'), 'latin1'), 'towns.json')).rejects.toThrow('towns.json must be a text in UTF-8; line 1 is not:');
  await expect(read(Buffer.from(`\ufeff${json}`, 'utf16le'), 'towns.json')).rejects.toThrow('towns.json must be a text in UTF-8; it is in UTF-16.');
});
