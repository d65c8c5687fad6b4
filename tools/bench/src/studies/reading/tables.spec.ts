import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numbers, SIDES } from './tables.js';

const folder = mkdtempSync(join(tmpdir(), 'knotwork-reading-'));
afterAll(() => { rmSync(folder, { recursive: true }); });

const [ROWS, COLUMNS] = [12_345, 3];
const written = (name: string): Buffer => {
  const { file, write } = SIDES.find((side) => side.name === name)!;
  write(join(folder, file), ROWS, COLUMNS);
  return readFileSync(join(folder, file));
};
const expected = [...numbers(ROWS, COLUMNS)].map((row) => Array.from(row));

test.each([['csv, 6 places', 'x1,x2,x3', 6], ['csv, a quote', '"x1",x2,x3', 6], ['csv, all digits', 'x1,x2,x3', null]] as const)('%s holds the numbers', (name, header, places) => {
  const [first, ...lines] = written(name).toString().trimEnd().split('\n');
  expect(first).toBe(header);
  expect(lines.map((line) => line.split(',').map(Number))).toEqual(expected.map((row) => row.map((value) => (places === null ? value : Number(value.toFixed(places))))));
});

test('an array of NumPy has a header of 128 bytes and the doubles behind it', () => {
  const bytes = written('npy');
  expect([bytes.toString('latin1', 0, 6), bytes.readUInt16LE(8), bytes.length]).toEqual(['\x93NUMPY', 118, 128 + 8 * ROWS * COLUMNS]);
  expect(bytes.toString('latin1', 10, 128)).toMatch(/^\{'descr': '<f8', 'fortran_order': False, 'shape': \(12345, 3\), \} *\n$/);
  expect(expected.map((row, k) => row.map((_, j) => bytes.readDoubleLE(128 + 8 * (k * COLUMNS + j))))).toEqual(expected);
});
