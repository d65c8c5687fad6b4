import { afterAll, expect, test } from '@jest/globals';
import type { Composition } from '@knotwork/experiment';
import { toYaml } from '@knotwork/experiment/texts';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import { small, workplace } from './fixtures/workplace.js';

const samples = 'samples: { train: 60, validation: 30, test: 30 }';
/** The curve of `small` in two halves, of which the second is shifted. */
const halves = small.replace(/dataset:\n[^]*(?=network:)/, `datasets:
  left: { kind: expression, expression: sin(pi * x1) + x2, domain: [[-1, 0], [-1, 1]], ${samples} }
  right: { kind: expression, expression: sin(pi * x1) + x2 + 5, domain: [[0, 3], [-1, 1]], ${samples} }
`).replace('kind: fit', 'kind: fit\n    data: left').replace('fit: {', 'fit: { data: right,');
const table = Array.from({ length: 40 }, (_, i) => `${i},${i % 7},${i * i}`).join('\n');

const { folder, remove } = workplace({ 'small.yaml': small, 'halves.yaml': halves, 'rows.csv': `a,b,y\n${table}\n`, 'named.csv': `x1,x2,y\n${table}\n` });
afterAll(remove);

const standard = await standardPackages();
const composed = (file: string, ...overrides: string[]): Promise<Composition> => composeFromFile({ file, overrides, again: true, out: 'out', cwd: folder }, standard);
const refusal = (...overrides: string[]): Promise<string> => composed('halves.yaml', ...overrides).then(() => '', (e: Error) => e.message);
const inputsOf = ({ dataSets }: Composition, name: string): Float64Array => dataSets.get(name)!.train.inputs.values;

test('metrics are those of all data sets together, and of each of them at the end and after each stage', async () => {
  const { result } = await (await composed('halves.yaml')).run();
  interface Measured { metrics: Record<string, { rmse: number }>; dataSets: Record<string, Record<string, { rmse: number }>> }
  const { metrics, dataSets, stages } = result as unknown as Measured & { stages: (Measured & { rungs: Measured[]; kept: number })[] };
  expect(Object.keys(dataSets)).toEqual(['left', 'right']);
  for (const split of ['train', 'validation', 'test']) {
    const [left, right] = [dataSets['left']![split]!.rmse, dataSets['right']![split]!.rmse];
    expect(metrics[split]!.rmse).toBeCloseTo(Math.sqrt((left ** 2 + right ** 2) / 2), 12);
  }
  // Each stage learns its own set: the left half is forgotten, and that shows.
  const learned = stages.map((stage) => [stage.dataSets['left']!['test']!.rmse, stage.dataSets['right']!['test']!.rmse]);
  expect(learned[0]![0]).toBeLessThan(0.1 * learned[0]![1]!);
  expect(learned[1]![1]).toBeLessThan(0.1 * learned[0]![1]!);
  expect(learned[1]![0]).toBeGreaterThan(2 * learned[0]![0]!);
  expect(stages[1]!.rungs[stages[1]!.kept]!.metrics).toEqual(stages[1]!.dataSets['right']);
  expect(stages[1]!.dataSets).toEqual(dataSets);
});

test('a single data set has no metrics of its own besides', async () => {
  const { result } = await (await composed('small.yaml')).run();
  expect(Object.keys(result)).not.toContain('dataSets');
});

test('units and first domains are those of all data sets together', async () => {
  const { data, run } = await composed('halves.yaml', 'stages=[{ kind: fit, data: left, steps: 1, grid: fixed, starts: { count: 1 } }]');
  expect([data.train.inputs.count, data.validation.inputs.count, data.test.inputs.count]).toEqual([120, 60, 60]);
  const { values } = data.train.targets;
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  // The loss counts in standard deviations of the pooled training targets.
  const { metrics } = (await run()).result as { metrics: { train: { loss: number; rmse: number } } };
  expect(metrics.train.rmse ** 2 / metrics.train.loss / variance).toBeCloseTo(1, 10);
});

test('a data set draws the same rows whatever stands beside it', async () => {
  const [two, three, one] = await Promise.all([
    composed('halves.yaml'), composed('halves.yaml', 'datasets.another={ kind: expression, expression: x1 + x2 }'), composed('small.yaml'),
  ]);
  for (const name of ['left', 'right']) expect(inputsOf(three, name)).toEqual(inputsOf(two, name));
  expect(inputsOf(two, 'left').map((v, k) => (k % 2 === 0 ? v * 3 + 3 : v))).not.toEqual(inputsOf(two, 'right'));
  expect([...one.dataSets.keys()]).toEqual(['train']);
  expect(one.dataSets.get('train')).toBe(one.data);
});

test('the order of data sets in a file changes neither the identity of a run nor its result', async () => {
  const lines = halves.split('\n');
  const left = lines.findIndex((line) => line.startsWith('  left:'));
  const swapped = lines.with(left, lines[left + 1]!).with(left + 1, lines[left]!).join('\n');
  const other = workplace({ 'halves.yaml': swapped });
  const [a, b] = [await composed('halves.yaml'), await composeFromFile({ file: 'halves.yaml', overrides: [], again: true, out: 'out', cwd: other.folder }, standard)];
  expect(b.id).toBe(a.id);
  expect(JSON.stringify((await b.run()).result)).toBe(JSON.stringify((await a.run()).result));
  other.remove();
});

test('data sets of other variables are refused', async () => {
  expect(await refusal('datasets.right.expression=x1 + x3', 'datasets.right.domain=[0,1]')).toBe(
    'datasets.right (line 6) must have the inputs of datasets.left, x1, x2, because one network learns both; got x1, x2, x3. Change one of them.');
  expect(await refusal('datasets.right={ kind: csv, path: rows.csv, target: y }')).toContain('must have the inputs of datasets.left, x1, x2, because one network learns both; got a, b.');
  expect(await refusal('datasets.right.expression=[x1, x2]')).toContain('must have the outputs of datasets.left, y, because one network learns both; got y1, y2.');
  expect(await refusal('datasets.right={ kind: csv, path: named.csv, target: y }')).toContain('datasets.left (line 5) must have its inputs standardized as those of datasets.right are');
  expect(await refusal('datasets.right={ kind: csv, path: named.csv, target: y, standardize: false }')).toBe('');
});

test('what is wrong in one of several data sets is said of that one', async () => {
  expect(await refusal('datasets.right={ kind: csv, path: rows.csv, target: z }')).toMatch(/^datasets\.right\.target \(from the override .*\) must name columns of rows\.csv; got "z"\./);
  expect(await refusal('datasets.right.sampling=even')).toBe(
    'datasets.right.samples.train (line 6) must be a whole number of at least 2 to the power of 2 where sampling is even, because there are 2 inputs; got 60. Set datasets.right.samples.train=49 or datasets.right.samples.train=64, or datasets.right.sampling=random.');
  expect(await refusal('datasets.left.expression=sin(')).toMatch(/^datasets\.left\.expression \(from the override "datasets\.left\.expression=sin\("\)/);
  expect(await refusal('datasets.left={ kind: csv, path: nowhere.csv, target: y }')).toMatch(/^datasets\.left .*"nowhere\.csv" does not exist/);
});

test('the presets of this version fill files in that can be run again', async () => {
  for (const preset of ['staircase', 'continual']) {
    const { experiment } = await composed('small.yaml', `preset=${preset}`);
    const resolved = toYaml(experiment);
    const { folder: other, remove: removeOther } = workplace({ 'resolved.yaml': resolved });
    const again = await composeFromFile({ file: 'resolved.yaml', overrides: [], again: true, out: 'out', cwd: other }, standard);
    removeOther();
    expect(toYaml(again.experiment)).toBe(resolved);
  }
});

test('a level of a preset that the file rules out is said to be the preset\'s', async () => {
  const without = ['stages=null', 'datasets=null', `dataset={ kind: expression, expression: x1 + x2, ${samples} }`];
  expect(await refusal('preset=staircase', ...without, 'network.basis.intervals=10')).toBe(
    'stages.1.levels.0 (from the preset "staircase") must not lower the resolution: "intervals" of b-spline is 10 there, got 6. Begin with a higher level, such as 20, 30, 40, which keep its functions as they are, or give the network\'s basis a lower intervals.');
});
