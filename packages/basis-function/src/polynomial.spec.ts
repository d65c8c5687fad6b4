import { expect, test } from '@jest/globals';
import { basisTable } from '@knotwork/conformance';
import { polynomial } from './polynomial.js';

test('features are the powers of x itself, whatever the domain', () => {
  for (const domain of [[-1, 1], [2, 6]] as const) {
    const { size, values } = basisTable(polynomial, { degree: 4 }, [-3, 0.5, 5], { domain });
    expect(size).toBe(4);
    expect([...values]).toEqual([-3, 9, -27, 81, 0.5, 0.25, 0.125, 0.0625, 5, 25, 125, 625]);
  }
});

test('they are read as powers, one per coefficient', () => {
  expect(polynomial.reads!({ degree: 3 })).toEqual([{ power: 1 }, { power: 2 }, { power: 3 }]);
});

test('degrees are whole and at most 9', () => {
  expect(polynomial.options.parse({})).toEqual({ degree: 3 });
  for (const bad of [{ degree: 0 }, { degree: 10 }, { degree: 1.5 }]) expect(polynomial.options.safeParse(bad).success).toBe(false);
});
