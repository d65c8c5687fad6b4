import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { readNpz, writeNpz } from '@knotwork/arrays';
import { foreignTensors } from '@knotwork/network';
import { prune } from '@knotwork/network/replaced';
import { type ForeignFile, isKnotworkError, type Samples } from '@knotwork/plugin';
import { catalog, load } from '../fixtures/ran.js';
import { importModel, type ImportRequest } from './import-model.js';
import type { ImportRecord } from './import-record.js';

// Networks that other programs trained, and rows with what these say of them: packages/importers/src/fixtures.
const fixtures = new URL('../../../importers/src/fixtures/', import.meta.url);
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(`${name}.safetensors`, fixtures));
const names = readdirSync(fixtures).filter((name) => name.endsWith('.rows.safetensors')).map((name) => name.replace('.rows.safetensors', ''));

const samplesOf = ({ arrays }: ForeignFile, name: string): Samples => {
  const { shape: [count, width], values } = arrays.get(name)!;
  return { count: count!, width: width!, values };
};
const rowsOf = (name: string) => {
  const file = foreignTensors(bytesOf(`${name}.rows`), name);
  return { inputs: samplesOf(file, 'inputs'), targets: samplesOf(file, 'outputs') };
};
const imported = (name: string, more: Partial<ImportRequest> = {}) => importModel({ bytes: bytesOf(name), file: `${name}.safetensors`, name, from: { kind: ['efficient-kan', 'fast-kan', 'jaxkan', 'pykan'].find((kind) => name.startsWith(kind.split('-')[0]!))! }, catalog, ...more });
const record = (more: Partial<ImportRecord> = {}): string => JSON.stringify({ knotwork: '0.1.0', name: 'it', file: { path: '../it.safetensors', sha256: '0'.repeat(64) }, from: { kind: 'pykan' }, package: '@knotwork/importers 0.1.0', ...more });
const loaded = (files: Readonly<Record<string, string | Uint8Array>>) => load((name) => { const content = files[name]; return content === undefined ? null : typeof content === 'string' ? new TextEncoder().encode(content) : content; });
async function refusal(work: () => unknown): Promise<string> {
  try { await work(); } catch (error) {
    if (isKnotworkError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
}
const largest = (values: Float64Array): number => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

/** Largest difference relative to the largest output that a program of single precision leaves. */
const ALLOWED = 1e-5;

test.each(names)('%s computes what it computed where it was trained', async (name) => {
  const { inputs, targets } = rowsOf(name);
  const model = await loaded(await imported(name).files(null));
  const { values } = await model.predict(inputs);
  await model.dispose();
  const off = largest(values.map((v, k) => v - targets.values[k]!)) / largest(targets.values);
  if (process.env['KNOTWORK_SHOW'] !== undefined) process.stderr.write(`${name}: ${inputs.count} rows, largest difference ${off.toExponential(1)} of the largest output\n`);
  expect(off).toBeLessThanOrEqual(ALLOWED);
});

describe('what is kept', () => {
  test('without rows the picture shows the curves, all alike, and rows beyond the grid are outside', async () => {
    const files = await imported('pykan-pruned').files(null);
    expect(Object.keys(files).sort()).toEqual(['evaluation.npz', 'network.json', 'network.safetensors', 'network.svg']);
    expect(files['network.svg']).toContain('<title id="network-title">pykan-pruned</title><desc id="network-description">5 edges in 2 layers.</desc>');
    expect(files['network.svg']).not.toContain('score');
    expect(Object.keys(readNpz(files['evaluation.npz'] as Uint8Array))).toEqual(['inputs.domain']);
    const model = await loaded({ ...files, 'import.json': record() });
    expect([model.inputs, model.outputs, model.task]).toEqual([['x1', 'x2'], ['y1'], 'regression']);
    expect(model.outside([[0, 0], [0, 1.2], [-1.2, 3]])).toEqual({ names: [[], ['x2'], ['x1', 'x2']], rows: 2 });
    expect(await refusal(() => model.importances())).toBe('input: the import has kept no rows. Import the network again with --data ROWS.');
    expect(await refusal(() => model.edges())).toBe('input: the import has kept no curves of its edges. Import the network again with --data ROWS.');
    // What is exported is tried all the same.
    expect(model.rowsToTry(10)).toMatchObject({ count: 10, width: 2, areKept: false });
    await model.dispose();
  });

  test('with rows edges are scored, predictions kept, and inputs ranked', async () => {
    const rows = rowsOf('pykan-pruned');
    const model = await loaded(await imported('pykan-pruned').files(rows));
    const edges = model.edges();
    expect(edges.map(({ layer, from, to }) => [layer, from, to])).toEqual([[0, 0, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0], [1, 1, 0]]);
    expect(Math.max(...edges.map(({ score }) => score))).toBeGreaterThan(0.3);
    const kept = model.rows('train')!;
    expect(kept.inputs.values).toEqual(rows.inputs.values);
    expect(largest(kept.predictions.values.map((v, k) => v - rows.targets.values[k]!))).toBeLessThan(1e-4);
    expect(Object.values(await model.importances()).every((effect) => effect > 0.1)).toBe(true);
    expect(model.rowsToTry(10)).toMatchObject({ count: 10, areKept: true });
    await model.dispose();
  });

  test('with rows whose targets nobody knows, edges are scored and no prediction is kept', async () => {
    const files = await imported('pykan-pruned').files({ inputs: rowsOf('pykan-pruned').inputs, targets: null });
    const arrays = readNpz(files['evaluation.npz'] as Uint8Array);
    expect(Object.keys(arrays).filter((name) => !name.startsWith('edges.'))).toEqual(['inputs.domain']);
    expect(arrays['edges.score']!.shape).toEqual([5]);
  });

  test('names are those that were given, and classes are outputs', async () => {
    const model = await loaded({ ...await imported('efficient-classes', { inputs: ['a', 'b', 'c', 'd'], classes: ['red', 'green', 'blue'] }).files(null), 'import.json': record({ name: 'colours', target: 'colour' }) });
    expect([model.task, model.inputs, model.classes]).toEqual(['classification', ['a', 'b', 'c', 'd'], ['red', 'green', 'blue']]);
    const { values, width } = await model.predictProbability([[0.1, 0.2, -0.3, 0.4]]);
    expect([width, values.reduce((a, b) => a + b)]).toEqual([3, expect.closeTo(1, 12)]);
    // The record says which column has the class, and what files are called.
    expect((await model.evaluate({ a: [0.1, 0.2], b: [0.1, 0.2], c: [0.1, 0.2], d: [0.1, 0.2], colour: ['red', 'blue'] })).metrics).toHaveProperty('accuracy');
    expect(Object.keys((await model.export('javascript')).files)).toEqual(['colours.mjs', 'colours.d.mts']);
    expect(Object.values((await model.export('c')).files)[0]).toContain('Imported from ../it.safetensors of pykan, SHA-256 0000000000000000.');
    await model.dispose();
  });

  test('an import.json that nobody wrote is damaged', async () => {
    const files = await imported('pykan-pruned').files(null);
    expect(await refusal(() => loaded({ ...files, 'import.json': '{}' }))).toMatch(/^input: import\.json of the run is damaged: it has at "knotwork" what no run writes/);
  });
});

test('an imported network is pruned like others: an edge that is cut takes its constant along', async () => {
  const files = await imported('pykan-smooth').files(null);
  const model = await loaded(files);
  const { structure, network } = model.network;
  // All that leads over the third hidden node stays.
  const keep = structure.layers.map(({ terms }, l) => terms.map(({ edges }) => Array.from(edges.to, (to, e) => Number((l === 0 ? to : edges.from[e]!) === 2))));
  const none = structure.layers.map(({ terms }) => terms.map(({ edges }) => new Float64Array(edges.count)));
  const { report, structure: left } = prune(structure, network, keep, none, catalog);
  expect([left.layers.map(({ terms: [term] }) => term!.edges.count), report.nodes.length]).toEqual([[2, 1], 4]);
  await model.dispose();
});

describe('files', () => {
  test.each(['pykan-smooth', 'efficient-smooth'])('an archive that NumPy wrote of %s is the same network', async (name) => {
    const npz = readFileSync(new URL(`${name}.npz`, fixtures));
    expect(await imported(name, { bytes: npz }).files(null)).toEqual(await imported(name).files(null));
  });

  test.each<[string, Uint8Array, string]>([
    ['cut off', bytesOf('pykan-smooth').subarray(0, 2000), 'input: it cannot be imported: it has 56 bytes of numbers, and its header speaks of 1392. Save it again with the lines in docs/import.md.'],
    ['empty', new Uint8Array(), 'input: it cannot be imported: it is cut off.'],
    ['a text', new TextEncoder().encode('x1,x2,y\n1,2,3\n'), 'input: it is a text, and a saved network has numbers. Save the network with the lines in docs/import.md; a table of rows is given beside it, --data ROWS.'],
    ['with a number that is not finite', withNumber(NaN), 'input: it cannot be imported: its tensor "act_fun.0.coef" has a number that is not finite.'],
    ['of half precision', ofHalves(), 'input: it cannot be imported: its tensor "weight" is BF16, and F64, F32, I64, I32, U8, BOOL are read.'],
    ['a file of torch.save', Uint8Array.from([0x50, 0x4b, 3, 4, ...new TextEncoder().encode(`${'\0'.repeat(26)}model/data.pkl`)]), 'input: it is a pickle, such as torch.save writes, and to read one is to run the code in it. Save the network with the lines in docs/import.md.'],
    ['a pickle', Uint8Array.from([0x80, 4, 0x95, 20, 0, 0, 0, 0, 0, 0, 0, 0x7d]), 'input: it is a pickle'],
    ['an archive that is cut off', writeNpz({ a: { shape: [1], values: Float64Array.of(1) } }).subarray(0, 60), 'input: it cannot be imported: it is no whole archive: '],
  ])('%s is refused', async (_, bytes, message) => {
    expect(await refusal(() => imported('pykan-smooth', { bytes, file: 'it' }))).toContain(message);
  });

  test('names that do not fit are refused', async () => {
    expect(await refusal(() => imported('pykan-smooth', { inputs: ['a'] }))).toBe('input: --inputs names 1, and there are 2: the network calls them "x1", "x2". Give one name for each, in this order.');
    expect(await refusal(() => imported('pykan-smooth', { outputs: ['a', 'b'] }))).toBe('input: --outputs names 2, and there is 1: the network calls it "y1". Give one name for each, in this order.');
    expect(await refusal(() => imported('efficient-classes', { classes: ['a', 'b'] }))).toContain('--classes names 2, and there are 3');
    expect(await refusal(() => imported('pykan-smooth', { inputs: ['a', 'a'] }))).toBe('input: "a" is named twice. Give every column a name of its own.');
    expect(await refusal(() => imported('pykan-smooth', { inputs: ['a', 'b'], outputs: ['a'] }))).toMatch(/^input: "a" is named twice\./);
    expect(await refusal(() => imported('pykan-smooth', { inputs: ['a', 'y1'] }))).toMatch(/^input: "y1" is named twice\./);
    expect(await refusal(() => imported('pykan-smooth', { from: { kind: 'torch' } }))).toContain('Unknown importer "torch". Installed: efficient-kan, fast-kan, jaxkan, pykan.');
  });
});

/** The network with a number in the place of its first coefficient. */
function withNumber(value: number): Uint8Array {
  // A Buffer may be a part of a larger one.
  const bytes = Uint8Array.from(bytesOf('pykan-smooth'));
  const view = new DataView(bytes.buffer);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + Number(view.getBigUint64(0, true))))) as Record<string, { data_offsets: [number, number] }>;
  view.setFloat32(8 + Number(view.getBigUint64(0, true)) + header['act_fun.0.coef']!.data_offsets[0], value, true);
  return bytes;
}

/** A file with a number of two bytes. */
function ofHalves(): Uint8Array {
  const header = new TextEncoder().encode('{"weight":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}');
  const bytes = new Uint8Array(10 + header.length);
  bytes[0] = header.length;
  bytes.set(header, 8);
  return bytes;
}
