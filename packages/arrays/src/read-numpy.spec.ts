import { describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { DamagedArrays, readNumpy } from './index.js';

const MOST = 2 ** 20;

/** A file of NumPy. @param said its header */
function npy(said: string, data: ArrayLike<number>, version = 1): Uint8Array {
  const header = new TextEncoder().encode(`${said}\n`);
  const start = version === 1 ? 10 : 12;
  const bytes = new Uint8Array(start + header.length + data.length);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, header.length, true); else view.setUint32(8, header.length, true);
  bytes.set(header, start);
  bytes.set(data, start + header.length);
  return bytes;
}
const said = (type: string, shape: string, fortran = 'False'): string => `{'descr': '${type}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
const bytesOf = (values: { readonly buffer: ArrayBufferLike }): Uint8Array => new Uint8Array(values.buffer);
const read = (files: Readonly<Record<string, Uint8Array>>, most = MOST) => readNumpy(zipSync({ ...files }), most);
const one = (file: Uint8Array) => read({ 'a.npy': file }).arrays.get('a')!;

test('numbers of every type that is read', () => {
  expect(one(npy(said('<f4', '(3,)'), bytesOf(Float32Array.of(0.1, -2, 3))))).toEqual({ shape: [3], values: Float64Array.of(Math.fround(0.1), -2, 3), isSingle: true });
  expect(one(npy(said('<f8', '(1, 2)'), bytesOf(Float64Array.of(0.1, 7)), 2))).toEqual({ shape: [1, 2], values: Float64Array.of(0.1, 7), isSingle: false });
  expect(one(npy(said('>f4', '(1,)'), bytesOf(Float32Array.of(1.5)).slice().reverse())).values).toEqual(Float64Array.of(1.5));
  expect(one(npy(said('<i8', '(2,)'), bytesOf(BigInt64Array.of(-5n, 6n)))).values).toEqual(Float64Array.of(-5, 6));
  expect(one(npy(said('<i4', '()'), bytesOf(Int32Array.of(-7))))).toEqual({ shape: [], values: Float64Array.of(-7), isSingle: false });
  expect(one(npy(said('|b1', '(3,)'), [1, 0, 1])).values).toEqual(Float64Array.of(1, 0, 1));
});

test('arrays whose first index runs fastest are turned', () => {
  // [[[0, 1], [2, 3], [4, 5]], [[6, 7], [8, 9], [10, 11]]], columns first.
  const turned = Float64Array.of(0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11);
  expect([...one(npy(said('<f8', '(2, 3, 2)', 'True'), bytesOf(turned))).values]).toEqual(Array.from({ length: 12 }, (_, k) => k));
});

test('a text is read as it is, without the zeros that fill it up', () => {
  const points = Uint32Array.from([...'a "ü" \u{1f600}'].map((c) => c.codePointAt(0)!).concat(0, 0));
  expect(read({ 'about.npy': npy(said(`<U${points.length}`, '()'), bytesOf(points)), 'x.npy': npy(said('|u1', '(1,)'), [9]) })).toEqual({
    texts: new Map([['about', 'a "ü" \u{1f600}']]), arrays: new Map([['x', { shape: [1], values: Float64Array.of(9), isSingle: false }]]),
  });
});

describe('what is refused', () => {
  test.each<[string, Uint8Array, string]>([
    ['other values than the shape has', npy(said('<f8', '(3,)'), bytesOf(Float64Array.of(1, 2))), 'has in "a.npy" 16 bytes for the shape [3]'],
    ['a shape that no memory has', npy(said('<f8', '(1000000000, 1000000000)'), [1]), 'has in "a.npy" 1 bytes for the shape [1000000000, 1000000000]'],
    ['pickled objects', npy(said('|O', '(1,)'), [0x80]), 'has in "a.npy" pickled objects, which run code when they are read'],
    ['complex numbers', npy(said('<c16', '(1,)'), new Uint8Array(16)), 'has in "a.npy" values of the type c16; f8, f4, i8, i4, u1, b1 and texts are read'],
    ['several texts', npy(said('<U1', '(2,)'), new Uint8Array(8)), 'has in "a.npy" several texts, and single ones are read'],
    ['a text of another length', npy(said('<U3', '()'), new Uint8Array(8)), 'has in "a.npy" 8 bytes for a text of 3 characters'],
    ['characters that there are not', npy(said('<U1', '()'), [255, 255, 255, 255]), 'has in "a.npy" a text with characters that there are not'],
    ['a header that is cut off', npy(said('<f8', '(1,)'), []).subarray(0, 20), 'has in "a.npy" no whole array of NumPy'],
    ['a header that says nothing', npy('{}', []), 'has in "a.npy" no array of plain values'],
    ['something else', new TextEncoder().encode('hello, this is a text'), 'has in "a.npy" no whole array of NumPy'],
  ])('%s', (_, file, message) => {
    const refused = (): unknown => read({ 'a.npy': file });
    expect(refused).toThrow(DamagedArrays);
    expect(refused).toThrow(message);
  });

  test('an archive that is none, and one that unpacks to more than may be', () => {
    expect(() => readNumpy(Uint8Array.of(1, 2, 3), MOST)).toThrow('is no whole archive');
    expect(() => read({ 'a.npy': npy(said('|u1', '(2000000,)'), new Uint8Array(2_000_000)) })).toThrow('it unpacks to more than 1 MiB');
  });
});
