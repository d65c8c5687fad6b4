import { afterAll, expect, test } from '@jest/globals';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { memoryText } from '@knotwork/datasets';
import { workplace } from '../fixtures/workplace.js';
import { readTableFile } from './table-file.js';

const { folder, remove } = workplace({
  'comma.csv': 'a,b\n1,x\n2.5,\n', 'semicolon.csv': 'a;b;"c, d"\n1.5;x;2\n2;;3\n', 'decimal.csv': 'a;b\n1,5;-2,25\n2;3,5e2\n', 'tab.tsv': 'a\tb\n1\tx\n', 'tab.csv': '\uFEFFa\tb\n1\tx\n', 'bar.csv': 'a|b\n1|2\n',
  'texts.csv': 'a;b\n1,5;1.5\n2;3\n', 'one.csv': 'a\n1\n2\n', 'large.csv': 'a,b\n1,2\n', 'ragged.csv': 'a,b\n1,2,3\n', 'memory.json': memoryText({ a: [1, 2], b: ['x', null] }),
});
writeFileSync(join(folder, 'packed.csv.gz'), gzipSync('a;b\n1,5;x\n'));
afterAll(remove);

test.each<[string, unknown[][], Record<string, unknown>]>([
  ['comma.csv', [[1, 2.5], ['x', null]], {}],
  ['semicolon.csv', [[1.5, 2], ['x', null], [2, 3]], { delimiter: ';' }],
  ['decimal.csv', [[1.5, 2], [-2.25, 350]], { delimiter: ';', decimal: ',' }],
  ['tab.tsv', [[1], ['x']], {}],
  ['tab.csv', [[1], ['x']], { delimiter: '\t' }],
  ['bar.csv', [[1], [2]], { delimiter: '|' }],
  ['texts.csv', [['1,5', 2], [1.5, 3]], { delimiter: ';' }],
  ['one.csv', [[1, 2]], {}],
  ['memory.json', [[1, 2], ['x', null]], {}],
  ['packed.csv.gz', [[1.5], ['x']], { delimiter: ';', decimal: ',' }],
])('%s is read with the options that it needs, and no others', async (file, columns, options) => {
  expect(await readTableFile(file, folder)).toMatchObject({ file, columns, dataset: { kind: 'table', options } });
  expect((await readTableFile(file, folder)).dataset.options).toEqual(options);
});

test('what is no table, or not there, is refused as its reader says', async () => {
  await expect(readTableFile('ragged.csv', folder)).rejects.toThrow('Every row of ragged.csv must have 2 fields');
  await expect(readTableFile('.', folder)).rejects.toThrow('The table "." cannot be read: it is a folder. Check the path.');
  truncateSync(join(folder, 'large.csv'), 200_000_001);
  await expect(readTableFile('large.csv', folder)).rejects.toThrow('The table "large.csv" has 201 MB, and one that nobody has said anything about may have 200 MB. Give a part of its rows, such as that of: head -n 100000 "large.csv" > part.csv.');
  await expect(readTableFile('none.csv', folder)).rejects.toThrow('The table "none.csv" cannot be read: there is no such file. Check the path.');
});
