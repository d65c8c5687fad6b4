import { expect, test } from '@jest/globals';
import type { BasisDefinition } from '@knotwork/plugin';
import { basisTable } from './basis-table.js';
import { bestFit } from './best-fit.js';
import { referenceBases } from '../subjects/reference-bases.js';

const basis = (name: string): BasisDefinition => referenceBases.find((d) => d.name === `reference-${name}`) as unknown as BasisDefinition;
/** A fit adds up thousands of points. */
const ROUNDING = 1e-12;

test('a table holds every feature of a local basis, zeros included, and of a global one', () => {
  expect([...basisTable(basis('hat'), { intervals: 4 }, [-1, -0.75, 0.5, 1]).values]).toEqual([1, 0, 0, 0, 0, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
  expect(basisTable(basis('chebyshev'), { degree: 2 }, [4], { domain: [2, 6] })).toEqual({ size: 3, values: Float64Array.of(1, 0, -1) });
});

test('a table of derivatives is in the units of x', () => {
  expect([...basisTable(basis('chebyshev'), { degree: 3 }, [6], { domain: [2, 6], order: 1 }).values]).toEqual([0, 0.5, 2, 4.5]);
});

test('shape parameters are those given, and where they start otherwise', () => {
  const at = (shape: Record<string, number>): number => basisTable(basis('waves'), { modes: 1 }, [0.5], { shape }).values[0]!;
  expect(at({})).toBeCloseTo(Math.sin(0.5 * 1.3 + 0.2), 14);
  expect(at({ phase: -1 })).toBeCloseTo(Math.sin(0.5 * 1.3 - 1), 14);
});

test('a function of the span is met; of others the error is that of the nearest', () => {
  expect(bestFit(basis('spline'), { degree: 3, intervals: 2 }, (x) => x ** 3 - x).max).toBeLessThan(ROUNDING);
  // The nearest multiple of 1 and x to x^2 is 1/3: off by 2/3 at the ends, by sqrt(4/45) in the mean.
  const { size, max, rms } = bestFit(basis('chebyshev'), { degree: 1 }, (x) => x * x);
  expect(size).toBe(2);
  expect(max).toBeCloseTo(2 / 3, 2);
  expect(rms).toBeCloseTo(Math.sqrt(4 / 45), 4);
});

test('of coefficients that are not determined those of least norm count', () => {
  expect(bestFit(basis('waves'), { modes: 30 }, Math.exp).max).toBeLessThan(1e-3);
});
