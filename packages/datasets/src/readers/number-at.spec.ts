import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isNumber } from './cell.js';
import { decimalQuotient } from './decimal-quotient.js';
import { numberAt } from './number-at.js';

const SAMPLES = { seed: 7, numRuns: 20_000 };
const [POINT, COMMA] = [46, 44];

/** What is read at the begin of a text, and how much of it; null where nothing is. */
function reading(text: string, point = POINT): { readonly value: number; readonly length: number } | null {
  const [place, into] = [{ at: 0 }, new Float64Array(1)];
  return numberAt(new TextEncoder().encode(text), place, point, into, 0) ? { value: into[0]!, length: place.at } : null;
}

function expectAsNumber(text: string): void {
  const expected = Number.isFinite(Number(text)) ? { value: Number(text), length: text.length } : null;
  const got = reading(text);
  // One comparison for many thousands of texts; Jest's own is for the one that fails.
  if (!(Object.is(got?.value, expected?.value) && got?.length === expected?.length)) expect([text, got]).toEqual([text, expected]);
}

const digitsOf = (least: number, most: number): fc.Arbitrary<string> => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most }).map((digits) => digits.join(''));
const sign = fc.constantFrom('', '-', '+');
const exponent = fc.oneof({ weight: 2, arbitrary: fc.constant('') }, fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), fc.integer({ min: 0, max: 30 })).map((parts) => parts.join('')));

test('digits with or without sign, point and exponent are what Number makes of them, bit for bit, up to 40 of them', () => {
  const text = fc.tuple(sign, fc.oneof(
    fc.tuple(digitsOf(1, 20), fc.constantFrom('', '.')).map((parts) => parts.join('')),
    fc.tuple(digitsOf(0, 20), digitsOf(1, 20)).map((parts) => parts.join('.')),
    fc.tuple(fc.constant('0.'), fc.integer({ min: 0, max: 12 }), digitsOf(1, 19)).map(([before, zeros, digits]) => before + '0'.repeat(zeros) + digits),
  ), exponent).map((parts) => parts.join(''));
  fc.assert(fc.property(text, expectAsNumber), SAMPLES);
});

test('doubles as programs write them are read back as they were', () => {
  const double = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ min: -1000, max: 1000, noNaN: true }));
  const written = fc.tuple(double, fc.integer({ min: 1, max: 21 }), fc.constantFrom('text', 'exponential', 'precision', 'fixed')).map(([value, n, how]) => {
    switch (how) {
      case 'exponential': return value.toExponential(n - 1);
      case 'precision': return value.toPrecision(n);
      case 'fixed': return Math.abs(value) < 1e21 ? value.toFixed(n) : String(value);
      default: return String(value);
    }
  });
  fc.assert(fc.property(written, expectAsNumber), SAMPLES);
});

test('numbers in the middle between two doubles, and a digit beside it, are rounded as Number rounds them', () => {
  // (2^53 + odd) / 2^k has one bit more than a double, and ends after k places.
  const middle = fc.tuple(fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: -1, max: 1 }), fc.integer({ min: 0, max: 1 }))
    .map(([half, k, beside, more]) => {
      const scaled = (2n * half + 1n) * 10n ** BigInt(k + more) / 2n ** BigInt(k) + BigInt(beside * more);
      const text = String(scaled).padStart(k + more + 1, '0');
      return k + more === 0 ? text : `${text.slice(0, -k - more)}.${text.slice(-k - more)}`;
    });
  fc.assert(fc.property(middle, expectAsNumber), SAMPLES);
});

test('a quotient is given only where it is the nearest double, and for nearly all numbers', () => {
  let unsure = 0;
  const part = fc.integer({ min: 0, max: 999_999_999 });
  fc.assert(fc.property(fc.integer({ min: 100_000_000, max: 999_999_999 }), fc.integer({ min: 7, max: 9 }), part, fc.integer({ min: 0, max: 22 }), (a, m, b, k) => {
    const low = b % 10 ** m;
    const value = decimalQuotient(a, m, low, k);
    if (Number.isNaN(value)) unsure++;
    else expect(value).toBe(Number(`${a}${String(low).padStart(m, '0')}e-${k}`));
  }), SAMPLES);
  // A whole number that lies in the middle is one of 64 that a double of 59 bits has between two others; the rest are fractions.
  expect(unsure / SAMPLES.numRuns).toBeLessThan(0.01);
  expect(decimalQuotient(900_719_925, 7, 4_740_993, 0)).toBeNaN();
});

test.each(['0', '-0', '+1', '5.', '.5', '-.5', '1e5', '1E+05', '1E-320', '5e-324', '2.4703282292062328e-324', '2.4703282292062327e-324', '1.7976931348623157e308', '4.35', '0.1', '123456789012345678',
  '9007199254740993', '9007199254740992.9999', '1e22', '1e23', '1e-22', '1e-23', '0e999999', '0.000000000000000000000001', '00000000000000000000000012.50', '1'.repeat(40), `${'1'.repeat(400)}e-390`])('%s is what Number says', (text) => {
  expectAsNumber(text);
});

test('nothing is read where there is no number, nor one that no double holds', () => {
  for (const text of ['', '.', '-', '+', '-.', 'e5', '1e', '1e+', '.e5', 'NaN', 'Infinity', '-Infinity', ' 1', '1e309', '-1e400', '--1', ',5', '1'.repeat(1001)]) expect([text, reading(text)]).toEqual([text, null]);
});

test('reading ends where the number does', () => {
  for (const [number, rest] of [['0', 'x10'], ['1', '_000'], ['1.2', '.3'], ['12', ' '], ['3', ',4'], ['1e5', 'e5'], ['7', '-2']] as const) expect([number, reading(number + rest)]).toEqual([number, { value: Number(number), length: number.length }]);
});

test('a fraction stands behind a comma where that is said', () => {
  for (const [text, value] of [['1,5', 1.5], ['-,25e1', -2.5], ['123456789,12345678901234', 123456789.12345679], ['7,', 7]] as const) expect([text, reading(text, COMMA)]).toEqual([text, { value, length: text.length }]);
  expect(reading('1.5', COMMA)).toEqual({ value: 1, length: 1 });
});

test('whether a text is a number is known in a time that grows with its length alone', () => {
  const milliseconds = (text: string): number => { const from = performance.now(); expect(isNumber(text, '.') || isNumber(text, ',')).toBe(false); return performance.now() - from; };
  // Many seconds, were digits looked at in pairs.
  expect(milliseconds(`${'1'.repeat(100_000)}x`)).toBeLessThan(1000);
  expect(milliseconds(`${'1'.repeat(100_000)}.${'1'.repeat(100_000)}.`)).toBeLessThan(1000);
});
