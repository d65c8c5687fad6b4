import { expect, test } from '@jest/globals';
import { trace } from '@knotwork/algebra';
import { resolve } from '@knotwork/network';
import { AS_GIVEN, type Catalog, constant, defineBasis, defineEdge, defineLayer, z } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { reference } from './reference.js';

const none = z.strictObject({});
/** Features 1 and x: every edge is c0 + c1 x. */
const line = defineBasis({
  name: 'line', summary: 'Lines', options: none, capabilities: { support: 'global', spansConstants: false, onDomainMove: 'none' },
  size: () => 2, features: (x) => [constant(1), x],
});
const plain = defineEdge({ name: 'plain', summary: 'The sum alone', options: none, compose: () => ({ base: null, basisWeight: false }) });
const squares = defineLayer({ name: 'squares', summary: 'Squares of sums', options: none, terms: (_, parts) => [parts], nodes: (_, { outputs }) => [{ count: outputs, arity: 1, formula: ([z]) => z!.square() }] });
const plugins = { basis: line, edge: plain, layer: squares } as Readonly<Record<string, unknown>>;
const catalog = { get: (kind: string) => plugins[kind], list: () => [] } as unknown as Catalog;

test('one edge under a square, by hand: y = (c0 + c1 x + d)^2', async () => {
  const variable = { name: 'v', map: AS_GIVEN };
  const term = { basis: { kind: 'line' }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'free' } as const;
  const structure = resolve({ inputs: [variable], outputs: [variable], layers: [{ layer: { kind: 'squares' }, inputs: 1, outputs: 1, terms: [term] }] }, catalog);
  const parameters = new Float64Array(structure.length);
  const [{ terms: [{ segments }], bias }] = structure.layers as [(typeof structure.layers)[0]] & [{ terms: [(typeof structure.layers)[0]['terms'][0]] }];
  parameters.set([2, 3], segments.coefficients.offset);
  parameters.set([-1, 1], segments.domain.offset);
  parameters[bias.offset] = 0.5;

  const engine = await reference.create({});
  const objective: Objective = {
    blocks: [{
      name: 'fit', points: 'data', form: 'residuals', weight: 1, formula: trace(['y', 't'], (y, t) => ({ r: y.sub(t) })),
      reads: { y: { of: 'output', index: 0 }, t: { of: 'target', index: 0 } },
    }],
  };
  const program = await engine.compile(structure, objective, { trainable: ['coefficients', 'bias'], parameters: 'trainable' });
  const column = (...values: number[]): { count: number; width: number; values: Float64Array } => ({ count: values.length, width: 1, values: Float64Array.from(values) });
  const data = await program.bind({ data: { inputs: column(0, 1), targets: column(6, 30) } });
  const state = await program.start({ spec: structure.spec, parameters });

  // z = 2.5 and 5.5, y = 6.25 and 30.25, r = 0.25 twice.
  expect(Array.from((await state.outputs(data)).values)).toEqual([6.25, 30.25]);
  expect((await state.gradient(data)).value).toBe(0.5 * 0.0625);
  // d/dc0 and d/dd: mean of r 2 z; d/dc1: mean of r 2 z x.
  expect(Array.from((await state.gradient(data)).gradient)).toEqual([(0.25 * 5 + 0.25 * 11) / 2, (0.25 * 11) / 2, (0.25 * 5 + 0.25 * 11) / 2]);
});
