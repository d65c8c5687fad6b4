import { expect, test } from '@jest/globals';
import { constant } from '@knotwork/algebra';
import type { Structure } from '@knotwork/plugin/engine';
import { hiddenEquation } from './hidden-equation.js';

const PLAIN = { reads: [], map: null, outside: 'free', base: null };
const networkOf = (...layers: readonly object[]): Structure => ({ layers: layers.map((term, index) => ({ index, inputs: 1, sums: 1, terms: [{ ...PLAIN, ...term, edges: { edgeAt: [0] } }] })) }) as unknown as Structure;

test('functions behind a map, continued otherwise or beside a base function are told, with what to write', () => {
  expect(hiddenEquation(networkOf({}, { map: constant(1) }))).toBe('all edges are functions, and no equation is printed, since those of layer 1 are more than that: write inputMap: interval there (network.layers.1)');
  expect(hiddenEquation(networkOf({ outside: 'linear' }, { outside: 'linear', base: constant(1) }))).toContain('since those of layer 0 and layer 1 are more than that: write outside: free and edge: plain there (network.layers.0, network.layers.1)');
});

test('an equation hides nothing, and with a curve in it there is none to hide', () => {
  expect(hiddenEquation(networkOf({}, {}))).toBeNull();
  expect(hiddenEquation(networkOf({ reads: null }, { map: constant(1) }))).toBeNull();
});
