import { describe, expect, test } from '@jest/globals';
import { trace } from '@knotwork/algebra';
import { installed } from '@knotwork/experiment';
import { evaluateModel, exportNetworks, fromUser, type ExportSource, type NetworkExport, toUser } from '@knotwork/network';
import type { PluginUse, Samples } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { canTry, runTrial } from '@knotwork/trials';
import { type ExportCase, exportCases } from './fixtures/export-cases.js';

// What is exported computes what the engine computes: every basis with every edge and every layer, inside the domain and outside.

/** Relative to the largest output. */
const TOLERANCES = { double: 1e-12, single: 1e-5 } as const;
const { catalog } = installed(await standardPackages());
const engine = await catalog.get('engine', 'native').create({});
const cases = exportCases(catalog);

const OUTPUTS: Objective = { blocks: [{ name: 'outputs', points: 'data', form: 'residuals', weight: 1, formula: trace(['y0'], (y) => ({ r: y! })), reads: { y0: { of: 'output', index: 0 } } }] };

/** Outputs of the engine in the user's units, the mean of the members. */
async function outputsOf(members: readonly ExportSource[], { count, width, values }: Samples): Promise<Float64Array> {
  const sum = new Float64Array(count * 2);
  for (const { structure, network } of members) {
    const { inputs, outputs } = network.spec;
    const program = await engine.compile(structure, OUTPUTS, { trainable: ['coefficients'], parameters: 'trainable' });
    const data = await program.bind({ data: { inputs: { count, width, values: values.map((u, k) => fromUser(inputs[k % width]!.map, u)) } } });
    (await (await program.start(network)).outputs(data)).values.forEach((v, k) => { sum[k]! += toUser(outputs[k % 2]!.map, v) / members.length; });
    await program.dispose();
  }
  return sum;
}

/** The largest difference of numbers, relative to the largest of those that are expected; NaN equals NaN alone. */
function difference(actual: ArrayLike<number>, expected: Float64Array): number {
  expect(actual).toHaveLength(expected.length);
  const largest = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  return expected.reduce((most, v, k) => Math.max(most, Object.is(actual[k], v) ? 0 : Math.abs(actual[k]! - v) / largest), 0);
}

const expected = new Map<ExportCase, Float64Array>();
for (const one of cases) expected.set(one, await outputsOf(one.members, one.rows));

test('exporters are told what the engine computes', () => {
  for (const one of cases) {
    const { model } = written(one, { kind: 'c' });
    expect([one.name, difference(evaluateModel(model, one.rows).values, expected.get(one)!)]).toEqual([one.name, expect.closeTo(0, 12)]);
  }
});

function written({ members }: ExportCase, use: PluginUse): NetworkExport { return exportNetworks(members, use, { name: 'tried', origin: ['Random numbers.'] }, catalog); }

describe.each<PluginUse>([{ kind: 'c' }, { kind: 'c', numbers: 'float' }, { kind: 'javascript' }, { kind: 'python' }, { kind: 'onnx' }, { kind: 'onnx', numbers: 'double' }])('%j', (use) => {
  test('outputs inside and outside the domain are those of the engine', async () => {
    const first = written(cases[0]!, use);
    if (!(await canTry(first.trial))) { process.stderr.write(`SKIPPED: trying exports as ${use.kind}, which needs ${first.trial.needs}\n`); return; }
    const queue = [...cases];
    const failed: string[] = [];
    let worst = 0;
    const work = async (): Promise<void> => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
        const { files, trial, precision, model } = written(one, use);
        const lines = await runTrial(files, trial, one.rows);
        const off = difference(lines.flatMap((line) => line.slice(0, 2)), expected.get(one)!);
        worst = Math.max(worst, off);
        if (!(off <= TOLERANCES[precision])) failed.push(`${one.name}: ${off}`);
        if (model.task === 'classification') lines.forEach(expectClasses(TOLERANCES[precision]));
      }
    };
    await Promise.all([work(), work()]);
    if (process.env['KNOTWORK_SHOW'] !== undefined) process.stderr.write(`${JSON.stringify(use)}: ${cases.length} networks, largest difference ${worst}\n`);
    expect(failed).toEqual([]);
  }, 600_000);
});

/** Two outputs, two probabilities, a class. */
const expectClasses = (tolerance: number) => ([a, b, p, q, most]: number[]): void => {
  expect(Math.abs(p! - 1 / (1 + Math.exp(b! - a!)))).toBeLessThan(tolerance);
  expect(Math.abs(p! + q! - 1)).toBeLessThan(tolerance);
  expect(most).toBe(a! >= b! ? 0 : 1);
};
