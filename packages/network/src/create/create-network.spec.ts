import { expect, test } from '@jest/globals';
import { catalogOf, defineLayer, type Definition, isKnotworkError, z } from '@knotwork/plugin';
import { type LayerRequest, specify } from './create-network.js';

/** Edges of even inputs with one basis, all others with another: a layer that divides its edges itself. */
const halves = defineLayer({
  name: 'halves', summary: 'Two terms', options: z.strictObject({}),
  terms: (_, parts) => [{ ...parts, edges: { only: [[0, 0], [0, 1], [2, 0], [2, 1]] } }, { ...parts, basis: { kind: 'other' }, edges: { except: [[0, 0], [0, 1], [2, 0], [2, 1]] } }],
});
const plain = defineLayer({ name: 'whole', summary: 'One term', options: z.strictObject({}), terms: (_, parts) => [parts] });
const catalog = catalogOf([halves, plain].map((definition) => ({ definition: definition as unknown as Definition, package: 'layers', version: '1.0.0' })));
const terms = (layer: string, edgeGroups?: LayerRequest['edgeGroups']) => {
  const request: LayerRequest = { layer: { kind: layer }, basis: { kind: 'own' }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'linear', ...(edgeGroups === undefined ? {} : { edgeGroups }) };
  return specify([3, 2], [request], [], [], catalog).layers[0]!.terms.map(({ basis, outside, edges }) => [basis.kind, outside, edges]);
};

test('edges in groups are those that there are, each group with parts of its own', () => {
  expect(terms('whole')).toEqual([['own', 'linear', undefined]]);
  expect(terms('whole', [{ only: [[2, 1], [0, 0]] }, { only: [[1, 0]], basis: { kind: 'line' }, outside: 'free' }])).toEqual([['own', 'linear', { only: [[0, 0], [2, 1]] }], ['line', 'free', { only: [[1, 0]] }]]);
});

test('a layer that divides its edges among terms keeps doing so', () => {
  expect(terms('halves', [{ only: [[0, 1], [1, 1]] }])).toEqual([['own', 'linear', { only: [[0, 1]] }], ['other', 'linear', { only: [[1, 1]] }]]);
  expect(terms('halves', [{ only: [[2, 0]] }])).toEqual([['own', 'linear', { only: [[2, 0]] }]]);
});

test('an edge that the layer does not have is refused', () => {
  try { terms('whole', [{ only: [[0, 2]] }]); } catch (error) {
    expect(isKnotworkError(error) && error.message).toBe('Layer 0 names the edge from 0 to 2, which it does not have. Remove that pair.');
    return;
  }
  throw new Error('nothing was thrown');
});
