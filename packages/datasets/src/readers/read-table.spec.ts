import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { isKnotworkError, type KnotworkError } from '@knotwork/plugin';
import { gzipSync } from 'node:zlib';
import { memoryText } from './memory-table.js';
import { readTable, type TableSource } from './read-table.js';
import type { Table } from './table.js';
import { accessTo } from '../fixtures/access.js';
import { npyFiles, npzFiles, parquetFiles } from '../fixtures/files-of-others.js';

const read = (path: string, content: string | Uint8Array, source: Omit<TableSource, 'path'> = {}): Promise<Table> => readTable(accessTo({ [path]: content }), { path, ...source });

/** Columns of a table by name. */
const columnsOf = ({ header, columns }: Table): Readonly<Record<string, unknown[]>> => Object.fromEntries(header.map((name, j) => [name, Array.from(columns[j]!)]));

const refusal = async (path: string, content: string | Uint8Array, source: Omit<TableSource, 'path'> = {}): Promise<KnotworkError> => {
  const error = await read(path, content, source).then(() => undefined, (reason: unknown) => reason);
  if (!isKnotworkError(error)) throw new Error(`Expected a refusal, got ${String(error)}`);
  expect([error.code, error.message.split('\n').length]).toEqual(['input', 1]);
  return error;
};

const TEXT = 'x,y\n1,2\n3,4\n5,6\n';

test('the ending says how a file is written, and format says it where the ending does not', async () => {
  const expected = { x: [1, 3, 5], y: [2, 4, 6] };
  expect(columnsOf(await read('a.csv', TEXT))).toEqual(expected);
  expect(columnsOf(await read('a.tsv', TEXT.replaceAll(',', '\t')))).toEqual(expected);
  expect(columnsOf(await read('a.tsv', TEXT, { delimiter: ',' }))).toEqual(expected);
  expect(columnsOf(await read('rows', TEXT))).toEqual(expected);
  expect(columnsOf(await read('A.NPY', npyFiles.booleans))).toEqual({ x1: [1, 0, 1] });
  expect(columnsOf(await read('rows.dat', npyFiles.booleans, { format: 'npy' }))).toEqual({ x1: [1, 0, 1] });
  expect(columnsOf(await read('a.json', '{ "x": [1, 2], "y": ["a", null] }'))).toEqual({ x: [1, 2], y: ['a', null] });
});

test('cells of text are kept as they stand where one of them is no plain number', async () => {
  expect(columnsOf(await read('a.csv', `${TEXT}7,a\n`))).toEqual({ x: ['1', '3', '5', '7'], y: ['2', '4', '6', 'a'] });
  expect(columnsOf(await read('a.csv.gz', gzipSync(`${TEXT}7,"8"\n`)))).toEqual({ x: ['1', '3', '5', '7'], y: ['2', '4', '6', '8'] });
});

test('a text is asked for only where its bytes are not enough', async () => {
  const asked = async (content: string): Promise<string[]> => {
    const [calls, access] = [[] as string[], accessTo({ 'a.csv': content })];
    await readTable({ read: (path) => { calls.push('text'); return access.read(path); }, readBytes: (path) => { calls.push('bytes'); return access.readBytes(path); } }, { path: 'a.csv' });
    return calls;
  };
  expect([await asked(TEXT), await asked(`${TEXT}7,a\n`)]).toEqual([['bytes'], ['bytes', 'text']]);
});

test('columns of numbers are arrays of doubles whatever the format, and lists where something is missing or no number', async () => {
  const isNumbers = ({ columns }: Table): boolean[] => columns.map((cells) => cells instanceof Float64Array);
  expect(isNumbers(await read('a.csv', TEXT))).toEqual([true, true]);
  expect(isNumbers(await read('a.npy', npyFiles.fortran))).toEqual([true, true]);
  expect(isNumbers(await read('a.npy', npyFiles.longs))).toEqual([false]);
  expect(isNumbers(await read('a.npz', npzFiles.deflated))).toEqual([true, true, true, false]);
  expect(isNumbers(await read('a.json', '{ "x": [1, 2], "y": [1, null], "z": ["1", "2"] }'))).toEqual([true, false, false]);
  // x, n and make have a gap each; only f is of numbers alone.
  expect(isNumbers(await read('cars.parquet', parquetFiles.plain))).toEqual([false, false, false, false, false, true]);
});

test('what gzip has packed is unpacked, whatever is in it, several members as one', async () => {
  const plain = await read('a.csv', TEXT);
  expect(await read('a.csv.gz', gzipSync(TEXT))).toEqual({ ...plain, file: 'a.csv.gz' });
  expect(columnsOf(await read('a.tsv.gz', gzipSync(TEXT.replaceAll(',', '\t'))))).toEqual(columnsOf(plain));
  expect(columnsOf(await read('a.csv.gz', Buffer.concat([gzipSync(TEXT), gzipSync('7,8\n')])))['x']).toEqual([1, 3, 5, 7]);
  expect(columnsOf(await read('a.npy.gz', gzipSync(npyFiles.booleans)))).toEqual({ x1: [1, 0, 1] });
});

test('gzip that is cut, changed or none is refused', async () => {
  const packed = gzipSync(Array.from({ length: 500 }, (_, k) => `${k},${k * k % 97}`).join('\n'));
  const changed = Uint8Array.from(packed, (byte, k) => (k === packed.length - 6 ? byte ^ 255 : byte));
  for (const bytes of [packed.subarray(0, 5), packed.subarray(0, packed.length - 3), packed.subarray(0, packed.length / 2), changed, new TextEncoder().encode(TEXT), new Uint8Array(0)]) {
    expect((await refusal('a.csv.gz', bytes)).message).toMatch(/^a\.csv\.gz must be packed by gzip; it is damaged or not whole \(.*\)\. Copy or pack it again, or leave the ending \.gz out where it is not packed\.$/);
  }
});

test('a decimal comma is read where it is declared, and numbers with a point are none then', async () => {
  const table = await read('a.csv', 'x;y\n1,5;2\n', { delimiter: ';', decimal: ',' });
  expect([table.decimal, columnsOf(table)]).toEqual([',', { x: [1.5], y: [2] }]);
  expect(columnsOf(await read('a.csv', 'x;y\n1,5;2.5\n', { delimiter: ';', decimal: ',' }))).toEqual({ x: ['1,5'], y: ['2.5'] });
  expect((await refusal('a.csv', 'x,y\n', { decimal: ',' })).message).toBe('decimal and delimiter must be different characters; both are ",". Set delimiter=";" if that stands between the fields.');
  expect((await refusal('a.csv', '1,5;2\n3;4\n', { delimiter: ';', decimal: ',' })).message).toContain('must name the columns; got numbers, beginning with 1,5');
});

test('options of text and endings that nobody reads are refused', async () => {
  expect((await refusal('a.npy', npyFiles.doubles, { delimiter: ';' })).message).toBe('delimiter says how a text is written, and a.npy is read as npy. Leave delimiter out, or set format=csv.');
  expect((await refusal('a.npy', npyFiles.doubles, { decimal: ',' })).place.option).toBe('decimal');
  expect((await refusal('a.xlsx', TEXT)).message).toBe('path must be a file of csv, parquet, npy, npz or json; files that end in .xlsx are not read. Save a.xlsx as CSV or Parquet, or set format if it is one of these.');
  expect(columnsOf(await read('a.xlsx', TEXT, { format: 'csv' }))['x']).toEqual([1, 3, 5]);
});

test('Parquet as others write it: packed or not, in several groups of rows, with what is missing, whole numbers of any length, dates and booleans', async () => {
  const expected = {
    x: [0.5, -1.25, 3, null, 1e-3, 7], n: [1, 2, null, 4, 5, '9007199254740993'], ok: ['true', 'false', 'true', 'true', 'false', 'false'],
    make: ['audi', 'bmw', 'audi', null, 'opel', 'bmw'], day: Array.from({ length: 6 }, (_, k) => `2024-01-0${k + 1}T00:00:00.000Z`), f: [0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
  };
  for (const bytes of [parquetFiles.snappy, parquetFiles.zstd, parquetFiles.plain]) {
    const table = await read('cars.parquet', bytes);
    expect([table.count, columnsOf(table)]).toEqual([6, expected]);
  }
});

test('Parquet with bytes of its footer changed is read, or refused in words', async () => {
  const whole = parquetFiles.zstd;
  const footer = new DataView(whole.buffer, whole.byteOffset, whole.byteLength).getUint32(whole.length - 8, true);
  const stream = randomStream(1, 'footers');
  for (let k = 0; k < 3000; k++) {
    const bytes = whole.slice();
    for (let changes = 1 + (k % 6); changes > 0; changes--) bytes[whole.length - 8 - footer + Math.floor(stream.next() * footer)] = Math.floor(stream.next() * 256);
    const error: unknown = await read('cars.parquet', bytes).then(() => null, (thrown: unknown) => thrown);
    expect([k, error === null || isKnotworkError(error) || error]).toEqual([k, true]);
  }
}, 120_000);

test('Parquet that is packed otherwise, cut, or something else is refused', async () => {
  expect((await refusal('cars.parquet', parquetFiles.gzip)).message).toBe('cars.parquet must be packed by snappy or zstd, or not at all; its columns are packed by gzip. Write it again with compression snappy.');
  for (const bytes of [new Uint8Array(0), new TextEncoder().encode('PAR1'), new TextEncoder().encode(TEXT), parquetFiles.snappy.subarray(0, 400), parquetFiles.snappy.subarray(100)]) {
    expect((await refusal('cars.parquet', bytes)).message).toMatch(/^cars\.parquet must be a Parquet file; it is damaged or not whole \(.*\)\. Copy or write it again\.$/s);
  }
});

test('a Parquet file that says it has more rows than it has is refused, and one of too many rows before anything is read', async () => {
  // The footer has a number of rows as 0x16, a whole number of 64 bits, and twice the number in groups of seven bits: those of all, and of the last part.
  const digits = (n: number): number[] => (n < 128 ? [n] : [128 + n % 128, ...digits(Math.floor(n / 128))]);
  const saying = (ofLast: number, ofAll: number): Uint8Array => {
    const plain = [...parquetFiles.plain];
    const end = plain.length - 8;
    const start = end - new DataView(Uint8Array.from(plain).buffer).getUint32(end, true);
    const footer = plain.slice(start, end);
    const last = footer.findLastIndex((byte, k) => byte === 0x16 && footer[k + 1] === 0x04);
    footer.splice(last + 1, 1, ...digits(2 * ofLast));
    const all = footer.findIndex((byte, k) => byte === 0x16 && footer[k + 1] === 0x0c);
    footer.splice(all + 1, 1, ...digits(2 * ofAll));
    return Uint8Array.from([...plain.slice(0, start), ...footer, footer.length & 255, footer.length >> 8, 0, 0, ...new TextEncoder().encode('PAR1')]);
  };
  expect((await read('a.parquet', saying(2, 6))).count).toBe(6);
  expect((await refusal('a.parquet', saying(3, 7))).message).toContain('column "x" has 6 of 7 rows');
  expect((await refusal('a.parquet', saying(2, 7))).message).toContain('it says that it has 7 rows, and its parts have 6');
  expect((await refusal('a.parquet', saying(2 ** 40 - 4, 2 ** 40))).message).toContain('it says that it has 1099511627776 rows of 6 columns, more than memory holds');
});

test('a byte changed anywhere in a Parquet file ends in a table of as many rows or in a refusal', async () => {
  for (const bytes of [parquetFiles.snappy, parquetFiles.zstd, parquetFiles.plain]) {
    for (let k = 0; k < bytes.length; k += 3) {
      const result = await read('cars.parquet', Uint8Array.from(bytes, (byte, at) => (at === k ? byte ^ 0x55 : byte))).catch((error: unknown) => error);
      if (isKnotworkError(result)) expect(result.code).toBe('input');
      else expect([k, (result as Table).count]).toEqual([k, 6]);
    }
  }
}, 60_000);

test('arrays of NumPy: any order, either end first, numbers, booleans and texts; columns are called x1, x2, ...', async () => {
  expect(columnsOf(await read('a.npy', npyFiles.doubles))).toEqual({ x1: [1.5, 3.25, 5], x2: [-2, 4, 6.5] });
  expect(columnsOf(await read('a.npy', npyFiles.fortran))).toEqual({ x1: [1.5, 3.25, 5], x2: [-2, 4, 6.5] });
  expect(columnsOf(await read('a.npy', npyFiles.bigEndian))).toEqual({ x1: [1, -2, 300] });
  expect(columnsOf(await read('a.npy', npyFiles.longs))).toEqual({ x1: [1, -1, '9007199254740993'] });
  expect(columnsOf(await read('a.npy', npyFiles.texts))).toEqual({ x1: ['audi', 'bmw', 'ö'] });
});

/** A file of np.save with any header. */
function npy(header: string, values: Uint8Array | number[] = [], { version = 1 } = {}): Uint8Array {
  const text = new TextEncoder().encode(header);
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), version, 0, ...length, ...text, ...values]);
}
const header = (descr: string, shape: string, order = 'False'): string => `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

test('arrays that hold objects or records, have other dimensions, are cut or lie about their shape are refused', async () => {
  const says = async (bytes: Uint8Array): Promise<string> => (await refusal('a.npy', bytes)).message;
  expect(await says(npyFiles.pickled)).toBe('a.npy holds pickled objects, which run code when they are read. Save numbers or texts instead, such as np.save(file, a.astype(float)).');
  expect(await says(npyFiles.records)).toContain('holds records, not numbers');
  expect(await says(npyFiles.halves)).toContain('holds values of the type "<f2", which is not read. Save it as a.astype(float)');
  expect(await says(npyFiles.cube)).toContain('has 3 dimensions; rows of a table have 1 or 2');
  expect(await says(npyFiles.doubles.subarray(0, 9))).toContain('does not begin as a file of np.save does');
  expect(await says(Uint8Array.from(npyFiles.doubles, (byte, k) => (k === 1 ? 0x4d : byte)))).toContain('does not begin as a file of np.save does');
  expect(await says(npyFiles.doubles.subarray(0, 60))).toContain('ends inside its header');
  expect(await says(npyFiles.doubles.subarray(0, npyFiles.doubles.length - 1))).toBe('a.npy says that it holds 3 x 2 values of 8 bytes, and has 47 bytes of them. Copy or save it again.');
  expect(await says(Uint8Array.from([...npyFiles.doubles, 0]))).toContain('says that it holds 3 x 2 values of 8 bytes, and has 49 bytes of them');
  expect(await says(npy(header("'<f8'", '(1000000000000, 1000000)'), [1, 2, 3]))).toContain('says that it holds 1000000000000 x 1000000 values of 8 bytes, and has 3 bytes of them');
  expect(await says(npy(header("'<U1000000000000'", '(1000000000000,)')))).toContain('and has 0 bytes of them');
  expect(await says(npy(header("'<U0'", '(1000000000000,)')))).toContain('holds no values');
  expect(await says(npy(header("'<f8'", '(1000000000000, 0)')))).toContain('holds no values');
  expect(await says(npy(header("'<f8'", '(0,)')))).toContain('it is empty');
  expect(await says(npy(header("'<f8'", '()')))).toContain('has 0 dimensions');
  expect(await says(npy('{}\n'))).toContain('has a header that cannot be read');
  expect(columnsOf(await read('a.npy', npy(header("'|u1'", '(2,)'), [7, 9], { version: 2 })))).toEqual({ x1: [7, 9] });
  expect(columnsOf(await read('a.npy', npy(header("'<U1'", '(1,)'), [255, 255, 255, 255])))).toEqual({ x1: ['\ufffd'] });
});

test('archives of NumPy: arrays stand side by side by their names', async () => {
  expect(columnsOf(await read('a.npz', npzFiles.stored))).toEqual({ X1: [1.5, 3.25, 5], X2: [-2, 4, 6.5], y: [1, 2, 3] });
  expect(columnsOf(await read('a.npz', npzFiles.deflated))).toEqual({ X1: [1.5, 3.25, 5], X2: [-2, 4, 6.5], y: [1, 2, 3], kind: ['a', 'b', 'a'] });
  expect((await refusal('a.npz', npzFiles.unequal)).message).toBe('The arrays of a.npz must have as many rows as each other; "X" has 3 and "y" has 2. Save the arrays of one table in a file of their own.');
});

test('archives that are cut, changed or none are refused', async () => {
  for (const whole of [npzFiles.stored, npzFiles.deflated]) {
    for (let k = 0; k < whole.length; k += 7) await refusal('a.npz', whole.subarray(0, k));
    for (let k = 0; k < whole.length; k += 3) {
      const result = await read('a.npz', Uint8Array.from(whole, (byte, at) => (at === k ? byte ^ 0x55 : byte))).catch((error: unknown) => error);
      if (!isKnotworkError(result)) expect([k, Object.values(columnsOf(result as Table))]).toEqual([k, Object.values(columnsOf(await read('a.npz', whole)))]);
    }
  }
  expect((await refusal('a.npz', new TextEncoder().encode(TEXT))).message).toBe('a.npz must be an archive of np.savez; it has no list of contents at its end. Copy or save it again.');
});

test('an archive whose entry says that it is larger, or smaller, than it is, is refused before anything of that size is made', async () => {
  const at = npzFiles.deflated.findLastIndex((_, k, all) => all[k] === 0x50 && all[k + 1] === 0x4b && all[k + 2] === 1 && all[k + 3] === 2);
  for (const size of [[255, 255, 255, 127], [3, 0, 0, 0]]) {
    const lying = npzFiles.deflated.slice();
    lying.set(size, at + 24);
    expect((await refusal('a.npz', lying)).message).toContain('must be an archive of np.savez; ');
  }
});

test('tables in memory survive their text, numbers bit for bit', async () => {
  const x = [0.1, Math.PI, -0, 5e-324, 1e300];
  const columns = { x, z: Float64Array.from(x), make: ['a', 'b', null, undefined, 'c '], ok: [true, false, true, true, false], n: [NaN, 1, 2, 3, Infinity] };
  const expected = { x: x.map((v) => v + 0), z: x.map((v) => v + 0), make: ['a', 'b', null, null, 'c'], ok: ['true', 'false', 'true', 'true', 'false'], n: [null, 1, 2, 3, 'Infinity'] };
  expect(columnsOf(await read('a.json', memoryText(columns)))).toEqual(expected);
  expect(columnsOf(await read('a.json', memoryText([{ x: 1, y: 2 }, { y: 3 }])))).toEqual({ x: [1, null], y: [2, 3] });
  expect(columnsOf(await read('a.json', memoryText([['x', 'y'], [1, 2], Float64Array.of(3, 4)])))).toEqual({ x: [1, 3], y: [2, 4] });
});

test.each([
  ['no JSON', 'x,y', 'is no JSON'],
  ['one value', '3', 'holds a single value'],
  ['columns of different lengths', '{ "x": [1, 2], "y": [1] }', 'has 2 values in column "x" and 1 in "y"'],
  ['a column that is no list', '{ "x": 1 }', 'has no list of values in column "x"'],
  ['rows of different widths', '[["x", "y"], [1, 2], [3]]', 'has 2 names in its first row and 1 values in row 2 below'],
  ['rows without names', '[[1, 2], [3, 4]]', 'has numbers in its first row, beginning with 1'],
  ['rows of two sorts', '[{ "x": 1 }, [2]]', 'has rows that are objects, and another value in row 2'],
  ['nested values', '{ "x": [{}] }', 'has a value in column "x" that is neither a number nor a text'],
])('a table in memory of %s is refused', async (_, text, says) => {
  const { message } = await refusal('a.json', text);
  expect(message).toContain(`a.json must be columns by name, such as { "x": [1, 2], "y": [3, 4] }, or a list of rows of one length, the first with the names of the columns; it ${says}`);
  expect(message).toMatch(/\. Correct it\.$/);
});

test('tables in memory without a row, or with one name twice, are refused', async () => {
  for (const text of ['{}', '[]', '{ "x": [] }', '[["x"]]']) expect((await refusal('a.json', text)).message).toContain('it is empty');
  expect((await refusal('a.json', '[["x", "x"], [1, 2]]')).message).toBe('The columns of a.json must have different names; "x" is there twice. Rename one.');
});
