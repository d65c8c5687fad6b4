import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trace } from '@knotwork/algebra';
import { installed } from '@knotwork/experiment';
import { type DerivativeRead, derivativesAt } from '@knotwork/experiment/derivatives';
import { fromUser, toUser } from '@knotwork/network';
import { evaluateModel, exportedModel, exportNetworks, type ExportSource, type NetworkExport } from '@knotwork/network/exported';
import { type AffineMap, isKnotworkError, type PluginUse, type Samples } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { canTry, compareExport, differenceOf, runTrial } from '@knotwork/trials';
import { type ExportCase, exportCases } from './fixtures/export-cases.js';
import { workspace } from './fixtures/knotwork.js';

// What is exported computes what the engine computes: every basis with every edge and every layer, inside the domain and outside.

const { catalog } = installed(await standardPackages());
const engine = await catalog.get('engine', 'native').create({});
const cases = exportCases(catalog);

const OUTPUTS: Objective = { blocks: [{ name: 'outputs', points: 'data', form: 'residuals', weight: 1, formula: trace(['y0'], (y) => ({ r: y! })), reads: { y0: { of: 'output', index: 0 } } }] };

/** Outputs of the engine in the user's units, the mean of the members. */
async function outputsOf(members: readonly ExportSource[], { count, width, values }: Samples): Promise<Samples> {
  const sum = new Float64Array(count * 2);
  for (const { structure, network } of members) {
    const { inputs, outputs } = network.spec;
    const program = await engine.compile(structure, OUTPUTS, { trainable: ['coefficients'], parameters: 'trainable' });
    const data = await program.bind({ data: { inputs: { count, width, values: values.map((u, k) => fromUser(inputs[k % width]!.map, u)) } } });
    (await (await program.start(network)).outputs(data)).values.forEach((v, k) => { sum[k]! += toUser(outputs[k % 2]!.map, v) / members.length; });
    await program.dispose();
  }
  return { count, width: 2, values: sum };
}

const expected = new Map<ExportCase, Samples>();
for (const one of cases) expected.set(one, await outputsOf(one.members, one.rows));

test('exporters are told what the engine computes', async () => {
  for (const one of cases) {
    const { values } = evaluateModel((await written(one, { kind: 'c' })).model, one.rows);
    expected.get(one)!.values.forEach((v, k, all) => {
      const largest = all.reduce((most, w, j) => (j % 2 === k % 2 ? Math.max(most, Math.abs(w)) : most), 0);
      expect([one.name, k, (values[k]! - v) / largest]).toEqual([one.name, k, expect.closeTo(0, 12)]);
    });
  }
});

test('derivatives of exported models are those of the engine, of every basis, edge, layer and function', async () => {
  const asked = [[0], [1, 0], [1, 1]];
  const off: unknown[] = [];
  for (const { name, members, rows } of cases.filter(({ members: [first] }) => first!.network.spec.inputs.every(({ map }) => map.kind === 'affine'))) {
    const [one] = members as [ExportSource];
    const { derivatives, ...model } = exportedModel([one], { name: 'tried', derivatives: asked.map((inputs, k) => ({ name: `d${k}`, inputs })) });
    const { values, width } = evaluateModel({ ...model, members: derivatives!.members, outputs: derivatives!.columns }, rows);
    const { inputs, outputs } = one.network.spec;
    const reads = derivatives!.columns.map(({ output, inputs: of }): DerivativeRead => ({ of: 'derivative', output, inputs: of }));
    const { values: known } = await derivativesAt(engine, one, { ...rows, values: rows.values.map((u, k) => fromUser(inputs[k % rows.width]!.map, u)) }, reads);
    reads.forEach((read, k) => {
      const scale = read.inputs.reduce((s, i) => s / (inputs[i]!.map as AffineMap).scale, outputs[read.output]!.map.scale);
      const own = Array.from({ length: rows.count }, (_, n) => scale * known[n * width + k]!);
      const largest = own.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
      own.forEach((v, n) => { const d = Math.abs(values[n * width + k]! - v) / (largest || 1); if (!(d < 1e-9)) off.push([name, k, n, d, v]); });
    });
  }
  expect(off).toEqual([]);
}, 120_000);

function written({ members, rows }: Pick<ExportCase, 'members' | 'rows'>, use: PluginUse, name = 'tried'): Promise<NetworkExport> { return exportNetworks(members, use, { name, origin: ['Random numbers.'], rows }, catalog); }

const USES: readonly PluginUse[] = [
  { kind: 'c' }, { kind: 'c', numbers: 'float' }, { kind: 'javascript' }, { kind: 'python' }, { kind: 'onnx' }, { kind: 'onnx', numbers: 'double' },
  { kind: 'table', bits: 12 },
];

/** What tables of 12 bits may be off as a rule, relative to the largest output; where functions jump, some rows are seen on the other side. */
const typicalOfTables = (name: string): number => (/\b(sign|degree 0|periodic)\b/.test(name) ? 0.1 : 0.01);

/** Names of networks that a use refuses: runtimes of ONNX have no kernels in double for inverse trigonometric functions, and tables multiply nothing. */
const NOT_IN: Readonly<Record<string, RegExp>> = { [JSON.stringify({ kind: 'onnx', numbers: 'double' })]: /\barc(sin|cos|tan)\b/, [JSON.stringify({ kind: 'table', bits: 12 })]: /\bmultiplicative\b|products|^conditions/ };

/**
 * Programs that are begun once for each network: of three networks C and JavaScript have two each, one of them the same, and numbers of another kind the third. What each writes of an operation is checked by its own package, and what every network is to an exporter above.
 * KNOTWORK_NETWORKS=all, as `npm run check:all` does, has all networks in all of them.
 */
const SAMPLED: Readonly<Record<string, readonly number[]>> = { [JSON.stringify({ kind: 'c' })]: [0, 1], [JSON.stringify({ kind: 'javascript' })]: [1, 2], [JSON.stringify({ kind: 'c', numbers: 'float' })]: [2], [JSON.stringify({ kind: 'table', bits: 12 })]: [0, 1] };
const networksFor = (use: PluginUse): readonly ExportCase[] => cases.filter((_, k) => process.env['KNOTWORK_NETWORKS'] === 'all' || (SAMPLED[JSON.stringify(use)]?.includes(k % 3) ?? true));

/** Null where the exporter says that it has not what the network needs. */
async function writtenOrRefused(one: ExportCase, use: PluginUse): Promise<NetworkExport | null> {
  try { return await written(one, use); } catch (error) {
    if (isKnotworkError(error) && error.code === 'capability') return null;
    throw error;
  }
}

test('every exporter that is installed is tried', () => {
  expect(new Set(USES.map(({ kind }) => kind))).toEqual(new Set(catalog.list('exporter').map(({ definition }) => definition.name)));
});

describe.each(USES)('%j', (use) => {
  test('outputs inside and outside the domain are those of the engine', async () => {
    if (!(await isThere(use))) return;
    const asked = networksFor(use);
    const queue = [...asked];
    const failed: string[] = [];
    const refused: string[] = [];
    let worst = 0;
    const work = async (): Promise<void> => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
        const files = await writtenOrRefused(one, use);
        if (files === null) {
          refused.push(one.name);
          continue;
        }
        const { difference, typical, isClose } = (await compareExport(files, one.rows, expected.get(one)!, () => differenceOf(evaluateModel(files.model, one.rows), expected.get(one)!)))!;
        worst = Math.max(worst, difference);
        if (!isClose || (files.precision === 'quantized' && !(typical < typicalOfTables(one.name)))) failed.push(`${one.name}: ${difference}, as a rule ${typical}`);
      }
    };
    await Promise.all([work(), work()]);
    if (process.env['KNOTWORK_SHOW'] !== undefined) process.stderr.write(`${JSON.stringify(use)}: ${asked.length} networks, largest difference ${worst}\n`);
    expect(failed).toEqual([]);
    expect(refused.sort()).toEqual(asked.map(({ name }) => name).filter((name) => NOT_IN[JSON.stringify(use)]?.test(name)).sort());
  }, 600_000);
});

/** Says loudly what is left out where something is missing. */
async function isThere(use: PluginUse): Promise<boolean> {
  const { trial } = await written(cases[0]!, use);
  if (await canTry(trial)) return true;
  process.stderr.write(`SKIPPED: trying exports as ${use.kind}, which needs ${trial.needs}\n`);
  return false;
}

describe('the page about exports', () => {
  const page = readFileSync(join(workspace, 'docs/export.md'), 'utf8');
  const [run, hello] = [{ count: 1, width: 2, values: Float64Array.of(0.3, -0.5) }, cases.find(({ name }) => name === 'members')!];

  test.each<[string, PluginUse, string, string[][]]>([
    ['c', { kind: 'c' }, 'call.c', [['cc', '-Wall', '-Werror', '-o', 'call', 'call.c', 'hello_kan.c', '-lm'], ['./call']]],
    ['js', { kind: 'javascript' }, 'call.mjs', [['node', 'call.mjs']]],
    ['python', { kind: 'python' }, 'call.py', [['python', 'call.py']]],
    ['python', { kind: 'onnx', numbers: 'float' }, 'call_onnx.py', [['python', 'call_onnx.py']]],
  ])('has calls that work: %s, %j', async (language, use, file, commands) => {
    if (!(await isThere(use))) return;
    const blocks = [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map((m) => m[1]!);
    const { files, trial, model } = await written(hello, use, 'hello-kan');
    const [line] = await runTrial(files, { ...trial, files: { [file]: blocks[use.kind === 'onnx' ? 1 : 0]! }, commands: commands as never }, run);
    evaluateModel(model, run).values.forEach((v, k) => { expect(line![k]).toBeCloseTo(v, 5); });
  });

  test('has a rule for tables that gives what the command compares, to the last bit', async () => {
    if (!(await isThere({ kind: 'python' }))) return;
    const [, , block] = [...page.matchAll(/```python\n(.*?)```/gs)].map((m) => m[1]!);
    // Even steps and thresholds, means, classes.
    for (const name of ['maps of inputs', 'members', 'classes of members']) {
      const one = cases.find((of) => of.name === name)!;
      const { files, trial } = await written(one, { kind: 'table', bits: 6, precision: 9 }, 'hello-kan');
      const known = await runTrial(files, trial, one.rows);
      const main = 'import json, sys, tables\nmodel = json.load(open("hello_kan.json"))\nfor line in sys.stdin:\n    print(*map(repr, tables.predict(model, [float(u) for u in line.split()])))\n';
      const lines = await runTrial(files, { ...trial, files: { 'tables.py': block!, 'main.py': main }, commands: [['python', 'main.py']] }, one.rows);
      lines.forEach((line, n) => { expect(line).toEqual(known[n]!.slice(0, 2)); });
      const [printed] = await runTrial(files, { ...trial, files: { 'tables.py': block! }, commands: [['python', 'tables.py']] }, run);
      expect(printed).toEqual((await runTrial(files, trial, run))[0]!.slice(0, 2));
    }
  });
});
