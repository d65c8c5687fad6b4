import { expect, test } from '@jest/globals';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import type { BesideSimple } from './beside-simple.js';
import type { FilledRows } from './filled-rows.js';
import type { Generalization } from './generalization.js';
import type { Metrics, MetricsBySplit } from './measurement.js';
import { Composer } from '../compose/composer.js';
import { memoryFiles } from '../host/files.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();
/** Targets of sizes far apart: a line, and noise that nothing explains. */
const files = memoryFiles({ 'table.csv': ['x,large,small,kind', ...Array.from({ length: 40 }, (_, k) => `${k / 40},${1000 * k},${1e-4 * Math.sin(7 * k * k)},${k % 3 === 0 ? 'a' : 'b'}`)].join('\n') });
const result = async (target: string, width: number, more = ''): Promise<{ readonly metrics: MetricsBySplit; readonly targets?: Readonly<Record<string, MetricsBySplit>> }> => {
  const text = `knotwork: 1\nname: it\ndataset: { kind: csv, path: table.csv, inputs: [x], target: ${target}, split: { validation: 0, test: 0.25 }${more} }\nnetwork: { widths: [1, ${width}] }\nstages: [{ kind: fit, steps: 5, starts: { count: 1 } }]\n`;
  const { run } = await new Composer(standard, [given(tokens.files, files)]).compose({ text, fileName: 'it.yaml', folder: '', overrides: [], again: false });
  return (await run()).result as never;
};

test('of several targets each is measured by itself, which their errors together do not tell', async () => {
  const { metrics, targets } = await result('[large, small]', 2);
  const { large, small } = targets!;
  expect(metrics.test!['r2']).toBeGreaterThan(0.9);
  expect([large!.test!['r2']! > 0.9, small!.test!['r2']! < 0.5, small!.test!['rmse']! < 1e-3]).toEqual([true, true, true]);
  // The square of the error over all is the mean of theirs, split by split.
  for (const split of ['train', 'test'] as const) expect(Math.hypot(large![split]!['rmse']!, small![split]!['rmse']!) / Math.SQRT2).toBeCloseTo(metrics[split]!['rmse']!, 9);
  expect(large!.validation).toBeNull();
  const { loss, ...others } = metrics.train as Metrics;
  expect([typeof loss, Object.keys(small!.train)]).toEqual(['number', Object.keys(others)]);
});

test('one target, and classes, have no others to be told from', async () => {
  expect(await result('large', 1)).not.toHaveProperty('targets');
  expect(await result('kind', 2, ', task: classification')).not.toHaveProperty('targets');
});

test('rows that are weighed are, for the network and for what it is held against alike', async () => {
  // One row in four says something else, and hardly counts.
  const rows = Array.from({ length: 80 }, (_, k) => { const x = (k % 40) / 40; return k % 4 === 0 ? `${x},0.001,${3 - x}` : `${x},1,${x + 1e-3 * Math.sin(7 * k * k)}`; });
  const text = 'knotwork: 1\nname: it\ndataset: { kind: csv, path: weighed.csv, target: y, weight: w, split: { validation: 0.2, test: 0.25 } }\nnetwork: { widths: [1, 1] }\nstages: [{ kind: fit, steps: 10, starts: { count: 1 }, smoothing: 1e-6 }]\n';
  const { run } = await new Composer(standard, [given(tokens.files, memoryFiles({ 'weighed.csv': ['x,w,y', ...rows].join('\n') }))]).compose({ text, fileName: 'it.yaml', folder: '', overrides: [], again: false });
  const { simple, metrics, generalization } = (await run()).result as { simple: BesideSimple; metrics: MetricsBySplit; generalization: Generalization };
  // All rows alike, nothing is learned.
  expect(metrics.test!['r2']).toBeLessThan(0.2);
  expect([simple.isWeighed, simple.network! < 0.3, simple.line! < 0.3]).toEqual([true, true, true]);
  expect([generalization.isWeighed, generalization.others < 0.1]).toEqual([true, true]);
});

test('a row that hardly weighs is no slip, however far it is', async () => {
  const farOf = async (weight: number): Promise<readonly string[]> => {
    const rows = Array.from({ length: 80 }, (_, k) => `${k / 80},${k === 31 ? weight : 1},${k === 31 ? 3 : k / 80 + 0.05 * Math.sin(7 * k * k)}`);
    const text = 'knotwork: 1\nname: it\ndataset: { kind: csv, path: weighed.csv, target: y, weight: w, split: { validation: 0, test: 0 } }\nnetwork: { widths: [1, 1] }\nstages: [{ kind: fit, steps: 10, starts: { count: 1 } }]\n';
    const { run } = await new Composer(standard, [given(tokens.files, memoryFiles({ 'weighed.csv': ['x,w,y', ...rows].join('\n') }))]).compose({ text, fileName: 'it.yaml', folder: '', overrides: [], again: false });
    return Object.keys((await run()).result['far'] as object);
  };
  expect([await farOf(1), await farOf(1e-4)]).toEqual([['y'], []]);
});

test('test rows are outside only in inputs that the network uses', async () => {
  // The target is x alone; test rows have a z that no training row has.
  const rows = Array.from({ length: 80 }, (_, k) => `${Math.sin(k)},${k < 70 ? Math.cos(5 * k) : 9},${k < 70 ? 'train' : 'test'},${Math.sin(k) + 0.1 * Math.sin(7 * k * k)}`);
  const outsideOf = async (stages: string): Promise<unknown> => {
    const text = `knotwork: 1\nname: it\ndataset: { kind: table, path: z.csv, inputs: [x, z], target: y, split: { validation: 0, test: { column: part, values: [test] } } }\nnetwork: { widths: [2, 1] }\nstages: [${stages}]\n`;
    const { run } = await new Composer(standard, [given(tokens.files, memoryFiles({ 'z.csv': ['x,z,part,y', ...rows].join('\n') }))]).compose({ text, fileName: 'it.yaml', folder: '', overrides: [], again: false });
    return (await run()).result['outside'];
  };
  const fit = '{ kind: fit, steps: 5, starts: { count: 1 }, smoothing: 1e-4 }';
  expect(await outsideOf(fit)).toMatchObject({ rows: 10, inputs: { z: { rows: 10 } } });
  expect(await outsideOf(`${fit}, { kind: prune, edgeThreshold: 0.3 }`)).toEqual({ rows: 0, share: 0, inputs: {} });
});

/** A run of a table whose target is 6 x, with cells of x or of z that are empty. @param data the data set, of which `table` is the beginning */
async function filledRun(empty: (k: number) => 'x' | 'z' | null, { more = ', missing: mean', target = 'y', data = (table: string) => `dataset: ${table} }`, network = '{ widths: [3, 1] }', stages = '{ kind: fit, steps: 10, starts: { count: 1 }, smoothing: 1e-4 }' } = {}) {
  const rows = Array.from({ length: 200 }, (_, k) => { const [x, z] = [Math.sin(3 * k * k), Math.cos(5 * k)]; return `${empty(k) === 'x' ? '' : x},${empty(k) === 'z' ? '' : z},${6 * x + 0.1 * Math.sin(7 * k * k)},${x > 0 ? 'a' : 'b'}`; });
  const text = `knotwork: 1\nname: it\n${data(`{ kind: table, path: gaps.csv, inputs: [x, z], target: ${target}, split: { validation: 0.2, test: 0.3 }${more}`)}\nnetwork: ${network}\nstages: [${stages}]\n`;
  const notes: string[] = [];
  const observer = { observe: (event: { readonly event: string; readonly text?: string }) => { if (event.event === 'note') notes.push(event.text!); } };
  const { run } = await new Composer(standard, [given(tokens.files, memoryFiles({ 'gaps.csv': ['x,z,y,kind', ...rows].join('\n') })), given(tokens.observer, observer)]).compose({ text, fileName: 'it.yaml', folder: '', overrides: [], again: false });
  const result = (await run()).result as { readonly filled: FilledRows | null; readonly generalization: Generalization | null; readonly metrics: MetricsBySplit };
  return { ...result, notes: notes.filter((note) => note.includes('empty')) };
}
const tenthOfX = (k: number): 'x' | null => (k % 10 === 3 ? 'x' : null);

test('rows whose cells were filled are told apart: the run says how much worse they are, and generalization is of the others', async () => {
  const { filled, generalization, metrics, notes } = await filledRun(tenthOfX);
  expect(filled).toMatchObject({ others: { rows: 100 - filled!.rows }, isWorse: true });
  expect([filled!.rows >= 5, filled!.rmse > 0.5, filled!.others.rmse < 0.1]).toEqual([true, true, true]);
  expect(notes).toEqual([expect.stringMatching(new RegExp(`^rows with empty cells, .* the RMSE of ${filled!.rows} with such cells is \\d+ % of the spread of the targets, that of the ${filled!.others.rows} without is [\\d.]+ %`))]);
  expect([generalization!.isWhole, generalization!.others]).toEqual([true, expect.closeTo(filled!.others.rmse, 12)]);
  expect(generalization!.train).toBeLessThan(0.1);
  expect(metrics.test!['rmse']).toBeGreaterThan(0.5);
});

test('nothing is told apart of rows that are whole, or were dropped, of one row, of what the network does not use, and of classes', async () => {
  for (const [empty, more] of [[() => null, ', missing: mean'], [tenthOfX, ', missing: drop']] as readonly [(k: number) => 'x' | null, string][]) {
    const { filled, generalization } = await filledRun(empty, { more, network: '{ widths: [2, 1] }' });
    expect([filled, 'isWhole' in generalization!]).toEqual([null, false]);
  }
  const one = await filledRun((k) => (k === 150 ? 'x' : null), { more: ', missing: mean, levels: all' });
  expect([one.filled, one.generalization!.isWhole, one.notes]).toEqual([null, true, []]);
  const ofZ = (k: number): 'z' | null => (k % 5 === 3 ? 'z' : null);
  const [used, pruned] = [await filledRun(ofZ), await filledRun(ofZ, { stages: '{ kind: fit, steps: 10, starts: { count: 1 }, smoothing: 1e-4 }, { kind: prune, edgeThreshold: 0.3 }' })];
  expect([used.filled!.isWorse, used.filled!.rows > 10, used.notes, pruned.filled, 'isWhole' in pruned.generalization!]).toEqual([false, true, [], null, false]);
  expect(await filledRun(tenthOfX, { more: ', missing: mean, task: classification', target: 'kind', network: '{ widths: [3, 2] }' })).toMatchObject({ filled: null, generalization: null, notes: [] });
});

test('of several networks the mean is judged, and of several data sets all rows together', async () => {
  const one = await filledRun(tenthOfX);
  const members = await filledRun(tenthOfX, { network: '{ widths: [3, 1] }\nmembers: 2' });
  expect([members.filled!.rows, members.filled!.isWorse, members.notes.length]).toEqual([one.filled!.rows, true, 1]);
  // The second is drawn otherwise, by its name.
  const sets = await filledRun(tenthOfX, { more: ', missing: mean, levels: all', data: (table) => `datasets: { first: ${table} }, second: ${table} } }`, stages: '{ kind: fit, data: first, steps: 10, starts: { count: 1 }, smoothing: 1e-4 }' });
  expect([sets.filled!.rows + sets.filled!.others.rows, sets.filled!.isWorse, sets.filled!.others.rmse < 0.1, sets.notes.length]).toEqual([200, true, true, 1]);
  const two = await filledRun(tenthOfX, { target: '[y, z]', data: (table) => `dataset: ${table.replace('[x, z]', '[x]')} }`, network: '{ widths: [2, 2] }' });
  expect([two.filled!.rows, two.filled!.isWorse]).toEqual([one.filled!.rows, false]);
});
