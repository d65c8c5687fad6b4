import { expect, test } from '@jest/globals';
import { edgesFrom } from '../features/edge-functions.js';
import { makeNetwork } from '../fixtures/make-network.js';
import { balanceConstants, termsWithConstants } from './balance-constants.js';

const points = [Float64Array.of(-1.3, -0.4, 0.2, 0.9), Float64Array.of(0.5, -0.8, 0, 1.4)];

for (const edge of ['bare', 'full']) {
  test(`large constants of ${edge} edges that cancel are shared out, and every sum stays what it is`, () => {
    const { structure, network: { parameters: drawn } } = makeNetwork([2, 3], { edge: { kind: edge } });
    const layer = structure.layers[0]!;
    const { size, edges, segments: { coefficients, basisWeight } } = layer.terms[0]!;
    const parameters = drawn.slice();
    const weightOf = (e: number): number => (basisWeight === null ? 1 : parameters[basisWeight.offset + e]!);
    if (basisWeight !== null) parameters.set([0.5, -2, 3, 1, 0.25, 4], basisWeight.offset);
    // What the first input adds to a sum, the second takes away.
    for (let e = 0; e < edges.count; e++) for (let k = 0; k < size; k++) parameters[coefficients.offset + e * size + k]! += (edges.from[e] === 0 ? 1000 : -1000) / weightOf(e);
    const sums = (of: Float64Array): Float64Array => points.map((at, i) => edgesFrom(layer, of, i, at, 0)).reduce((a, b) => a.map((v, k) => v + b[k]!));
    const balanced = parameters.slice();
    balanceConstants(structure, balanced, termsWithConstants(structure, balanced));
    const [before, after] = [sums(parameters), sums(balanced)];
    after.forEach((v, k) => { expect(v).toBeCloseTo(before[k]!, 9); });
    const constantOf = (e: number): number => weightOf(e) * balanced.subarray(coefficients.offset + e * size, coefficients.offset + (e + 1) * size).reduce((a, b) => a + b / size, 0);
    for (let o = 0; o < 3; o++) expect(constantOf(edges.edgeAt[o]!)).toBeCloseTo(constantOf(edges.edgeAt[3 + o]!), 9);
    expect(Math.max(...balanced.map(Math.abs))).toBeLessThan(20);
  });
}

test('functions that cannot take up a constant are left alone', () => {
  const { structure, network: { parameters } } = makeNetwork([2, 2], { edge: { kind: 'bare' }, basis: { kind: 'monomials' } });
  const able = termsWithConstants(structure, parameters);
  expect(able).toEqual([[false]]);
  const same = parameters.slice();
  balanceConstants(structure, same, able);
  expect(same).toEqual(parameters);
});
