import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync, gzipSync } from 'node:zlib';
import type { RandomStream } from '@knotwork/numerics';
import { anyOf } from './any-of.js';

/** A file of rows, and how it is wrong. */
export interface DamagedTable { readonly name: string; readonly content: Uint8Array; readonly what: string; /** Options of the data set besides its path. */ readonly options: Readonly<Record<string, unknown>> }

const parquet = (name: string): Buffer => readFileSync(fileURLToPath(new URL(`../../../data/hostile/${name}.parquet`, import.meta.url)));
const rows = (count: number): number[][] => Array.from({ length: count }, (_, k) => [Math.sin(k), Math.cos(3 * k), Math.sin(k) + 0.1 * k]);
const csv = (count = 40): string => `x1,x2,y\n${rows(count).map((row) => row.map((v) => v.toFixed(4)).join(',')).join('\n')}\n`;

/** An array as NumPy writes it. @param header in place of the true one, which may lie */
function npy(values: readonly number[], header: string, version = 1): Buffer {
  const text = `${header.padEnd(117)}\n`;
  const head = Buffer.alloc(version === 1 ? 10 : 12);
  head.write('\x93NUMPY', 'latin1');
  head.writeUInt8(version, 6);
  if (version === 1) head.writeUInt16LE(text.length, 8); else head.writeUInt32LE(text.length, 8);
  return Buffer.concat([head, Buffer.from(text), Buffer.from(Float64Array.from(values).buffer)]);
}
const headerOf = (shape: string, descr = "'<f8'", order = 'False'): string => `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`;
const VALUES = rows(40).flat();
const SHAPES = ['(1000000000000000,)', '(1000000000000000, 3)', '(-1, 3)', '(40, -3)', '(40, 3, 1)', '(0, 3)', '(40, 0)', '()', '(40,)', '(99999999999999999999, 99999999999)', '(41, 3)', '(1e3, 3)', '(40, 3', '(4294967297, 3)', '(NaN, 3)', '(40L, 3L)', '(120, 1)', '(1, 120)'];
const TYPES = ["'|O'", "'<f8, <f8'", "'<U999999999'", "'<f99'", "'>f8'", "'<i8'", "'|S0'", "'<U0'", "''", '[]', "'<c16'", "'<M8[ns]'", "'|b1'", "'<f-8'", "'__import__(\"os\")'"];

/** A zip of one entry. @param size and packed what it says that they are, @param count entries that it says it has */
function zip(name: string, content: Buffer, { size = content.length, packed, count = 1, method = 8 }: { size?: number; packed?: number; count?: number; method?: number }): Buffer {
  const body = method === 8 ? deflateRawSync(content) : content;
  const length = packed ?? body.length;
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0); fields.writeUInt16LE(method, 4); fields.writeUInt32LE(crc(content), 10); fields.writeUInt32LE(length >>> 0, 14); fields.writeUInt32LE(size >>> 0, 18); fields.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), body]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1'); end.writeUInt16LE(count, 8); end.writeUInt16LE(count, 10); end.writeUInt32LE(central.length, 12); end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

function crc(bytes: Buffer): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let k = 0; k < 8; k++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** Bytes that were changed at random, or cut off. */
function shaken(bytes: Buffer, stream: RandomStream): { readonly content: Buffer; readonly what: string } {
  const at = stream.integer(bytes.length);
  const copy = Buffer.from(bytes);
  switch (stream.integer(6)) {
    case 0: return { what: `cut off after ${at} bytes`, content: copy.subarray(0, at) };
    case 1: { const end = Math.min(bytes.length, at + 1 + stream.integer(16)); copy.fill(stream.integer(2) === 0 ? 0 : 255, at, end); return { what: `bytes ${at} to ${end} overwritten`, content: copy }; }
    case 2: return { what: `bytes from ${at} on left out`, content: Buffer.concat([copy.subarray(0, at), copy.subarray(at + 1 + stream.integer(8))]) };
    case 3: return { what: `bytes put in at ${at}`, content: Buffer.concat([copy.subarray(0, at), Buffer.from([stream.integer(256), stream.integer(256)]), copy.subarray(at)]) };
    default: {
      const changes = 1 + stream.integer(6);
      for (let k = 0; k < changes; k++) copy[stream.integer(copy.length)] = stream.integer(256);
      return { what: `${changes} bytes changed`, content: copy };
    }
  }
}

const CELLS = ['', '1e400', '-1e400', 'nan', 'NaN', 'inf', '-Infinity', '"', '""', '"a', 'a"b', '1,5', '1e155', '1e-320', '0x10', ' 1 ', '1.5.2', '--1', '+1', '1_0', '\0', '\ufeff', '\u202e1', 'text', '1'.repeat(400), `1${'0'.repeat(320)}`, 'a'.repeat(20_000), '=cmd()', '1;2', '\t', 'true', '2020-01-01', '١'];

function damagedCsv(stream: RandomStream): { readonly content: Buffer; readonly what: string } {
  const lines = csv().split('\n');
  const line = stream.integer(lines.length - 1);
  const cells = lines[line]!.split(',');
  const column = stream.integer(cells.length);
  const withLine = (text: string): Buffer => Buffer.from(lines.map((l, k) => (k === line ? text : l)).join('\n'));
  switch (stream.integer(12)) {
    case 0: case 1: case 2: case 3: { const cell = anyOf(CELLS, stream); return { what: `line ${line + 1}, cell ${column + 1} is ${JSON.stringify(cell).slice(0, 30)}`, content: withLine(cells.map((c, k) => (k === column ? cell : c)).join(',')) }; }
    case 4: return { what: `line ${line + 1} has a cell more`, content: withLine(`${lines[line]!},1`) };
    case 5: return { what: `line ${line + 1} has a cell less`, content: withLine(cells.slice(1).join(',')) };
    case 6: return { what: 'the same name twice', content: Buffer.from(csv().replace('x2', 'x1')) };
    case 7: return { what: 'a header alone', content: Buffer.from('x1,x2,y\n') };
    case 8: return { what: '20,000 columns', content: Buffer.from(`${Array.from({ length: 20_000 }, (_, k) => `c${k}`).join(',')},y\n${`${'1,'.repeat(20_000)}2\n`.repeat(6)}`) };
    case 9: return { what: 'other ends of lines', content: Buffer.from(csv().replaceAll('\n', anyOf(['\r', '\r\n', '\n\n', '\u2028', ''], stream))) };
    case 10: return { what: 'few rows', content: Buffer.from(lines.slice(0, 2 + stream.integer(4)).join('\n')) };
    default: { const { content, what } = shaken(Buffer.from(csv()), stream); return { content, what: `csv, ${what}` }; }
  }
}

/** A table that is wrong somewhere. */
export function damagedTable(stream: RandomStream): DamagedTable {
  const plain = { target: 'y' };
  const array = { target: 'x3' };
  switch (stream.integer(12)) {
    case 0: case 1: { const { content, what } = damagedCsv(stream); return { name: 'rows.csv', content, what, options: plain }; }
    case 2: { const shape = anyOf(SHAPES, stream); return { name: 'rows.npy', content: npy(VALUES, headerOf(shape)), what: `npy of shape ${shape}`, options: array }; }
    case 3: { const type = anyOf(TYPES, stream); return { name: 'rows.npy', content: npy(VALUES, headerOf('(40, 3)', type), 1 + stream.integer(4)), what: `npy of type ${type}`, options: array }; }
    case 4: { const { content, what } = shaken(npy(VALUES, headerOf('(40, 3)')), stream); return { name: 'rows.npy', content, what: `npy, ${what}`, options: array }; }
    case 5: {
      const lie = anyOf([{ size: 0xffffffff }, { size: 1 }, { packed: 0xfffffff0 }, { packed: 1 }, { count: 65535 }, { count: 0 }, { method: 99 }, { method: 0, size: 5 }], stream);
      return { name: 'rows.npz', content: zip('X.npy', npy(VALUES, headerOf(anyOf(['(40, 3)', ...SHAPES], stream))), lie), what: `npz that says ${JSON.stringify(lie)}`, options: { target: 'X3' } };
    }
    case 6: { const { content, what } = shaken(zip('X.npy', npy(VALUES, headerOf('(40, 3)')), {}), stream); return { name: 'rows.npz', content, what: `npz, ${what}`, options: { target: 'X3' } }; }
    case 7: { const { content, what } = shaken(gzipSync(csv()), stream); return { name: 'rows.csv.gz', content, what: `gzip, ${what}`, options: plain }; }
    case 8: {
      const text = anyOf(['[]', '{}', 'null', '[[1,2],[3,4]]', '{"x1":[1,2,3],"y":[1]}', `{"x1":[${'1,'.repeat(1e5)}1],"y":[1]}`, '['.repeat(20_000), '{"x1":[1e400,2,3,4,5,6],"y":[1,2,3,4,5,6]}', '{"x1":{"length":1e15},"y":[1]}', '{"__proto__":[1,2,3],"y":[1,2,3]}', '[{"x1":1,"y":2},{"x1":1}]', '{"x1":"abc","y":"def"}'], stream);
      return { name: 'rows.json', content: Buffer.from(text), what: `json ${text.slice(0, 30)}`, options: plain };
    }
    default: {
      const name = anyOf(['snappy', 'zstd', 'plain'], stream);
      const { content, what } = shaken(parquet(name), stream);
      return { name: 'rows.parquet', content, what: `parquet of ${name}, ${what}`, options: { target: 'f', inputs: anyOf([['x', 'n'], ['x', 'n', 'ok', 'make'], ['n']], stream), missing: 'drop', split: { validation: 0, test: 0 } } };
    }
  }
}
