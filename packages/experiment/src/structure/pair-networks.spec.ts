import { beforeAll, expect, test } from '@jest/globals';
import { createNetwork } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { type Catalog, catalogOf, type InputVariable, type Variable } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { equationOf, readable } from '@knotwork/symbolic';
import type { NetworkShape } from '../config/index.js';
import { pairNetworks } from './pair-networks.js';

let catalog: Catalog;
beforeAll(async () => {
  const all = catalogOf((await standardPackages()).flatMap(({ name, version, definition }) => definition.plugins.map((plugin) => ({ definition: plugin, package: name, version }))));
  // Few functions are soon searched.
  const functions = ['exp', 'sine', 'identity', 'square'].map((name) => all.list('function').find(({ definition }) => definition.name === name)!);
  catalog = catalogOf([...all.list('basis'), ...all.list('edge'), ...all.list('layer'), ...all.list('initializer'), ...functions]);
});

const ROWS = 150;
const PARTS = { layer: { kind: 'kan' }, edge: { kind: 'plain' }, basis: { kind: 'b-spline', intervals: 3 }, inputMap: 'interval', outside: 'free' } as const;
const variable = <Name extends string>(name: Name, center: number, scale: number) => ({ name, map: { kind: 'affine', center, scale } }) as const;
const output: Variable = variable('y', -3, 0.25);

const rowsOf = (f: (x: number) => number, width = 1) => {
  const stream = randomStream(2, 'table');
  const values = Float64Array.from({ length: ROWS * width }, () => stream.uniform(1, 5));
  return { rows: { count: ROWS, width, values }, targets: Float64Array.from({ length: ROWS }, (_, n) => f(values[n * width]!)) };
};

/** Outputs of a network of a shape as it begins, in the user's units. */
function begun({ widths, layers }: NetworkShape, inputs: readonly InputVariable[], rows: ReturnType<typeof rowsOf>['rows'], target: Variable): Float64Array {
  const { structure, network } = createNetwork({
    widths, inputs, outputs: [target], domains: inputs.map(() => [-3, 3] as const), initializers: widths.slice(1).map((_, l) => layers[l]!.initializer!),
    layers: widths.slice(1).map((_, l) => { const { edges, initializer: __, ...own } = layers[l]!; return { ...PARTS, ...own, edgeGroups: edges! }; }),
  }, randomStream(1, 'init'), catalog);
  const read = readable(structure, network, catalog);
  if ('unread' in read) throw new Error('an edge is a curve');
  return equationOf(read).evaluate(rows).values as Float64Array;
}

const CASES: readonly (readonly [string, (x: number) => number, readonly number[], string, number])[] = [
  ['a product', (t) => 7 * Math.exp(-0.3 * t) * Math.sin(5 * t + 1) - 2, [1, 1, 1, 1], 'exp of t and sine of t multiply', 5],
  ['a sum', (t) => 2 * Math.sin(3 * t) + 0.5 * t - 40, [1, 1, 2, 1], 'the target is a sum of linear of t and sine of t', 5],
  ['a sum, one of a square', (t) => 2 * Math.sin(t ** 2) - t, [1, 2, 2, 1], 'the target is a sum of linear of t and sine of t^2', 5],
];
test.each(CASES)('%s begins as what was found, in any units', (_, f, widths, structure, freedom) => {
  const { rows, targets } = rowsOf(f);
  const inputs = [variable('t', 2.5, 1.3)];
  const found = pairNetworks(inputs, rows, targets, catalog, output);
  expect(found).toMatchObject([{ widths, structure, freedom, isRead: true }]);
  const part = { count: 50, width: 1, values: rows.values.slice(0, 50) };
  const [other, elsewhere] = [[variable('t', 0.5, 3)], variable('y', 100, 7)];
  begun(found[0]!, inputs, rows, output).forEach((y, n) => expect(Math.abs(y - targets[n]!)).toBeLessThan(1e-3));
  begun(found[0]!.inUnits(other, part, elsewhere), other, part, elsewhere).forEach((y, n) => expect(Math.abs(y - targets[n]!)).toBeLessThan(1e-3));
}, 60_000);

test('two inputs, and one function, show nothing', () => {
  const f = (t: number): number => Math.exp(-0.3 * t) * Math.sin(5 * t);
  const two = rowsOf(f, 2);
  expect(pairNetworks([variable('t', 0, 1), variable('u', 0, 1)], two.rows, two.targets, catalog, output)).toEqual([]);
  const one = rowsOf((t) => Math.sin(5 * t));
  expect(pairNetworks([variable('t', 0, 1)], one.rows, one.targets, catalog, output)).toEqual([]);
}, 60_000);
