import { brokenArray } from './file-errors.js';

/** What a file of NumPy holds: numbers or texts by row. */
export interface NpyArray {
  readonly rows: number;
  /** Null for an array of one dimension. */
  readonly columns: number | null;
  /** Value of a row and a column. */
  at(row: number, column: number): number | string;
  readonly isText: boolean;
}

interface NumberType { readonly bytes: number; readonly get: (view: DataView, at: number, little: boolean) => number | string }

/** Whole numbers beyond 2^53 stay text: as a number they would be another one. */
const whole = (value: bigint): number | string => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value));

const TYPES: Readonly<Record<string, NumberType>> = {
  b1: { bytes: 1, get: (v, at) => v.getUint8(at) },
  i1: { bytes: 1, get: (v, at) => v.getInt8(at) }, u1: { bytes: 1, get: (v, at) => v.getUint8(at) },
  i2: { bytes: 2, get: (v, at, le) => v.getInt16(at, le) }, u2: { bytes: 2, get: (v, at, le) => v.getUint16(at, le) },
  i4: { bytes: 4, get: (v, at, le) => v.getInt32(at, le) }, u4: { bytes: 4, get: (v, at, le) => v.getUint32(at, le) },
  i8: { bytes: 8, get: (v, at, le) => whole(v.getBigInt64(at, le)) }, u8: { bytes: 8, get: (v, at, le) => whole(v.getBigUint64(at, le)) },
  f4: { bytes: 4, get: (v, at, le) => v.getFloat32(at, le) }, f8: { bytes: 8, get: (v, at, le) => v.getFloat64(at, le) },
};

const LAST_CHARACTER = 0x10ffff;
const REPLACEMENT = 0xfffd;

/** A text of so many characters, each a number of four bytes, filled up with zeros. */
function textType(characters: number): NumberType {
  return {
    bytes: 4 * characters,
    get: (view, at, little) => {
      const points = Array.from({ length: characters }, (_, k) => view.getUint32(at + 4 * k, little)).map((point) => (point <= LAST_CHARACTER ? point : REPLACEMENT));
      return String.fromCodePoint(...points.slice(0, points.findLastIndex((point) => point !== 0) + 1));
    },
  };
}

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY')];
const PICKLED = 'holds pickled objects, which run code when they are read. Save numbers or texts instead, such as np.save(file, a.astype(float))';

/**
 * Reads an array as np.save writes it: numbers, booleans or texts, of one or two dimensions. The header is compared with the length of the bytes
 * before anything is made of it.
 *
 * @param name of the file, or of the array in one of several
 * @throws KnotworkError `input`
 * @source NumPy, numpy.lib.format, versions 1.0 to 3.0 of the format
 */
export function npyArray(bytes: Uint8Array, name: string): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 10 || MAGIC.some((byte, k) => bytes[k] !== byte)) throw brokenArray(name, 'does not begin as a file of np.save does. Save it with np.save');
  const isFirst = bytes[6] === 1;
  const start = isFirst ? 10 : 12;
  const end = bytes.length < start ? Infinity : start + (isFirst ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length) throw brokenArray(name, 'ends inside its header: it is not whole. Copy or save it again');
  const header = new TextDecoder().decode(bytes.subarray(start, end));
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(header)?.[1]?.split(',').map((n) => n.trim()).filter((n) => n !== '').map(Number);
  if (/'descr':\s*\[/.test(header)) throw brokenArray(name, 'holds records, not numbers. Save its fields as arrays of their own, with np.savez');
  if (descr === undefined || order === undefined || shape === undefined) throw brokenArray(name, 'has a header that cannot be read. Save it again with np.save');
  if (shape.length !== 1 && shape.length !== 2) throw brokenArray(name, `has ${shape.length} dimensions; rows of a table have 1 or 2. Save it as a.reshape(len(a), -1)`);

  const [, endian, kind] = /^([<>|=])(.*)$/.exec(descr) ?? [];
  if (kind?.startsWith('O') === true) throw brokenArray(name, PICKLED);
  const characters = /^U(\d+)$/.exec(kind ?? '')?.[1];
  const type = characters === undefined ? TYPES[kind ?? ''] : textType(Number(characters));
  if (type === undefined) throw brokenArray(name, `holds values of the type ${JSON.stringify(descr)}, which is not read. Save it as a.astype(float), or as a.astype(str)`);
  const [rows, columns] = [shape[0]!, shape[1] ?? 1];
  // Values of no bytes could be as many as a file likes to say.
  if (columns === 0 || type.bytes === 0) throw brokenArray(name, 'holds no values. Save at least one column');
  const needed = rows * columns * type.bytes;
  const there = bytes.length - end;
  // Compared as numbers: a shape that is a lie costs nothing.
  if (needed !== there) throw brokenArray(name, `says that it holds ${shape.join(' x ')} values of ${type.bytes} bytes, and has ${there} bytes of them. Copy or save it again`);
  const little = endian !== '>';
  const step = order === 'True' ? { row: 1, column: rows } : { row: columns, column: 1 };
  return {
    rows, columns: shape.length === 1 ? null : columns, isText: characters !== undefined,
    at: (row, column) => type.get(view, end + type.bytes * (row * step.row + column * step.column), little),
  };
}
