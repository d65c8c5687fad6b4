import { describe, expect, test } from '@jest/globals';
import { edgesFrom } from '../features/edge-functions.js';
import { makeNetwork } from '../fixtures/make-network.js';
import { canScaleNodes, divideSums, scaleNodes } from './scale-nodes.js';

const { structure, network } = makeNetwork([2, 3, 2], { edge: { kind: 'bare' } });

/** Sums of a layer over points of its inputs: `[sums][points]`. */
function sums(l: number, parameters: Float64Array, points: readonly Float64Array[]): Float64Array[] {
  const layer = structure.layers[l]!;
  return Array.from({ length: layer.sums }, (_, o) => Float64Array.from(points[0]!, (_p, n) => points.reduce((sum, at, i) =>
    sum + edgesFrom(layer, parameters, i, at, 0)[o * at.length + n]!, parameters[layer.bias.offset + o]!)));
}

describe('hidden nodes in other units', () => {
  const points = [Float64Array.of(-1, -0.3, 0.2, 0.9), Float64Array.of(0.5, -0.8, 0, 1.4)];
  const factors = Float64Array.of(0.1, 1, 37);

  test('make the same network', () => {
    const parameters = network.parameters.slice();
    parameters[structure.layers[0]!.bias.offset + 2] = 0.4;
    const scaled = scaleNodes(structure, 0, parameters, factors);
    const [hidden, divided] = [sums(0, parameters, points), sums(0, scaled, points)];
    hidden.forEach((values, o) => { values.forEach((v, n) => { expect(divided[o]![n]! * factors[o]!).toBeCloseTo(v, 13); }); });
    const [outputs, same] = [sums(1, parameters, hidden), sums(1, scaled, divided)];
    outputs.forEach((values, o) => { values.forEach((v, n) => { expect(same[o]![n]).toBeCloseTo(v, 12); }); });
    expect(scaled).not.toEqual(parameters);
  });

  test('are possible where what comes after sees places in a domain, and where nodes are sums', () => {
    const can = (edge: string, basis: string, layer = 'sum'): boolean => {
      const of = makeNetwork([2, 2, 1], { layer: { kind: layer }, edge: { kind: edge }, basis: { kind: basis } });
      return canScaleNodes(of.structure, 0, of.network.parameters);
    };
    expect([can('bare', 'hat'), can('full', 'hat'), can('bare', 'monomials'), can('bare', 'hat', 'mean')]).toEqual([true, false, false, false]);
  });
});

test('sums are divided with their biases, base functions too', () => {
  const full = makeNetwork([2, 2], { edge: { kind: 'full' } });
  const [layer] = full.structure.layers;
  const parameters = full.network.parameters.slice();
  parameters[layer!.bias.offset + 1] = 3;
  const divided = parameters.slice();
  divideSums(layer!, divided, Float64Array.of(1, -2));
  const at = Float64Array.of(-0.7, 0.1, 2);
  for (const i of [0, 1]) {
    const [before, after] = [edgesFrom(layer!, parameters, i, at, 0), edgesFrom(layer!, divided, i, at, 0)];
    before.forEach((v, k) => { expect(after[k]).toBeCloseTo(k < 3 ? v : v / -2, 13); });
  }
  expect(divided[layer!.bias.offset + 1]).toBe(-1.5);
});
