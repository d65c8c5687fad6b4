import { expect, test } from '@jest/globals';
import { type BasisDefinition, type Catalog, defineBasis, defineFunction, type Definition, type TermSpec } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { catalog } from '../fixtures/hats.js';
import { variables } from '../fixtures/make-network.js';
import { resolve } from '../structure/resolve.js';
import { unreadEdges } from '../structure/unread-edges.js';
import { edgeLabel } from './edge-label.js';

const none = z.strictObject({});
const about: Pick<BasisDefinition, 'summary' | 'options' | 'capabilities'> = { summary: 'Read', options: none, capabilities: { support: 'global', spansConstants: false, onDomainMove: 'none' } };
const known = [
  defineFunction({ name: 'wave', summary: 'A wave that says how it is written', options: none, claims: () => ({ expression: 'sin(x)' }), apply: (x) => x.sin() }),
  defineFunction({ name: 'mute', summary: 'One that does not', options: none, apply: (x) => x.cos() }),
  defineBasis({ ...about, name: 'cubic', size: () => 2, reads: () => [{ power: 1 }, { power: 3 }], features: (x) => [x, x.pow(3)] }),
  defineBasis({
    ...about, name: 'waves', size: () => 2, functions: () => ({ f: { kind: 'wave' }, g: { kind: 'mute' } }),
    reads: () => [{ f: 'f', a: 2, b: 0 }, { f: 'g', a: 1, b: 1 }], features: (x, _grid, _options, _shape, { f, g }) => [f!(x.mul(2)), g!(x.add(1))],
  }),
] as unknown as readonly Definition[];
const readable: Catalog = { ...catalog, get: (kind, name) => (known.find((d) => d.kind === kind && d.name === name) ?? catalog.get(kind, name)) as never };

/** A layer from two inputs to two sums. */
function structureOf(...terms: readonly Partial<TermSpec>[]) {
  const usual: TermSpec = { basis: { kind: 'cubic' }, edge: { kind: 'bare' }, inputMap: 'interval', outside: 'free' };
  return resolve({ inputs: variables(2), outputs: variables(2), layers: [{ layer: { kind: 'sum' }, inputs: 2, outputs: 2, terms: terms.map((term) => ({ ...usual, ...term })) }] }, readable);
}

test('an edge is labelled by what all its terms are read as', () => {
  const structure = structureOf({ edges: { only: [[0, 0], [1, 1]] } }, { basis: { kind: 'waves' }, edges: { only: [[0, 0], [0, 1]] } });
  const [layer] = structure.layers;
  expect([[0, 0], [0, 1], [1, 1]].map(([from, to]) => edgeLabel(layer!, from!, to!))).toEqual(['x + x^3 + sin(x) + mute(x)', 'sin(x) + mute(x)', 'x + x^3']);
  expect(unreadEdges(structure)).toEqual([]);
});

test('what is read holds for x itself, and all of an edge must be read', () => {
  const curves = [{ outside: 'linear' }, { inputMap: 'tanh' }, { edge: { kind: 'full' } }, { basis: { kind: 'hat' } }] satisfies Partial<TermSpec>[];
  for (const curve of curves) {
    const structure = structureOf({ edges: { only: [[0, 0], [1, 0]] } }, { ...curve, edges: { only: [[1, 0], [1, 1]] } });
    expect([[0, 0], [1, 0], [1, 1]].map(([from, to]) => edgeLabel(structure.layers[0]!, from!, to!))).toEqual(['x + x^3', null, null]);
    expect(unreadEdges(structure)).toEqual([{ layer: 0, from: 1, to: 0 }, { layer: 0, from: 1, to: 1 }]);
  }
});
