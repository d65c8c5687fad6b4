import { expect, test } from '@jest/globals';
import { createNetwork } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { catalogOf, type Samples } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { findEquation } from './equation-of-run.js';

const catalog = catalogOf((await standardPackages()).flatMap(({ name, version, definition }) => definition.plugins.map((plugin) => ({ definition: plugin, package: name, version }))));
const plain = { kind: 'affine', center: 0, scale: 1 } as const;
const column = (values: Float64Array): Samples => ({ count: values.length, width: 1, values });

test('an equation keeps its values at rows that test it', async () => {
  // A shift that is 0 within its error: only what is held back needs it.
  const stream = randomStream(2, 'held back');
  const x = Float64Array.from({ length: 40 }, (_, n) => 2 + n / 5);
  const train = { inputs: column(x), targets: column(x.map((v) => Math.log(Math.log(v) + 0.08) + 0.1 * stream.normal())) };
  const layerOf = (b: number) => ({ layer: { kind: 'kan' }, basis: { kind: 'function', f: { kind: 'log' }, a: 1, b }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'free' } as const);
  const initializer = { kind: 'small', amplitude: 1e-9, around: 1 };
  const model = createNetwork({ widths: [1, 1, 1], inputs: [{ name: 'x', map: plain }], outputs: [{ name: 'y', map: plain }], domains: [[0, 10]], layers: [layerOf(0), layerOf(0.08)], initializers: [initializer, initializer] }, randomStream(1, 'init'), catalog);
  const textWith = async (asked: Samples | null): Promise<string> => (await findEquation({ model, catalog, task: 'regression', objective: { blocks: [] } as unknown as Objective, evaluator: { outputs: () => Promise.reject(new Error('targets were observed')) }, train, validation: null, test: asked && { inputs: asked, targets: asked }, isObserved: true, reports: [] }))!.outputs[0]!.text;
  expect(await textWith(null)).toBe('log(log(x))');
  expect(await textWith(column(new Float64Array(0)))).toBe('log(log(x))');
  expect(await textWith(column(Float64Array.of(1)))).toMatch(/log\(x\) \+ 0\.0/);
});
