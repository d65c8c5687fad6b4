import { describe, expect, test } from '@jest/globals';
import type { Structure } from '@knotwork/plugin/engine';
import { edgesFrom } from '../features/edge-functions.js';
import { makeNetwork } from '../fixtures/make-network.js';
import { gridOf } from '../grid/input-grid.js';
import { canMoveNodes, moveNodes } from './move-nodes.js';

const points = [Float64Array.of(-1.3, -0.3, 0.2, 0.9), Float64Array.of(0.5, -0.8, 0, 1.4)];
const by = Float64Array.of(-700, 0, 3);

/** Sums of a layer over points of its inputs: `[sums][points]`. */
function sums({ layers }: Structure, l: number, parameters: Float64Array, at: readonly Float64Array[]): Float64Array[] {
  const layer = layers[l]!;
  return Array.from({ length: layer.sums }, (_, o) => Float64Array.from(at[0]!, (_p, n) => at.reduce((sum, x, i) =>
    sum + edgesFrom(layer, parameters, i, x, 0)[o * x.length + n]!, parameters[layer.bias.offset + o]!)));
}

describe('hidden nodes elsewhere', () => {
  for (const [what, basis, edge, takesUp] of [
    ['hats, which add up to one', 'hat', 'bare', 'edges'], ['weighted hats', 'hat', 'full', 'edges'], ['powers, of which one is 1', 'powers', 'bare', 'edges'],
    ['arches, which have no constant', 'arch', 'bare', 'bias'],
  ] as const) {
    test(`make the same network of ${what}: the constant goes to the ${takesUp}`, () => {
      const { structure, network: { parameters } } = makeNetwork([2, 3, 2], { edge: { kind: edge }, basis: { kind: basis } });
      const [layer] = structure.layers;
      const moved = moveNodes(structure, 0, parameters, by);
      const [hidden, far] = [sums(structure, 0, parameters, points), sums(structure, 0, moved, points)];
      hidden.forEach((values, o) => { values.forEach((v, n) => { expect(far[o]![n]! - by[o]!).toBeCloseTo(v, 11); }); });
      if (edge === 'bare') {
        expect(canMoveNodes(structure, 0, parameters)).toBe(true);
        const [outputs, same] = [sums(structure, 1, parameters, hidden), sums(structure, 1, moved, far)];
        outputs.forEach((values, o) => { values.forEach((v, n) => { expect(same[o]![n]).toBeCloseTo(v, 9); }); });
      }
      const biases = moved.subarray(layer!.bias.offset, layer!.bias.offset + 3).map((v, o) => v - parameters[layer!.bias.offset + o]!);
      expect([...biases]).toEqual(takesUp === 'bias' ? [...by] : [0, 0, 0]);
      const domainOf = (of: Float64Array, input: number): number => gridOf(structure.layers[1]!.terms[0]!, of, input).domain[0];
      expect([0, 1, 2].map((i) => domainOf(moved, i) - domainOf(parameters, i))).toEqual([...by]);
    });
  }

  test('share a large constant among the edges, also where these cancelled', () => {
    const { structure, network: { parameters } } = makeNetwork([2, 3, 2], { edge: { kind: 'bare' }, basis: { kind: 'powers' } });
    const { segments: { coefficients }, size, edges } = structure.layers[0]!.terms[0]!;
    const first = (e: number): number => coefficients.offset + e * size;
    edges.to.forEach((to, e) => { if (to === 0) parameters[first(e)]! += edges.from[e] === 0 ? 10_000 : -9300; });
    const moved = moveNodes(structure, 0, parameters, by);
    expect(Math.max(...moved.subarray(coefficients.offset, coefficients.offset + coefficients.length).map(Math.abs))).toBeLessThan(20);
  });

  test('are possible where what comes after sees places in a domain, and where nodes are sums', () => {
    const can = (edge: string, basis: string, layer = 'sum'): boolean => {
      const of = makeNetwork([2, 2, 1], { layer: { kind: layer }, edge: { kind: edge }, basis: { kind: basis } });
      return canMoveNodes(of.structure, 0, of.network.parameters);
    };
    expect([can('bare', 'hat'), can('bare', 'arch'), can('full', 'hat'), can('bare', 'monomials'), can('bare', 'hat', 'mean')]).toEqual([true, true, false, false, false]);
  });
});
