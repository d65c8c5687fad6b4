import { expect, test } from '@jest/globals';
import { isKnotworkError } from '@knotwork/plugin';
import fc from 'fast-check';
import { isNumber, numberIn } from './cell.js';
import { csvTextTable } from './csv-text-table.js';
import { plainCsv } from './plain-csv.js';
import { columnOf, rowsOf, type Table, writtenColumnOf } from './table.js';

const plain = (text: string | Uint8Array, delimiter = ',', decimal: Table['decimal'] = '.'): Table | null =>
  plainCsv(typeof text === 'string' ? new TextEncoder().encode(text) : text, 'a.csv', delimiter, decimal);

/** What is read of a text whose cells are looked at one by one; the words of a refusal. */
function slow(text: string, delimiter: string, decimal: Table['decimal']): Table | string {
  try {
    return csvTextTable(text, 'a.csv', delimiter, decimal);
  } catch (error) {
    if (isKnotworkError(error)) return error.message;
    throw error;
  }
}

/** A plain table is what the careful reader makes of the text: numbers, lines and how cells are written. */
function expectSame(text: string, delimiter: string, decimal: Table['decimal']): Table | null {
  const [table, careful] = [plain(text, delimiter, decimal), slow(text, delimiter, decimal)];
  if (table === null) return null;
  if (typeof careful === 'string') throw new Error(`It is refused: ${careful}`);
  expect([table.file, table.count, table.header, Array.from(table.lines!), table.decimal]).toEqual([careful.file, careful.count, careful.header, careful.lines, careful.decimal]);
  table.header.forEach((name) => {
    const cells = Array.from(columnOf(careful, name, 'inputs'));
    expect(columnOf(table, name, 'inputs')).toEqual(Float64Array.from(cells, (cell) => numberIn(cell, decimal)));
    expect(writtenColumnOf(table, name, 'inputs')).toEqual(cells);
  });
  return table;
}

const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 }).map((list) => list.join(''));
/** Numbers in all spellings that are plain. */
const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => String(value)), fc.double({ min: -100, max: 100, noNaN: true }).map((value) => value.toFixed(6)),
  fc.integer().map(String), digits, fc.tuple(digits, digits).map(([a, b]) => `${a}.${b}`),
  fc.constantFrom('1e5', '+1', '.5', '5.', '-0', '1E-320', '5e-324', '0.30000000000000004', '12345678901234567', '-1.234567890123456789e-01', '1e22', '9007199254740993'),
);
const spaces = fc.constantFrom('', '', '', ' ', '   ');
const padded = fc.tuple(spaces, numbers, spaces).map((parts) => parts.join(''));
const strange = fc.constantFrom('', '0x10', 'Infinity', 'NaN', '1_000', '1e999', 'NA', '"1"', '"a""b"', 'text', '1,5', '1.5.5', '--1', '\t2', '3\u00a0', 'ö', '1 2', '"', '\f4', '1e', '.', '\0', '\uFEFF1', '1\r');
const format = fc.constantFrom<readonly [string, Table['decimal']]>([',', '.'], [';', '.'], [';', ','], ['\t', '.'], ['|', ','], [' ', '.'], ['x', '.'], [':', '.']);
const lineEnd = fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\n\r\n');

/** Texts of tables. @param cell which stands everywhere but in the first line */
const textOf = (cell: fc.Arbitrary<string>, delimiter: string, decimal: string): fc.Arbitrary<string> => fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 })).chain(([width, rows]) =>
  fc.tuple(fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: rows, maxLength: rows }), fc.array(lineEnd, { minLength: rows, maxLength: rows }), fc.constantFrom('', '\n', '\r\n\n'), fc.constantFrom('', '\uFEFF'))
    .map(([cells, ends, last, mark]) => `${mark}${Array.from({ length: width }, (_, j) => ['A', ' größe ', 'b c', 'd'][j]).join(delimiter)}${cells.map((row, k) => ends[k] + row.map((text) => (decimal === ',' ? text.replace('.', ',') : text)).join(delimiter)).join('')}${last}`));

test('tables of numbers in any spelling are read as the careful reader reads them, and none is left to it', () => {
  const setting = format.filter(([delimiter]) => delimiter !== ' ' && delimiter !== 'x').chain(([delimiter, decimal]) => fc.tuple(fc.constant(delimiter), fc.constant(decimal), textOf(padded, delimiter, decimal)));
  fc.assert(fc.property(setting, ([delimiter, decimal, text]) => { expect(expectSame(text, delimiter, decimal)).not.toBeNull(); }), { seed: 3, numRuns: 600 });
});

test('tables with anything else in them are left to the careful reader, or read as it does', () => {
  const setting = format.chain(([delimiter, decimal]) => fc.tuple(fc.constant(delimiter), fc.constant(decimal), textOf(fc.oneof({ weight: 6, arbitrary: padded }, { weight: 1, arbitrary: strange }), delimiter, decimal)));
  let left = 0;
  fc.assert(fc.property(setting, ([delimiter, decimal, text]) => { if (expectSame(text, delimiter, decimal) === null) left++; }), { seed: 4, numRuns: 1500 });
  expect(left).toBeGreaterThan(400);
});

test('any damage to a plain table leaves what the careful reader says of it', () => {
  const text = 'a,b,c\n1.5,-2,3e4\r\n\n  4 ,5.,.6\n0.1234567890123456789,8,9\n';
  for (let at = 0; at < text.length; at++) {
    for (const byte of ['', ',', '\n', '\r', '"', ' ', '.', '-', 'e', '7', 'x', '\t']) {
      expectSame(text.slice(0, at) + byte + text.slice(at), ',', '.');
      expectSame(text.slice(0, at) + byte + text.slice(at + 1), ',', '.');
    }
    expectSame(text.slice(0, at), ',', '.');
  }
});

test('columns are arrays of doubles, and a text, a gap, a quote or a row of another length leaves all to the careful reader', () => {
  expect(plain('a,b\n1,2\n3,4')?.columns).toEqual([Float64Array.of(1, 3), Float64Array.of(2, 4)]);
  for (const text of ['a,b\n1,x\n', 'a,b\n1,\n', 'a,b\n1,"2"\n', '"a",b\n1,2\n', 'a,b\n1,2,3\n', 'a,b\n1\n', 'a,b\n', '', '\n', 'a,b\n1,2\n  \n3,4\n', '1,2\n3,4\n', 'a,a\n1,2\n', '\na,b\n1,2\n', 'a,b\n1,1e999\n']) expect([text, plain(text)]).toEqual([text, null]);
  for (const delimiter of ['1', '+', '-', '.', 'e', 'E', '_', '"', ' ', '\n', 'é', '\uFEFF']) expect([delimiter, plain(`a${delimiter}b\n3${delimiter}4\n`, delimiter)]).toEqual([delimiter, null]);
});

test('names are those that the careful reader reads, whatever blanks are in them', () => {
  const name = fc.array(fc.constantFrom('a', 'b', ' ', '\t', '\u00a0', '\uFEFF', 'ö', '\f', '1', '.', "'", '\u2028', '\0', '\v'), { maxLength: 5 }).map((list) => list.join(''));
  let read = 0;
  fc.assert(fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), fc.constantFrom(',', '\t'), fc.constantFrom('', '\uFEFF'), (names, delimiter, mark) => {
    const text = `${mark}${names.join(delimiter)}\n${names.join(delimiter).split(delimiter).map((_, k) => k).join(delimiter)}\n`;
    if (expectSame(text, delimiter, '.') !== null) read++;
  }), { seed: 6, numRuns: 3000 });
  expect(read).toBeGreaterThan(300);
});

test('names that are no UTF-8 are left to whoever decodes texts', () => {
  expect(plain(Uint8Array.of(0xff, 44, 98, 10, 49, 44, 50, 10))).toBeNull();
});

test('there is room for more rows than the first ones let expect', () => {
  const text = ['a,b', ...Array.from({ length: 2000 }, (_, k) => `${k}.${'0'.repeat(30)},1`), ...Array.from({ length: 40_000 }, (_, k) => `${k % 10},2`)].join('\n');
  const table = plain(text)!;
  expect([table.count, table.columns[0]!.length, table.lines!.length]).toEqual([42_000, 42_000, 42_000]);
  expect([table.columns[0]![1999], table.columns[0]![41_999], table.columns[1]![41_999]]).toEqual([1999, 9, 2]);
  expect(Array.from(table.lines!)).toEqual(Array.from({ length: 42_000 }, (_, k) => k + 2));
  expect([0, 1999, 41_999].map((row) => writtenColumnOf(table, 'a', 'inputs')[row])).toEqual([`0.${'0'.repeat(30)}`, `1999.${'0'.repeat(30)}`, '9']);
});

test('rows that are chosen keep their lines and how they are written', () => {
  const table = rowsOf(plain('a,b\n1.0,2\n\n3,4.50\n5,6\n')!, Uint32Array.of(2, 1));
  expect([table.count, table.columns, Array.from(table.lines!)]).toEqual([2, [Float64Array.of(5, 3), Float64Array.of(6, 4.5)], [5, 4]]);
  expect(writtenColumnOf(table, 'b', 'inputs')).toEqual(['6', '4.50']);
});

test('what is a number in a cell is a number here, and the other way round', () => {
  const cell = fc.array(fc.constantFrom('1', '0', '9', '.', '-', '+', 'e', 'E', 'x', ' '), { minLength: 1, maxLength: 7 }).map((list) => list.join(''));
  fc.assert(fc.property(cell.filter((text) => text.trim() !== ''), (text) => {
    expect(plain(`a,b\n1,${text}\n`) !== null).toBe(isNumber(text.trim(), '.') && Number.isFinite(Number(text)));
  }), { seed: 5, numRuns: 5000 });
});
