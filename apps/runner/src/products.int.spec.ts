import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadNetwork } from '@knotwork/network';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import { workplace } from './fixtures/workplace.js';

// A product of two variables is one node of a layer that multiplies.

const file = `knotwork: 1
name: product
dataset: { kind: expression, expression: x1 * x2, domain: [-1, 1], samples: { train: 1000, validation: 500, test: 1000 } }
network:
  widths: [2, 2, 1]
  basis: { kind: b-spline, degree: 2, intervals: 2 }
  edge: { kind: residual, base: identity }
  layers: { 0: { layer: { kind: multiplicative } } }
stages: [{ kind: fit, optimizer: levenberg-marquardt, starts: { count: 8, steps: 25 }, steps: 100 }]
`;
const { folder, remove } = workplace({ 'product.yaml': file });
afterAll(remove);
const standard = await standardPackages();

interface Result { readonly status: string; readonly metrics: { readonly test: { readonly rmse: number } }; readonly stages: readonly { readonly loss: number; readonly starts: readonly number[] }[] }

async function run(name: string, overrides: readonly string[]) {
  const composition = await composeFromFile({ file: 'product.yaml', overrides, out: name, again: true, cwd: folder }, standard);
  await composition.run();
  const read = (path: string): Buffer => readFileSync(join(folder, name, path));
  return { result: JSON.parse(read('result.json').toString('utf8')) as Result, ...loadNetwork({ json: read('network.json').toString('utf8'), safetensors: read('network.safetensors') }, composition.catalog) };
}

describe('x1 x2 on a network of one sum, one product and one output', () => {
  test.each([1, 2, 3])('is found to rounding, seed %d', async (seed) => {
    const { result, structure } = await run(`seed-${seed}`, [`seed=${seed}`]);
    expect(structure.layers[0]).toMatchObject({ inputs: 2, sums: 3, outputs: 2, isSum: false });
    expect(structure.layers[0]!.nodes.map(({ count, arity }) => [count, arity])).toEqual([[1, 1], [1, 2]]);
    expect(result.status).toBe('completed');
    expect(result.metrics.test.rmse).toBeLessThan(1e-12);
  });

  test.each(['adam', 'l-bfgs'])('%s goes down', async (optimizer) => {
    const begin = (await run(`${optimizer}-0`, [`stages.0.optimizer=${optimizer}`, 'stages.0.steps=1', 'stages.0.starts.steps=1'])).result.stages[0]!;
    const end = (await run(optimizer, [`stages.0.optimizer=${optimizer}`, 'stages.0.steps=150', ...(optimizer === 'adam' ? ['stages.0.optimizer.rate=0.02'] : [])])).result.stages[0]!;
    expect(end.loss).toBeLessThan(0.5 * begin.loss);
  });
});

test('more products than nodes are refused in words', async () => {
  await expect(run('refused', ['network.layers.0.layer.products=3'])).rejects.toThrow('The layer multiplicative has 2 nodes, and 3 of them are to multiply. Let "products" be at most 2.');
});
