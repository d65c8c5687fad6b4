import { expect, test } from '@jest/globals';
import { makeNetwork } from '../fixtures/make-network.js';
import { catalog } from '../fixtures/hats.js';
import { withOwnKnots } from '../grid/own-knots.js';
import { addSizes, layerSizes, networkSize } from './network-size.js';

test.each([[[2, 1]], [[3, 4, 2]], [[1, 1, 1, 5]]])('what is counted of %j is what is made', (widths) => {
  const { structure } = makeNetwork(widths);
  const size = networkSize(structure.spec, catalog);
  expect(size.parameters).toBe(structure.length);
  expect(size.edges).toBe(structure.layers.reduce((sum, { terms }) => sum + terms.reduce((s, { edges }) => s + edges.count, 0), 0));
  expect(size.coefficients).toBe(structure.segments.filter(({ role }) => role === 'coefficients').reduce((sum, { length }) => sum + length, 0));
  expect(addSizes(layerSizes(structure.spec, catalog))).toEqual(size);
});

test('knots of their own are counted', () => {
  const structure = withOwnKnots(makeNetwork([2, 3, 1]).structure, catalog);
  expect(networkSize(structure.spec, catalog).parameters).toBe(structure.length);
});

test('edges that are named one by one are counted as they are', () => {
  const { spec } = makeNetwork([3, 4]).structure;
  const [layer] = spec.layers;
  const withEdges = (edges: NonNullable<(typeof spec.layers)[number]['terms'][number]['edges']>) => ({ ...spec, layers: [{ ...layer!, terms: [{ ...layer!.terms[0]!, edges }] }] });
  expect(networkSize(withEdges({ only: [[0, 0], [2, 3]] }), catalog).edges).toBe(2);
  expect(networkSize(withEdges({ except: [[0, 0], [2, 3]] }), catalog).edges).toBe(10);
});

test('a network that nobody could hold is counted all the same, at once', () => {
  const { spec } = makeNetwork([2, 1]).structure;
  const [layer] = spec.layers;
  const { edges, parameters } = networkSize({ ...spec, layers: [{ ...layer!, inputs: 1e9, outputs: 1e9 }] }, catalog);
  expect(edges).toBe(1e18);
  expect(parameters).toBeGreaterThan(1e18);
});
