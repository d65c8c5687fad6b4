import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exactJson, parseExactJson } from './exact-json.js';

const roundTrip = (value: unknown): unknown => parseExactJson(exactJson(value));
const bitsOf = (values: Float64Array): string => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');

// Zeros of both signs, denormals, the ends of the range, and what JSON cannot say.
const special = [0, -0, 5e-324, -5e-324, 2.2250738585072014e-308, Number.MIN_VALUE, Number.MAX_VALUE, Number.EPSILON, 0.1, 1 / 3, Infinity, -Infinity, NaN];

test('numbers come back bit for bit, one by one and in arrays', () => {
  expect(roundTrip(special)).toEqual(special);
  (roundTrip(special) as number[]).forEach((v, i) => expect(Object.is(v, special[i])).toBe(true));
  const back = roundTrip(Float64Array.from(special));
  expect(back).toBeInstanceOf(Float64Array);
  expect(bitsOf(back as Float64Array)).toBe(bitsOf(Float64Array.from(special)));
});

test('any double comes back bit for bit', () => {
  fc.assert(fc.property(fc.double(), fc.float64Array(), (number, array) => {
    const back = roundTrip({ number, array }) as { number: number; array: Float64Array };
    expect(Object.is(back.number, number)).toBe(true);
    expect(bitsOf(back.array)).toBe(bitsOf(array));
  }), { seed: 1 });
});

test('any value of JSON comes back, also one whose keys look like ours, and keys keep their order', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => { expect(roundTrip(value)).toEqual(value); }), { seed: 2 });
  const tricky = { '~number': 'NaN', '~float64': 'AAAA', '~~number': { '~': [1] }, z: 1, a: 2 };
  expect(roundTrip(tricky)).toEqual(tricky);
  expect(Object.keys(roundTrip(tricky) as object)).toEqual(Object.keys(tricky));
});

test('a part of a longer array is written alone, other typed arrays become lists, what is not defined is left out', () => {
  expect(roundTrip(Float64Array.of(1, 2, 3).subarray(1))).toEqual(Float64Array.of(2, 3));
  expect(roundTrip({ list: Int32Array.of(1, 2), none: undefined })).toEqual({ list: [1, 2] });
});

test('text that is cut off is refused', () => {
  expect(() => parseExactJson(exactJson(special).slice(0, -3))).toThrow(SyntaxError);
  expect(() => parseExactJson('{"~float64":"AAAA"}')).toThrow('cut off');
});
