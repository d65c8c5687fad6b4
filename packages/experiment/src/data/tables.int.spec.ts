import { expect, test } from '@jest/globals';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { gzipSync } from 'node:zlib';
import { Composer } from '../compose/composer.js';
import { memoryFiles } from '../host/files.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();

interface Ran {
  readonly notes: readonly string[];
  readonly record: { readonly encoding?: unknown; readonly data: unknown };
  readonly network: Uint8Array;
  readonly metrics: { readonly train: Readonly<Record<string, number>>; readonly test: Readonly<Record<string, number>> };
}

/** Runs a small fit on a table in memory. */
async function ran(dataset: string, content: string | Uint8Array, widths = '[1,1]', smoothing: 0 | 'auto' = 0): Promise<Ran> {
  const path = /path: ([\w.]+)/.exec(dataset)![1]!;
  const text = `{ knotwork: 1, name: table, dataset: ${dataset}, standardizeTargets: false, network: { widths: ${widths} }, stages: [{ kind: fit, steps: 5, starts: { count: 1 }, smoothing: ${smoothing} }] }`;
  const place = new MemoryPlace();
  const composition = await new Composer(standard, [given(tokens.files, memoryFiles({ [path]: content }))]).compose(
    { text, fileName: 'table.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, place)]);
  await composition.run();
  const json = (name: string): unknown => JSON.parse(place.folder.text(name)!);
  const { metrics } = json('result.json') as Pick<Ran, 'metrics'>;
  return { notes: composition.notes, record: json('run.json') as Ran['record'], network: place.folder.read('network.safetensors')!, metrics };
}

const rows = (of: (k: number) => readonly unknown[]): string => Array.from({ length: 60 }, (_, k) => of(k).join(',')).join('\n');

test('a row of weight 2 is learned from as two rows are; the loss goes by weights, metrics count rows', async () => {
  const isTwo = (k: number): boolean => k % 3 === 0;
  const line = (k: number, w: number): string => [(k / 60).toFixed(6), w, k % 4 === 3 ? 'test' : 'train', isTwo(k) ? 1 : (k / 60) ** 2].join(',');
  const all = Array.from({ length: 60 }, (_, k) => k);
  const weighed = ['x,w,part,y', ...all.map((k) => line(k, isTwo(k) ? 2 : 1))].join('\n');
  const twice = ['x,w,part,y', ...all.flatMap((k) => (isTwo(k) ? [line(k, 1), line(k, 1)] : [line(k, 1)]))].join('\n');
  const dataset = (more: string): string => `{ kind: table, path: a.csv, target: y, inputs: [x], standardize: false, split: { validation: 0, test: { column: part, values: [test] } }${more} }`;
  const [one, two, plain] = [await ran(dataset(', weight: w'), weighed), await ran(dataset(''), twice), await ran(dataset(''), weighed)];
  expect(one.metrics.train['loss']).toBeCloseTo(two.metrics.train['loss']!, 9);
  expect(one.metrics.test['loss']).toBeCloseTo(two.metrics.test['loss']!, 9);
  expect(Math.abs(one.metrics.train['loss']! - plain.metrics.train['loss']!)).toBeGreaterThan(1e-3);
  // A row of the test that weighs 2 counts once in metrics.
  expect(one.metrics.test['rmse']! ** 2).not.toBeCloseTo(one.metrics.test['loss']!, 3);
  expect(plain.metrics.test['rmse']! ** 2).toBeCloseTo(plain.metrics.test['loss']!, 9);
});

test('only ratios of weights count', async () => {
  const table = (factor: number): string => `x,w,y\n${rows((k) => [k / 60, factor * (1 + k % 4), (k / 60) ** 2 + (k % 4)])}\n`;
  const dataset = '{ kind: table, path: a.csv, target: y, weight: w }';
  for (const smoothing of [0, 'auto'] as const) {
    const [one, four] = [await ran(dataset, table(1), '[1,1]', smoothing), await ran(dataset, table(4), '[1,1]', smoothing)];
    expect(four.network).toEqual(one.network);
  }
});

test('of inputs that are the same in all training rows only columns are told to be left out', async () => {
  const table = (late: readonly string[]): string => `x,fix,make,y\n${rows((k) => [k, 7, late[59 - k] ?? ['a', 'b'][k % 2], k])}\n`;
  const dataset = (more: string, late: readonly string[]): string => `{ kind: table, path: a.csv, target: y, inputs: [x, fix, make], categories: one-hot${more}, split: { validation: 0, test: { column: make, values: [${late.join(', ')}] } } }`;
  const kept = (count: number): string => `"fix" (7) is the same in all ${count} training rows: nothing is learned from it. Leave it out of the inputs`;
  expect((await ran(dataset(', levels: all', ['c']), table(['c']), '[5,1]')).notes).toEqual([
    kept(59), '"make=c" (0) is the same in all 59 training rows: nothing is learned from it, and rows that differ there are extrapolated. It stands for a value or a gap of a column, and can be left out only with that column',
  ]);
  expect((await ran(dataset(', levels: all', ['c', 'd']), table(['c', 'd']), '[6,1]')).notes[1]).toMatch(/^"make=c" \(0\), "make=d" \(0\) are .* learned from them, .* They stand for values or gaps of columns, and can be left out only with these columns$/);
  expect((await ran(dataset('', ['c']), table(['c']), '[4,1]')).notes.filter((note) => note.includes('training rows'))).toEqual([kept(59)]);
});

test('a table that is packed, or in memory, is learned as the same table in plain text', async () => {
  const text = `x,y\n${rows((k) => [k / 64, k / 32])}\n`;
  const plain = await ran('{ kind: csv, path: a.csv, target: y }', text);
  expect((await ran('{ kind: table, path: a.csv.gz, target: y }', gzipSync(text))).network).toEqual(plain.network);
  const columns = { x: Array.from({ length: 60 }, (_, k) => k / 64), y: Array.from({ length: 60 }, (_, k) => k / 32) };
  expect((await ran('{ kind: table, path: a.json, target: y }', JSON.stringify(columns))).network).toEqual(plain.network);
  expect(plain.record).not.toHaveProperty('encoding');
});

test('what was done about cells that are no numbers is told before the run and kept in run.json', async () => {
  const table = `x,make,y\n${rows((k) => [k === 7 ? 'NA' : k, ['a', 'b'][k % 2], k])}\n`;
  const { notes, record } = await ran('{ kind: table, path: a.csv, target: y, missing: drop, categories: one-hot }', table, '[3,1]');
  expect(notes).toEqual(['1 of 60 rows of a.csv are left out because a value is missing']);
  expect(record.encoding).toEqual({ train: { missing: 'drop', columns: [{ column: 'x', as: 'number' }, { column: 'make', as: 'levels', levels: ['a', 'b'] }] } });
});
