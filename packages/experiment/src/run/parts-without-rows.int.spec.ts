import { expect, test } from '@jest/globals';
import { isKnotworkError } from '@knotwork/plugin';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import type { RunEvent } from './run-events.js';
import { Composer } from '../compose/composer.js';
import type { Composition } from '../compose/composition.js';
import { memoryFiles } from '../host/files.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();
const rows = Array.from({ length: 40 }, (_, k) => `${k / 40},${(k / 40) ** 2}`);
const files = memoryFiles({ 'table.csv': ['x,y', ...rows].join('\n') });
const text = (split: string, stages: string): string => `knotwork: 1
name: parts
dataset: { kind: csv, path: table.csv, target: y, split: ${split} }
network: { widths: [1, 1] }
stages: ${stages}
`;
const events: RunEvent[] = [];
const composed = (split: string, stages: string, ...overrides: string[]): Promise<Composition> => {
  events.length = 0;
  return new Composer(standard, [given(tokens.files, files)]).compose(
    { text: text(split, stages), fileName: 'parts.yaml', folder: '', overrides, again: false }, [given(tokens.observer, { observe: (event) => { events.push(event); } })]);
};
interface Measured { readonly metrics: Readonly<Record<'train' | 'validation' | 'test', { readonly rmse: number } | null>> }
interface Result extends Measured { readonly stages: readonly (Measured & { readonly ending: string; readonly steps: number; readonly rungs?: readonly Measured[] })[] }
const NONE = { validation: null, test: null };

test.each([
  ['{ kind: levenberg-marquardt, tolerance: 0 }', 'converged'], ['{ kind: l-bfgs, tolerance: 0 }', 'steps'], ['{ kind: ssbroyden, tolerance: 0 }', 'steps'], ['adam', 'steps'],
])('a network is fitted by %s where nothing is held out: patience ends nothing, the last network is kept, and parts without rows have no metrics', async (optimizer, ending) => {
  const { run } = await composed('{ validation: 0, test: 0 }', `[{ kind: fit, optimizer: ${optimizer}, starts: { count: 2, steps: 3 }, steps: 40, stop: { patience: 1 } }, { kind: prune }]`);
  const { status, result } = await run();
  const { metrics, stages } = result as unknown as Result;
  expect([status, stages[0]!.ending]).toEqual(['completed', ending]);
  expect(metrics).toMatchObject({ train: { rmse: expect.any(Number) }, ...NONE });
  for (const stage of stages) expect(stage.metrics).toMatchObject(NONE);
  expect(events.filter(({ event }) => event === 'step').every((event) => !('validation' in event))).toBe(true);
});

test('validation and test are measured each by itself', async () => {
  const measured = async (split: string): Promise<Measured['metrics']> => ((await (await composed(split, '[{ kind: fit, steps: 3, starts: { count: 1 } }]')).run()).result as unknown as Result).metrics;
  expect(await measured('{ validation: 0.2, test: 0 }')).toMatchObject({ validation: { rmse: expect.any(Number) }, test: null });
  expect(await measured('{ validation: 0 }')).toMatchObject({ validation: null, test: { rmse: expect.any(Number) } });
});

test('rows of every part are counted, and errors of training rows stand beside those of all others', async () => {
  const told = async (split: string): Promise<{ readonly rows: object; readonly generalization: { readonly train: number; readonly others: number } | null; readonly metrics: Measured['metrics'] }> =>
    (await (await composed(split, '[{ kind: fit, steps: 3, starts: { count: 1 } }]')).run()).result as never;
  const { rows: counts, generalization, metrics } = await told('{ validation: 0.25, test: 0.125 }');
  expect(counts).toEqual({ train: 25, validation: 10, test: 5 });
  // Of 10 and 5 rows together, in the unit of the network that the training rows say.
  const unit = metrics.train!.rmse / generalization!.train;
  expect(generalization!.others * unit).toBeCloseTo(Math.sqrt((10 * metrics.validation!.rmse ** 2 + 5 * metrics.test!.rmse ** 2) / 15), 12);
  expect(unit).toBeGreaterThan(0.2);
  expect(await told('{ validation: 0, test: 0 }')).toMatchObject({ rows: { train: 40, validation: 0, test: 0 }, generalization: null });
});

test('one fold of several is an override of a file that says nothing of folds', async () => {
  const tests = await Promise.all([1, 2, 3].map(async (fold) => [...(await composed('{ validation: 0 }', '[{ kind: fit }]', `dataset.split.fold=${fold}`, 'dataset.split.of=3')).data.test.inputs.values]));
  expect(tests.flat().sort((a, b) => a - b)).toEqual(rows.map((_, k) => k / 40));
});

test('extend-grid refuses to choose a level by rows that are not there, before anything runs', async () => {
  const error = await composed('{ validation: 0 }', '[{ kind: fit }, { kind: extend-grid, levels: [8], fit: { smoothing: 0 } }]').then(() => null, (reason: unknown) => reason);
  expect(isKnotworkError(error) && error.message).toBe(
    'stages.1 (line 5) must have validation rows, by which "extend-grid" chooses the level that is kept; the data set "train" has none. Give it some, such as split: { validation: 0.2 } of a table, or let smoothing choose the level (fit: { smoothing: auto }), or leave the stage out.');
});

test('and climbs without them where smoothing that chooses itself says which level is better', async () => {
  const { result } = await (await composed('{ validation: 0 }', '[{ kind: fit, steps: 5, smoothing: auto }, { kind: extend-grid, levels: [8], fit: { steps: 5, smoothing: auto } }]')).run();
  const { stages } = result as unknown as Result;
  expect(stages[1]!.rungs!.map(({ metrics }) => metrics.validation)).toEqual([null, null]);
});
