import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { randomStream } from '@knotwork/numerics';

/** One way in which the same numbers are written. */
export interface Side { readonly name: string; readonly file: string; write(path: string, rows: number, columns: number): void }

/** Rows that are written together. */
const BLOCK = 10_000;

/** Numbers between -3 and 3; the last column is a function of the first two. @returns the same for the same size */
export function* numbers(rows: number, columns: number): Generator<Float64Array> {
  const stream = randomStream(1, 'reading');
  for (let k = 0; k < rows; k++) {
    const row = Float64Array.from({ length: columns }, () => stream.uniform(-3, 3));
    row[columns - 1] = Math.sin(row[0]!) + row[1 % columns]! ** 2;
    yield row;
  }
}

export const names = (columns: number): string[] => Array.from({ length: columns }, (_, j) => `x${j + 1}`);

/** @param header the first line, @param cell a number as text */
const csv = (header: (columns: number) => string, cell: (value: number) => string): Side['write'] => (path, rows, columns) => {
  const file = openSync(path, 'w');
  let lines = [header(columns)];
  const flush = (): void => { writeSync(file, `${lines.join('\n')}\n`); lines = []; };
  for (const row of numbers(rows, columns)) {
    lines.push(Array.from(row, cell).join(','));
    if (lines.length >= BLOCK) flush();
  }
  if (lines.length > 0) flush();
  closeSync(file);
};

/** As np.save writes it. */
const npy: Side['write'] = (path, rows, columns) => {
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const header = `${text.padEnd(127 - 10)}\n`;
  const bytes = Buffer.alloc(10 + header.length + 8 * rows * columns);
  bytes.write('\x93NUMPY\x01\x00', 'latin1');
  bytes.writeUInt16LE(header.length, 8);
  bytes.write(header, 10, 'latin1');
  let at = 10 + header.length;
  for (const row of numbers(rows, columns)) for (const value of row) at = bytes.writeDoubleLE(value, at);
  writeFileSync(path, bytes);
};

const plainHeader = (columns: number): string => names(columns).join(',');

/** In the order in which they are shown. The second differs from the first by the quotes around one name, which only the careful reader understands. */
export const SIDES: readonly Side[] = [
  { name: 'csv, 6 places', file: 'places.csv', write: csv(plainHeader, (value) => value.toFixed(6)) },
  { name: 'csv, a quote', file: 'quote.csv', write: csv((columns) => plainHeader(columns).replace('x1', '"x1"'), (value) => value.toFixed(6)) },
  { name: 'csv, all digits', file: 'digits.csv', write: csv(plainHeader, String) },
  { name: 'npy', file: 'array.npy', write: npy },
];
