import { expect, test } from '@jest/globals';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import type { BesideSimple } from './beside-simple.js';
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
