import { afterAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadNetwork, toNetworkUnits, toUserUnits } from '@knotwork/network';
import { installed } from '@knotwork/experiment';
import { randomStream } from '@knotwork/numerics';
import { standardPackages } from '@knotwork/standard';
import { supervised } from '@knotwork/training';
import { composeFromFile } from '@knotwork/workspace';
import { session } from './fixtures/knotwork.js';
import { workplace } from './fixtures/workplace.js';

const stream = randomStream(1, 'tails');
/** An input whose tails are as heavy as those of a t distribution with one degree of freedom, nearly, and a target that follows its rank. */
const rows = Array.from({ length: 300 }, () => {
  const z = stream.normal();
  return `${z * Math.exp(z * z / 2)},${stream.uniform(-1, 1)},${Math.sin(2 * z)}\n`;
});
const { folder, remove } = workplace({
  'table.csv': `wild,calm,y\n${rows.join('')}`,
  'table.yaml': `knotwork: 1
name: tails
dataset: { kind: csv, path: table.csv, target: y }
network: { widths: [2, 1], basis: { kind: b-spline, intervals: 8 } }
stages: [{ kind: fit, starts: { count: 2 }, steps: 30, smoothing: 1e-4 }]
`,
});
afterAll(remove);
interface Result { readonly metrics: Readonly<Record<'train' | 'test', { readonly maxError: number; readonly rmse: number }>>; readonly outside: { readonly rows: number; readonly inputs: Readonly<Record<string, { readonly farthest: number }>> } }
const read = (run: string): Result => JSON.parse(readFileSync(join(folder, run, 'result.json'), 'utf8')) as Result;

test('heavy tails are noted with what to set, and a network that has it learns what it cannot see else', async () => {
  const said = 'note: a few rows take up nearly all of the range of "wild": where the other rows are the network sees little. Set standardize: rank in the data set, or robust';
  const ended = await session(['true', 'robust', 'rank'].map((how) => ['run', 'table.yaml', `dataset.standardize=${how}`, '--out', how]), { cwd: folder });
  expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual([[0, ''], [0, ''], [0, '']]);
  expect(ended.map(({ stdout }) => stdout.includes(said))).toEqual([true, false, false]);
  const [plain, robust, rank] = ['true', 'robust', 'rank'].map(read);
  for (const { metrics } of [robust!, rank!]) expect(metrics.train.rmse).toBeLessThan(0.5 * plain!.metrics.train.rmse);
  // Which rows are outside is the same in all units; how far is not.
  expect(plain!.outside.rows).toBeGreaterThan(0);
  expect([robust!.outside.rows, rank!.outside.rows]).toEqual([plain!.outside.rows, plain!.outside.rows]);
});

test('the map is part of the saved network: loaded, it computes what the run told', async () => {
  const standard = await standardPackages();
  const { catalog } = installed(standard);
  for (const how of ['robust', 'rank']) {
    const { data } = await composeFromFile({ file: 'table.yaml', overrides: [`dataset.standardize=${how}`], out: `again-${how}`, again: false, cwd: folder }, standard);
    const json = readFileSync(join(folder, how, 'network.json'), 'utf8');
    const { network, structure } = loadNetwork({ json, safetensors: readFileSync(join(folder, how, 'network.safetensors')) }, catalog);
    expect(JSON.parse(json)).toMatchObject({ requires: [`map ${how}`], inputs: [{ map: { kind: how } }, { map: { kind: how } }] });
    const engine = await catalog.get('engine', 'native').create({});
    const program = await engine.compile(structure, supervised(catalog.get('loss', 'mean-squared-error'), {}, 1), { trainable: ['coefficients'], parameters: 'trainable' });
    const bound = await program.bind({ data: { inputs: toNetworkUnits(data.test.inputs, network.spec.inputs), targets: toNetworkUnits(data.test.targets, network.spec.outputs) } });
    const predictions = toUserUnits(await (await program.start(network)).outputs(bound), network.spec.outputs);
    const worst = Math.max(...predictions.values.map((y, n) => Math.abs(y - data.test.targets.values[n]!)));
    expect(worst).toBeCloseTo(read(how).metrics.test.maxError, 10);
    await program.dispose();
  }
});
