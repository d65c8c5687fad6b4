import { DamagedArrays } from './damaged-arrays.js';
import { type NumberArray, sizeOf } from './number-array.js';
import { unzipped } from './unzipped.js';

/** What `np.savez` wrote: numbers of any type, and single texts. */
export interface NumpyArchive {
  readonly arrays: ReadonlyMap<string, NumberArray & { readonly isSingle: boolean }>;
  readonly texts: ReadonlyMap<string, string>;
}

interface NumberType { readonly bytes: number; readonly get: (view: DataView, at: number, little: boolean) => number }

const TYPES: Readonly<Record<string, NumberType>> = {
  f8: { bytes: 8, get: (view, at, little) => view.getFloat64(at, little) }, f4: { bytes: 4, get: (view, at, little) => view.getFloat32(at, little) },
  i8: { bytes: 8, get: (view, at, little) => Number(view.getBigInt64(at, little)) }, i4: { bytes: 4, get: (view, at, little) => view.getInt32(at, little) },
  u1: { bytes: 1, get: (view, at) => view.getUint8(at) }, b1: { bytes: 1, get: (view, at) => view.getUint8(at) },
};
const LAST_CHARACTER = 0x10ffff;

/**
 * Reads an archive of NumPy: arrays of numbers in either order and any number of dimensions, and texts.
 *
 * @param most bytes that it may unpack to
 * @throws DamagedArrays for anything else, pickled objects among it
 */
export function readNumpy(bytes: Uint8Array, most: number): NumpyArchive {
  const [arrays, texts]: [Map<string, NumberArray & { isSingle: boolean }>, Map<string, string>] = [new Map(), new Map()];
  for (const [file, content] of Object.entries(unzipped(bytes, most))) {
    const name = file.replace(/\.npy$/, '');
    const { type, little, isFortran, shape, data } = headerOf(file, content);
    const characters = /^U(\d+)$/.exec(type)?.[1];
    if (characters !== undefined) {
      if (shape.length > 0) throw new DamagedArrays(`has in "${file}" several texts, and single ones are read`);
      texts.set(name, textOf(file, data, Number(characters), little));
      continue;
    }
    const known = Object.hasOwn(TYPES, type) ? TYPES[type]! : null;
    if (known === null) throw new DamagedArrays(`has in "${file}" ${type.startsWith('O') ? 'pickled objects, which run code when they are read' : `values of the type ${type}`}; ${Object.keys(TYPES).join(', ')} and texts are read`);
    const size = sizeOf(shape);
    if (size * known.bytes !== data.byteLength) throw new DamagedArrays(`has in "${file}" ${data.byteLength} bytes for the shape [${shape.join(', ')}]`);
    const values = Float64Array.from({ length: size }, (_, k) => known.get(data, k * known.bytes, little));
    arrays.set(name, { shape, values: isFortran ? byRows(values, shape) : values, isSingle: type === 'f4' });
  }
  return { arrays, texts };
}

/** @source NumPy, numpy.lib.format, versions 1.0 to 3.0 of the format */
function headerOf(file: string, content: Uint8Array) {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const isNpy = content.length > 12 && content[0] === 0x93 && new TextDecoder().decode(content.subarray(1, 6)) === 'NUMPY';
  const [from, length] = !isNpy ? [0, Infinity] : content[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  if (from + length > content.length) throw new DamagedArrays(`has in "${file}" no whole array of NumPy`);
  const header = new TextDecoder().decode(content.subarray(from, from + length));
  const [, endian, type] = /'descr':\s*'([<>|=])([a-zA-Z]\d*)'/.exec(header) ?? [];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(header)?.[1]?.split(',').filter((n) => n.trim() !== '').map(Number);
  if (type === undefined || order === undefined || shape === undefined) throw new DamagedArrays(`has in "${file}" no array of plain values`);
  const start = content.byteOffset + from + length;
  return { type, little: endian !== '>', isFortran: order === 'True', shape, data: new DataView(content.buffer, start, content.byteOffset + content.byteLength - start) };
}

/** Characters are numbers of four bytes, filled up with zeros. */
function textOf(file: string, data: DataView, characters: number, little: boolean): string {
  if (data.byteLength !== 4 * characters) throw new DamagedArrays(`has in "${file}" ${data.byteLength} bytes for a text of ${characters} characters`);
  const points = Array.from({ length: characters }, (_, k) => data.getUint32(4 * k, little));
  if (points.some((point) => point > LAST_CHARACTER)) throw new DamagedArrays(`has in "${file}" a text with characters that there are not`);
  let text = '';
  for (const point of points.slice(0, points.findLastIndex((p) => p !== 0) + 1)) text += String.fromCodePoint(point);
  return text;
}

/** Values whose first index ran fastest, with the last running fastest. */
function byRows(values: Float64Array, shape: readonly number[]): Float64Array {
  const index = shape.map(() => 0);
  return values.map(() => {
    const value = values[index.reduceRight((at, i, d) => at * shape[d]! + i, 0)]!;
    for (let d = shape.length - 1; d >= 0 && ++index[d]! === shape[d]; d--) index[d] = 0;
    return value;
  });
}
