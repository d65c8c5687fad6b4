import { afterAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trace } from '@knotwork/algebra';
import { loadNetwork, toNetworkUnits } from '@knotwork/network';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import { workplace } from './fixtures/workplace.js';

// Whatever a layer is made of: it trains, follows its activations, is extended, saved and loaded.

const file = `knotwork: 1
name: layers
seed: 2
dataset:
  kind: expression
  expression: sin(2 * x1) + x1 * x2
  domain: [-1, 1]
  samples: { train: 300, validation: 150, test: 50 }
network: { widths: [2, 3, 1] }
stages:
  - kind: fit
    starts: { count: 2, steps: 6 }
    steps: 20
  - kind: extend-grid
    levels: [10]
    fit: { steps: 15 }
    stop: none
`;
const { folder, remove } = workplace({ 'layers.yaml': file });
afterAll(remove);
const standard = await standardPackages();

/** Predictions come from the same numbers by the same kernels; what differs is that metrics are measured over three splits in a row. */
const SAME = 1e-12;

interface Metrics { readonly train: { readonly rmse: number } }
interface Rung { readonly level: readonly (number | null)[]; readonly metrics: Metrics; readonly functionChange: number | null }
interface Stage { readonly metrics?: Metrics; readonly rungs?: readonly Rung[]; readonly loss?: number; readonly grids?: { readonly moves: number } }
interface Result { readonly status: string; readonly metrics: Metrics; readonly stages: readonly Stage[] }

async function run(name: string, overrides: readonly string[]): Promise<{ result: Result; rmseOfSaved: number }> {
  const composition = await composeFromFile({ file: 'layers.yaml', overrides, out: name, again: true, cwd: folder }, standard);
  await composition.run();
  const read = (path: string): Buffer => readFileSync(join(folder, name, path));
  const { network, structure } = loadNetwork({ json: read('network.json').toString('utf8'), safetensors: read('network.safetensors') }, composition.catalog);
  const engine = await composition.catalog.get('engine', 'native').create({});
  const program = await engine.compile(structure, {
    blocks: [{ name: 'outputs', points: 'data', form: 'residuals', weight: 1, formula: trace(['y0'], (y) => ({ r: y! })), reads: { y0: { of: 'output', index: 0 } } }],
  }, { trainable: ['coefficients'], parameters: 'trainable' });
  const { train } = composition.data;
  const rows = { inputs: toNetworkUnits(train.inputs, network.spec.inputs), targets: toNetworkUnits(train.targets, network.spec.outputs) };
  const { values } = await (await program.start(network)).outputs(await program.bind({ data: rows }));
  const { center, scale } = network.spec.outputs[0]!.map;
  const squares = values.reduce((sum, v, n) => sum + (center + scale * v - train.targets.values[n]!) ** 2, 0);
  await program.dispose();
  return { result: JSON.parse(read('result.json').toString('utf8')) as Result, rmseOfSaved: Math.sqrt(squares / values.length) };
}

const cases: readonly (readonly [string, readonly string[], { readonly moves: boolean; readonly level?: number }])[] = [
  ['edges of three bases', ['network.layer={kind: mixed, bases: [b-spline, {kind: chebyshev, degree: 6}, {kind: fourier, modes: 3}]}'], { moves: true }],
  ['inputs of two bases', ['network.layer={kind: mixed, bases: [{kind: gaussian-rbf, intervals: 5}, b-spline], by: inputs}'], { moves: true }],
  ['a perceptron under a KAN', ['network.layers={0: {layer: {kind: mlp, activation: tanh}, initializer: glorot}}'], { moves: true }],
  ['a KAN under a perceptron', ['network.widths=[2,3,4,1]', 'network.layers={1: {layer: {kind: mlp, activation: tanh}}, 2: {layer: {kind: mlp, activation: identity}}}'], { moves: false }],
  ['trained activations under a KAN', ['network.layers={0: {layer: spline-mlp}}'], { moves: true }],
  ['wavelets of every edge', ['network.basis={kind: wavelet, count: 3}', 'stages.1.levels=[4]'], { moves: true, level: 4 }],
  ['rational functions of every edge', ['network.basis={kind: rational, degree: 4}', 'stages.1.levels=[6]'], { moves: true, level: 6 }],
  ['nodes that take the mean', ['network.layer={kind: kan, node: mean}'], { moves: true }],
  ['inputs squashed by tanh', ['network.inputMap=tanh'], { moves: false }],
];

test.each(cases)('%s', async (name, overrides, { moves, level = 10 }) => {
  const { result, rmseOfSaved } = await run(name.replaceAll(' ', '-'), overrides);
  expect(result.status).toBe('completed');
  const [fit, climb] = result.stages as [Stage, Stage];
  // It trains: 1 would be the mean of the targets.
  expect(fit.loss!).toBeLessThan(0.02);
  if (moves) expect(fit.grids!.moves).toBeGreaterThan(0);
  else expect(fit.grids!.moves).toBe(0);
  // It is extended, each layer as far as it can be, and what an extension changes, training repairs.
  expect(climb.rungs).toHaveLength(2);
  expect(climb.rungs![1]!.functionChange!).toBeLessThan(0.2);
  expect(climb.rungs![1]!.metrics.train.rmse).toBeLessThan(1.05 * climb.rungs![0]!.metrics.train.rmse);
  for (const n of climb.rungs![1]!.level) expect([level, null]).toContain(n);
  // Saved and loaded, it is the network that was measured.
  expect(Math.abs(rmseOfSaved / result.metrics.train.rmse - 1)).toBeLessThan(SAME);
});
