import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CONCRETE } from '../fixtures/networks.js';
import { shortName, shortNames } from './short-names.js';
import { textWidth } from './text-width.js';

test('names are broken before brackets, else at spaces and underscores', () => {
  expect(shortNames([CONCRETE[0]!, CONCRETE[5]!, 'Age (day)', 'petal_length_in_cm'], { width: 190, lines: 2, size: 10 })).toEqual([
    ['Cement (component 1)', '(kg in a m^3 mixture)'], ['Coarse Aggregate (component 6)', '(kg in a m^3 mixture)'], ['Age (day)'], ['petal_length_in_cm'],
  ]);
  expect(shortNames(['petal_length_in_cm', 'the mean of all days'], { width: 80, lines: 2, size: 10 })).toEqual([['petal_length_', 'in_cm'], ['the mean of', 'all days']]);
});

test('what does not fit is cut at its end', () => {
  expect(shortName('A name without an end in sight', 100, 10)).toBe('A name without…');
  expect(shortNames(['abcdefghijklmnopqrstuvwxyz'], { width: 60, lines: 2, size: 10 })).toEqual([['abcdefghij', 'klmnopqr…']]);
  expect(shortNames(['', ' ', 'a'], { width: 1, lines: 1, size: 10 })).toEqual([[''], [''], ['…']]);
});

test('names that would look alike are cut in the middle', () => {
  const short = shortNames(['sensor_temperature_inlet_1', 'sensor_temperature_inlet_2', 'sensor'], { width: 100, lines: 1, size: 10 });
  expect(short).toEqual([['sensor_t…_inlet_1'], ['sensor_t…_inlet_2'], ['sensor']]);
});

test('whatever they are, names are as many lines as there is room for, none wider than it, and lose nothing but spaces where nothing is cut', () => {
  const words = fc.array(fc.constantFrom('a', 'length', '(kg)', '[mm]', '_', 'Übergröße', '中文', '😀', ' ', '  ', 'x^2', 'averyveryverylongwordwithoutanyend'), { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(fc.property(fc.array(words, { maxLength: 4 }), fc.integer({ min: 20, max: 200 }), fc.integer({ min: 1, max: 3 }), (names, width, lines) => {
    const short = shortNames(names, { width, lines, size: 10 });
    expect(short).toHaveLength(names.length);
    short.forEach((one, k) => {
      expect(one.length >= 1 && one.length <= lines).toBe(true);
      for (const line of one) expect(textWidth(line, 10)).toBeLessThanOrEqual(width);
      if (!one.join('').includes('…')) expect(one.join('').replaceAll(' ', '')).toBe(names[k]!.replaceAll(' ', ''));
    });
  }), { numRuns: 500, seed: 5 });
});

test('names that are told apart by their ends fill all lines that there are', () => {
  const names = ['restarts', 'gradient-descent'].map((end) => `b-spline intervals=12 degree=2, moving-with-the-activations-every-eight-steps, levenberg-marquardt-with-${end}`);
  const room = { width: 180, lines: 3, size: 11 };
  const short = shortNames(names, room);
  expect(short.map((lines) => lines.length)).toEqual([3, 3]);
  expect(short.flat().every((line) => textWidth(line, room.size) <= room.width)).toBe(true);
  expect(short.map((lines) => lines.at(-1)!.slice(-8))).toEqual(['restarts', '-descent']);
  expect(short[0]!.join('')).toMatch(/^b-spline intervals=12 ?degree=2.*….*with-restarts$/);
});
