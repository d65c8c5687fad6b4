import { expect, test } from '@jest/globals';
import { trace } from '@knotwork/algebra';
import { createNetwork } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN } from '@knotwork/plugin';
import type { UpdateFormula } from '@knotwork/plugin/engine';
import { installed } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { stepOperations, totalOperations } from './step-operations.js';

const { catalog } = installed(await standardPackages());
/** theta - 0.1 g: a product and a difference. */
const descent: UpdateFormula = { slots: [], formula: trace(['parameter', 'gradient'], (p, g) => ({ parameter: p!.sub(g!.mul(0.1)) })) };

const structureOf = (widths: readonly number[], edge: string) => createNetwork({
  widths, layers: widths.slice(1).map(() => ({ layer: { kind: 'kan' }, edge: { kind: edge }, basis: { kind: 'b-spline', degree: 3, intervals: 5 }, inputMap: 'interval', outside: 'constant' })),
  initializers: widths.slice(1).map(() => ({ kind: 'small' })), domains: Array.from({ length: widths[0]! }, () => [-1, 1] as const),
  inputs: Array.from({ length: widths[0]! }, (_, i) => ({ name: `x${i}`, map: AS_GIVEN })), outputs: Array.from({ length: widths.at(-1)! }, (_, i) => ({ name: `y${i}`, map: AS_GIVEN })),
}, randomStream(0, 'test'), catalog).structure;

test('residual edges of cubic splines have five features, four of them with derivatives that hidden layers need', () => {
  const { features: _, ...rest } = stepOperations(structureOf([2, 5, 1], 'residual'), 100, descent, 150);
  expect(rest).toEqual({
    forward: 100 * 15 * 10, toCoefficients: 100 * 15 * 10, toInputs: 100 * (5 + 5) * 10, weights: 15 * 4 * 8, update: 150 * 2,
  });
});

test('plain edges have neither a base function nor weights, and one layer has no inputs that learn', () => {
  const { features: _, ...rest } = stepOperations(structureOf([3, 2], 'plain'), 10, descent, 48);
  expect(rest).toEqual({ forward: 10 * 6 * 8, toCoefficients: 10 * 6 * 8, toInputs: 0, weights: 0, update: 96 });
});

test('features are counted per input and row, whatever the number of edges', () => {
  const features = (widths: readonly number[], rows: number): number => stepOperations(structureOf(widths, 'residual'), rows, descent, 1).features;
  const one = features([1, 1], 1);
  expect(one).toBeGreaterThan(14);
  expect(features([3, 7], 10)).toBe(30 * one);
  // A hidden input has derivatives besides.
  expect(features([1, 1, 1], 1)).toBeGreaterThan(2 * one);
});

test('the total is the sum of the parts', () => {
  expect(totalOperations({ features: 1, forward: 2, toCoefficients: 3, toInputs: 4, weights: 5, update: 6 })).toBe(21);
});
