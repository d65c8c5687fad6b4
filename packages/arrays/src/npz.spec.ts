import { describe, expect, test } from '@jest/globals';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { DamagedArrays, readNpz, writeNpz } from './index.js';

const arrays = {
  'train.inputs': { shape: [2, 3], values: Float64Array.of(1, -0, 0.1, NaN, Infinity, 5e-324) },
  one: { shape: [1], values: Float64Array.of(Math.PI) },
  none: { shape: [0, 4], values: new Float64Array(0) },
  scalar: { shape: [], values: Float64Array.of(7) },
};

describe('files of NumPy', () => {
  test('keep every bit, every shape and the order of names', () => {
    const read = readNpz(writeNpz(arrays));
    expect(Object.keys(read)).toEqual(Object.keys(arrays));
    for (const [name, { shape, values }] of Object.entries(arrays)) {
      expect(read[name]!.shape).toEqual(shape);
      expect([...read[name]!.values].map((v) => (Object.is(v, -0) ? '-0' : v))).toEqual([...values].map((v) => (Object.is(v, -0) ? '-0' : v)));
    }
  });

  test('have headers as the format asks for: values at a multiple of 64, behind a line end', () => {
    const bytes = writeNpz({ a: { shape: [3], values: Float64Array.of(1, 2, 3) } });
    const { 'a.npy': npy } = unzipSync(bytes);
    expect([...npy!.subarray(0, 8)]).toEqual([0x93, 78, 85, 77, 80, 89, 1, 0]);
    const end = 10 + npy![8]! + 256 * npy![9]!;
    expect([end % 64, npy![end - 1], npy!.length - end]).toEqual([0, 10, 24]);
    expect(new TextDecoder().decode(npy!.subarray(10, end)).trim()).toBe("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }");
  });

  test('are the same bytes for the same arrays, whatever the date', () => {
    expect(writeNpz(arrays)).toEqual(writeNpz(structuredClone(arrays)));
    // 1 January 1980, midnight: year 0, month 1, day 1.
    expect([...writeNpz(arrays).subarray(10, 14)]).toEqual([0, 0, 33, 0]);
  });

  test('are refused in words where they are damaged or another file', () => {
    const whole = writeNpz(arrays);
    const of = (npy: Uint8Array): Uint8Array => zipSync({ 'a.npy': npy });
    const { 'one.npy': one } = unzipSync(whole);
    for (const bytes of [new Uint8Array(0), whole.subarray(0, 100), strToU8('a table'), of(strToU8('no array')), of(one!.subarray(0, one!.length - 1)), of(one!.subarray(0, 9))]) {
      expect(() => readNpz(bytes)).toThrow(DamagedArrays);
    }
  });

  test('must have as many values as their shape says', () => {
    expect(() => writeNpz({ a: { shape: [2, 2], values: new Float64Array(3) } })).toThrow('array "a" has the shape [2, 2] and 3 values');
  });
});
