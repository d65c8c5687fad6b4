import { describe, expect, test } from '@jest/globals';
import { trace } from '@knotwork/algebra';
import { AS_GIVEN, catalogOf, type Data, type DataAccess, defineDataSet, KnotworkError, optionError, z } from '@knotwork/plugin';
import { loadData } from './load-data.js';
import { budgetHere, unknownMemory } from '../budget/index.js';
import { type ResolvedExperiment } from '../config/index.js';
import { plainDigest } from '../host/digest.js';
import { type Files, memoryFiles, NO_SUCH_FILE } from '../host/files.js';
import { RunStreams } from '../run/run-streams.js';

const budget = budgetHere(unknownMemory);

/** Loads one data set that does nothing but fail, alone in its file or among several. */
async function refusal(load: (access: DataAccess) => never | Promise<never>, place: 'dataset' | 'datasets' = 'dataset', files: Files = memoryFiles({})): Promise<unknown> {
  const failing = defineDataSet({ name: 'failing', summary: 'Fails', options: z.strictObject({}), load: (_, access) => Promise.resolve().then(() => load(access)) });
  const use = { kind: 'failing' };
  const experiment = { ...(place === 'dataset' ? { dataset: use } : { datasets: { first: use } }), standardizeTargets: true, stages: [] } as unknown as ResolvedExperiment;
  const catalog = catalogOf([{ definition: failing, package: 'theirs', version: '1.0.0' }]);
  return loadData(experiment, catalog, new RunStreams(1, {}), files, plainDigest, { folder: '/data' }, budget, null).then(() => null, (error: unknown) => error);
}

test('a data set complains of an option, and what is said has the whole path in it, wherever the data set stands', async () => {
  const complain = (): never => { throw optionError('rows', (at) => `${at('rows')} must be even; got 3. Set ${at('rows')}=4.`, { line: 7 }); };
  expect(await refusal(complain)).toMatchObject({ code: 'input', message: 'dataset.rows must be even; got 3. Set dataset.rows=4.', place: { path: 'dataset.rows', line: 7 } });
  expect(await refusal(complain, 'datasets')).toMatchObject({ message: 'datasets.first.rows must be even; got 3. Set datasets.first.rows=4.', place: { path: 'datasets.first.rows' } });
});

test('one that only names the option in the place, or nothing at all, is placed too', async () => {
  const named = (): never => { throw new KnotworkError('input', 'Rows come in pairs; got 3.', { option: 'rows' }); };
  expect(await refusal(named, 'datasets')).toMatchObject({ message: 'Rows come in pairs; got 3.', place: { path: 'datasets.first.rows' } });
  const unnamed = (): never => { throw new KnotworkError('input', 'There is nothing to learn.'); };
  expect(await refusal(unnamed, 'datasets')).toMatchObject({ message: 'There is nothing to learn.', place: { path: 'datasets.first' } });
  for (const how of ['read', 'readBytes'] as const) expect(await refusal((access) => access[how]('nowhere.csv') as Promise<never>, 'datasets'))
    .toMatchObject({ message: 'The file "nowhere.csv" does not exist or cannot be read. Paths start at the experiment file\'s folder, /data.', place: { path: 'datasets.first' } });
});

/** Two rows in each part. */
const rows = { inputs: { count: 2, width: 1, values: Float64Array.of(1, 2) }, targets: { count: 2, width: 1, values: Float64Array.of(3, 4) } };

/** Loads two data sets of one row, changed, that read in their own way and declare what they are told to. */
async function loaded(read: (access: DataAccess) => Promise<unknown>, files: readonly string[], change: Partial<Data> = {}) {
  const data: Data = { task: 'regression', inputs: [{ name: 'x' }], outputs: [{ name: 'y' }], standardizeInputs: false, train: rows, validation: rows, test: rows, ...change };
  const reading = defineDataSet({ name: 'reading', summary: 'Reads', options: z.strictObject({}), files: () => files, load: async (_, access) => { await read(access); return data; } });
  const experiment = { datasets: { first: { kind: 'reading' } }, standardizeTargets: false, stages: [] } as unknown as ResolvedExperiment;
  const contents = { 'a.csv': '\uFEFFx\nö\n', 'b.npy': Uint8Array.of(0x93, 0, 255) };
  return loadData(experiment, catalogOf([{ definition: reading, package: 'theirs', version: '1.0.0' }]), new RunStreams(1, {}), memoryFiles(contents), plainDigest, { folder: '' }, budget, null);
}

test('files are known by the hash of their bytes, read as text or as bytes, or only declared', async () => {
  const [text, bytes] = [plainDigest.sha256('\uFEFFx\nö\n'), plainDigest.sha256(Uint8Array.of(0x93, 0, 255))];
  const all = ['a.csv', 'b.npy'];
  expect((await loaded(async (a) => [await a.read('a.csv'), await a.readBytes('b.npy')], all)).files).toEqual({ 'a.csv': text, 'b.npy': bytes });
  expect((await loaded(async (a) => [await a.readBytes('a.csv'), await a.readBytes('b.npy')], all)).files).toEqual({ 'a.csv': text, 'b.npy': bytes });
  expect((await loaded(async () => 0, ['a.csv'])).files).toEqual({ 'a.csv': text });
  // Bytes that are no text are told apart by their bytes, also where somebody took them for text.
  expect((await loaded(async (a) => [await a.read('b.npy'), await a.readBytes('b.npy')], all)).files['b.npy']).toBe(bytes);
});

test('of a file that is read in both ways the later one says its hash', async () => {
  const [text, bytes] = [plainDigest.sha256('\ufffd\0\ufffd'), plainDigest.sha256(Uint8Array.of(0x93, 0, 255))];
  expect((await loaded(async (a) => [await a.readBytes('b.npy'), await a.read('b.npy')], ['b.npy'])).files['b.npy']).toBe(text);
  expect((await loaded(async (a) => [await a.read('b.npy'), await a.readBytes('b.npy')], ['b.npy'])).files['b.npy']).toBe(bytes);
});

test('what keeps a file from being read is said in words, and a file that is not there as before', async () => {
  const because = (reason: string): Files => ({ read: () => Promise.reject(new Error(reason)), readBytes: () => Promise.reject(new Error(reason)) });
  const read = (access: DataAccess): Promise<never> => access.readBytes('a.csv') as Promise<never>;
  expect(await refusal(read, 'dataset', because('it is a pipe, and only files are read'))).toMatchObject({ code: 'input', message: 'The file "a.csv" cannot be read: it is a pipe, and only files are read. Paths start at the experiment file\'s folder, /data.' });
  expect(await refusal(read, 'dataset', because(NO_SUCH_FILE))).toMatchObject({ message: 'The file "a.csv" does not exist or cannot be read. Paths start at the experiment file\'s folder, /data.' });
});

test('a file is read again only where another data set asks for it', async () => {
  const counted = async (names: readonly string[]): Promise<number> => {
    let count = 0;
    const contents = memoryFiles({ 'a.csv': 'x' });
    const files: Files = { read: (...where) => contents.read(...where), readBytes: (...where) => { count++; return contents.readBytes(...where); } };
    const reading = defineDataSet({ name: 'reading', summary: 'Reads', options: z.strictObject({}), load: async (_, access) => {
      await access.readBytes('a.csv');
      return { task: 'regression', inputs: [{ name: 'x' }], outputs: [{ name: 'y' }], standardizeInputs: false, train: rows, validation: rows, test: rows };
    } });
    const experiment = { datasets: Object.fromEntries(names.map((name) => [name, { kind: 'reading' }])), standardizeTargets: false, stages: [] } as unknown as ResolvedExperiment;
    await loadData(experiment, catalogOf([{ definition: reading, package: 'theirs', version: '1.0.0' }]), new RunStreams(1, {}), files, plainDigest, { folder: '' }, budget, null);
    return count;
  };
  expect([await counted(['one']), await counted(['one', 'two', 'three'])]).toEqual([1, 1]);
});

test('weights that are none are a defect of the plugin that gave them', async () => {
  const told = async (weights: readonly number[]): Promise<unknown> => loaded(async () => 0, [], { validation: { ...rows, weights: Float64Array.from(weights) } }).then(() => 'loaded', (error: KnotworkError) => [error.code, error.message]);
  expect(await told([0, 2])).toBe('loaded');
  for (const [weights, says] of [[[1], 'validation has 1 weights for 2 rows'], [[1, -1], 'the weight of row 1 of validation is -1'], [[NaN, 1], 'the weight of row 0 of validation is NaN'], [[0, 0], 'all weights of validation are 0']] as const) {
    expect(await told(weights)).toEqual(['plugin', `The data set "reading" breaks its contract: ${says}. Report it to the plugin's author, or use another data set.`]);
  }
});

describe('names of variables', () => {
  const two = { ...rows, inputs: { count: 2, width: 2, values: Float64Array.of(1, 2, 3, 4) } };
  const classes = { ...two, targets: { count: 2, width: 2, values: Float64Array.of(1, 0, 0, 1) } };
  const told = (change: Partial<Data>): Promise<unknown> => loaded(async () => 0, [], change).then(() => 'loaded', ({ code, message }: KnotworkError) => [code, message]);
  const named = (inputs: readonly string[], outputs: readonly string[], of: Data['train'], task: Data['task'] = 'regression'): Promise<unknown> =>
    told({ task, inputs: inputs.map((name) => ({ name })), outputs: outputs.map((name) => ({ name })), train: of, validation: of, test: of });
  const refused = (name: string): unknown => ['plugin', `The data set "reading" breaks its contract: two variables are called "${name}". Report it to the plugin's author, or use another data set.`];

  test('that come twice are a defect of the plugin: rows that come later would give one column to both', async () => {
    expect(await named(['a', 'b'], ['y'], two)).toBe('loaded');
    expect(await named(['a', 'a'], ['y'], two)).toEqual(refused('a'));
    expect(await named(['a', 'b'], ['a'], two)).toEqual(refused('a'));
    expect(await named(['a', 'b'], ['y', 'y'], classes)).toEqual(refused('y'));
  });

  test('may be those of classes, which are no columns, but classes differ', async () => {
    expect(await named(['red', 'blue'], ['red', 'blue'], classes, 'classification')).toBe('loaded');
    expect(await named(['a', 'a'], ['red', 'blue'], classes, 'classification')).toEqual(refused('a'));
    expect(await named(['a', 'b'], ['red', 'red'], classes, 'classification')).toEqual(refused('red'));
  });

  test('come with as many groups as there are training rows, where rows are in groups', async () => {
    for (const division of ['time', Uint32Array.of(0, 1)] as const) expect(await told({ division })).toBe('loaded');
    for (const length of [1, 3]) expect(await told({ division: new Uint32Array(length) })).toEqual(['plugin', `The data set "reading" breaks its contract: division has ${length} groups for 2 rows. Report it to the plugin's author, or use another data set.`]);
  });
});

describe('numbers that cannot be computed with', () => {
  const change = (part: 'train' | 'validation' | 'test', what: 'inputs' | 'targets', ...values: number[]): Promise<unknown> =>
    loaded(async () => 0, [], { [part]: { ...rows, [what]: { ...rows[what], values: Float64Array.from(values) } } }).then(() => 'loaded', ({ code, message, place }: KnotworkError) => [code, message, place.path]);

  test.each([['train', 'inputs', 'x'], ['validation', 'inputs', 'x'], ['test', 'targets', 'y'], ['train', 'targets', 'y']] as const)('one of %s %s that is not finite is a defect of the plugin', async (part, what, column) => {
    for (const odd of [NaN, Infinity, -Infinity]) {
      expect(await change(part, what, 1, odd)).toEqual(['plugin', `The data set "reading" breaks its contract: "${column}" in row 1 of ${part} is ${odd}. Report it to the plugin's author, or use another data set.`, undefined]);
    }
  });

  test('one whose square is none is refused with its place', async () => {
    for (const [part, value] of [['train', 1.1e150], ['test', -1e200]] as const) {
      expect(await change(part, 'targets', value, 1)).toEqual(['input', `Numbers must lie within 1e+150 of zero, because their squares are added up; got ${value} as "y" in row 0 of ${part}, counted from 0. Divide the column by a power of ten, or remove the row.`, 'datasets.first']);
    }
    expect(await change('train', 'inputs', -1e150, 1e150)).toBe('loaded');
  });

  test('a column whose differences have no squares is refused; one that is constant is not', async () => {
    expect(await change('train', 'inputs', 1e-200, 3e-200)).toEqual(['input', 'Numbers that differ must differ by at least 1e-150, because their squares are added up; those of "x" lie within 2e-200 of each other. Multiply the column by a power of ten, or leave it out.', 'datasets.first']);
    expect(await change('train', 'inputs', 0, 1e-149)).toBe('loaded');
    expect(await change('train', 'inputs', 1e-200, 1e-200)).toBe('loaded');
    expect(await change('test', 'inputs', 1e-200, 3e-200)).toBe('loaded');
  });
});

test('what knows its place in the file keeps it, and a failure of the plugin stays one', async () => {
  expect(await refusal(() => { throw new KnotworkError('input', 'elsewhere', { path: 'seed' }); }, 'datasets')).toMatchObject({ message: 'elsewhere', place: { path: 'seed' } });
  const failed = await refusal(() => { throw new TypeError('x is undefined'); }, 'datasets') as KnotworkError;
  expect([failed.code, failed.message, failed.place.path]).toEqual(['plugin', '"load" of the dataset "failing" failed: x is undefined. Report it to the plugin\'s author, or use another dataset.', undefined]);
});

test('conditions of outputs go with equations, in the units of the user', async () => {
  const conditions = { base: [['constant', 0] as const], factor: [['input', 0] as const] };
  const equations = { objective: { blocks: [{ name: 'it', points: 'inside', form: 'residuals', weight: 1, formula: trace(['y'], (y) => ({ r: y! })), reads: { y: { of: 'output', index: 0 } } } as const] }, points: { inside: rows }, draw: {} };
  const change = { outputs: [{ name: 'y', conditions }], equations };
  const said = 'outputs have conditions, which go with equations and with inputs that are not standardized';
  await expect(loaded(async () => 0, [], { outputs: change.outputs })).rejects.toThrow(said);
  await expect(loaded(async () => 0, [], { ...change, standardizeInputs: 'robust' })).rejects.toThrow(said);
  await expect(loaded(async () => 0, [], { ...change, outputs: [{ name: 'y', conditions: { ...conditions, factor: [['input', 1]] } }] })).rejects.toThrow('the conditions of y are no formula of its inputs: step 0, "input", must be one of 1 inputs; got 1');
  expect((await loaded(async () => 0, [], change)).outputs).toEqual([{ name: 'y', map: AS_GIVEN, conditions }]);
});
