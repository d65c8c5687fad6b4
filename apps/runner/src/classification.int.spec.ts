import { afterAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Composition, experimentJson } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import { knotwork, workspace } from './fixtures/knotwork.js';
import { small, workplace } from './fixtures/workplace.js';

const spirals = readFileSync(join(workspace, 'examples/data/spirals.csv'), 'utf8');
const file = `knotwork: 1
name: arms
seed: 1
dataset: { kind: csv, path: spirals.csv, target: arm, task: classification }
network:
  widths: [2, 3, 3]
  basis: { kind: b-spline, intervals: 3 }
stages:
  - kind: fit
    starts: { count: 2, steps: 5 }
    steps: 20
    smoothing: 0
  - kind: extend-grid
    levels: [5]
    fit: { steps: 5, smoothing: 0 }
    stop: none
`;
const several = file.replace('dataset: {', 'datasets: { first: {').replace('classification }', 'classification }, second: { kind: csv, path: numbers.csv, target: [first, second, third] } }')
  .replaceAll('kind: fit', 'kind: fit\n    data: first').replace('fit: {', 'fit: { data: first,');
const { folder, remove } = workplace({ 'spirals.csv': spirals, 'arms.yaml': file, 'several.yaml': several, 'small.yaml': small, 'numbers.csv': 'x,y,first,second,third\n1,2,3,4,5\n2,3,4,5,6\n3,4,5,6,7\n' });
afterAll(remove);

const standard = await standardPackages();
const composed = (name: string, ...overrides: string[]): Promise<Composition> => composeFromFile({ file: name, overrides, again: true, out: 'out', cwd: folder }, standard);
const refusal = (name: string, ...overrides: string[]): Promise<string> => composed(name, ...overrides).then(() => '', (e: Error) => e.message);

type BySplit = Record<'train' | 'validation' | 'test', Record<string, number>>;
interface Result { readonly status: string; readonly metrics: BySplit; readonly stages: readonly { readonly loss: number; readonly metrics: BySplit; readonly rungs?: readonly { readonly metrics: BySplit }[]; readonly kept?: number }[] }
const resultOf = async (name: string, ...overrides: string[]): Promise<Result> => (await (await composed(name, ...overrides)).run()).result as unknown as Result;

test('classes are learned by cross-entropy where the file names no loss, and judged by accuracy', async () => {
  const { status, metrics, stages } = await resultOf('arms.yaml');
  expect(status).toBe('completed');
  for (const split of ['train', 'validation', 'test'] as const) {
    expect(Object.keys(metrics[split])).toEqual(['loss', 'accuracy']);
    expect(metrics[split]['accuracy']).toBeGreaterThan(0.8);
  }
  expect(stages[0]!.metrics.train['loss']).toBeCloseTo(stages[0]!.loss, 12);
  // The ladder keeps the rung of the smallest cross-entropy over validation rows, and that is what the end reports.
  const { rungs, kept } = stages[1]!;
  const validation = rungs!.map((r) => r.metrics.validation['loss']!);
  expect(validation[kept!]).toBe(Math.min(...validation));
  expect(metrics).toEqual(rungs![kept!]!.metrics);
  const named = await resultOf('arms.yaml', 'stages.0.loss=cross-entropy', 'stages.1.fit.loss=cross-entropy');
  expect(named.metrics).toEqual(metrics);
});

test('smoothness of a network for classes chooses itself, too, and keeps no rows back', async () => {
  const { metrics, stages } = await resultOf('arms.yaml', 'stages=[{ kind: fit, starts: { count: 2, steps: 10 }, steps: 20 }]', 'network.widths=[2,4,3]');
  expect(metrics.validation).toBe(null);
  expect(metrics.test['accuracy']).toBeGreaterThan(0.8);
  const { smoothing } = stages[0] as unknown as { readonly smoothing: { readonly edf: number; readonly noise: unknown; readonly criterion: number } };
  expect(smoothing.noise).toBe(null);
  // Twice the loss, and 2 gamma edf / n; gamma is 3 with hidden nodes.
  expect(smoothing.criterion).toBeCloseTo(2 * metrics.train['loss']! + (6 * smoothing.edf) / 288, 6);
});

test('a resolved file says auto, and means what the task asks for', async () => {
  const { experiment } = await composed('arms.yaml');
  expect(experimentJson(experiment)).toMatchObject({ stages: [{ loss: { kind: 'auto' } }, { fit: { loss: { kind: 'auto' } } }] });
  const [auto, named] = [await resultOf('small.yaml'), await resultOf('small.yaml', 'stages.0.loss=mean-squared-error', 'stages.1.fit.loss=mean-squared-error')];
  expect(named.metrics).toEqual(auto.metrics);
});

test('the loss in a report is that of the stage that came last', async () => {
  const { metrics, stages } = await resultOf('small.yaml', 'stages.0.loss=huber', 'stages.1.fit.loss=mean-squared-error');
  const [first, last] = [stages[0]!, stages[1]!];
  // Residuals are below delta here, so that Huber's loss is half a mean square; the ladder begins with the same network.
  expect(first.metrics.train['loss']).toBeCloseTo(first.loss, 12);
  expect(last.rungs![0]!.metrics.train['loss']! / first.metrics.train['loss']!).toBeCloseTo(2, 10);
  expect(metrics).toEqual(last.rungs![last.kept!]!.metrics);
});

test.each(['adam', 'levenberg-marquardt'])('regression takes a robust loss with %s', async (optimizer) => {
  const { metrics } = await resultOf('small.yaml', `stages=[{ kind: fit, optimizer: ${optimizer}, loss: { kind: huber, delta: 0.5 }, steps: 20, starts: { count: 1 } }]`);
  expect(Object.keys(metrics.test)).toEqual(['loss', 'mae', 'maxError', 'r2', 'rmse']);
  expect(metrics.train['loss']).toBeLessThan(0.3);
});

test('targets of classes are not standardized, and a loss whose outputs are no logarithms of odds is refused', async () => {
  const { experiment } = await composed('arms.yaml');
  expect(experiment.standardizeTargets).toBe(true);
  const why = 'must suit the data, whose task is classification; the loss "mean-squared-error" is for regression: the outputs of what is fitted with it are no logarithms of odds, and the probabilities of classes would be wrong. Use loss: cross-entropy, or leave it out.';
  expect(await refusal('arms.yaml', 'stages.0.loss=mean-squared-error')).toBe(`stages.0.loss (from the override "stages.0.loss=mean-squared-error") ${why}`);
  expect(await refusal('arms.yaml', 'stages.1.fit.loss=mean-squared-error')).toBe(`stages.1.fit.loss (from the override "stages.1.fit.loss=mean-squared-error") ${why}`);
  for (const loss of ['huber', '{ kind: huber, delta: 0.5 }']) expect(await refusal('arms.yaml', `stages.0.loss=${loss}`)).toContain('the loss "huber" is for regression');
  expect(await refusal('arms.yaml', 'stages.0.loss=mean-absolute-error', 'stages.0.optimizer=adam')).toContain('the loss "mean-absolute-error" is for regression');
  expect(await refusal('arms.yaml', 'stages.0.loss={ kind: cross-entropy, labelSmoothing: 0.1 }')).toBe('');
});

test('what does not fit together is refused with place and remedy', async () => {
  expect(await refusal('arms.yaml', 'network.widths=[2,3,1]')).toBe(
    'network.widths (from the override "network.widths=[2,3,1]") must end with 3, the number of classes of data set "csv"; got 1. Set network.widths=[2,3,3] or change dataset.');
  expect(await refusal('small.yaml', 'stages.1.fit.loss=cross-entropy')).toBe(
    'stages.1.fit.loss (from the override "stages.1.fit.loss=cross-entropy") must suit the data, whose task is regression; the loss "cross-entropy" is for classification. Use loss: mean-squared-error, or leave it out.');
  const flat = 'The optimizer "levenberg-marquardt" solves normal equations, and the loss "mean-absolute-error" gives it none: its second derivatives are 0 everywhere. Use loss: huber, or an optimizer that takes any loss, such as adam or l-bfgs.';
  expect(await refusal('small.yaml', 'stages.0.loss=mean-absolute-error')).toBe(`stages.0.loss (from the override "stages.0.loss=mean-absolute-error"): ${flat}`);
  expect(await refusal('small.yaml', 'stages.1.fit.loss=mean-absolute-error')).toContain(`stages.1.fit.loss (from the override "stages.1.fit.loss=mean-absolute-error"): ${flat}`);
  // A ladder goes on with the loss of the stage before.
  expect(await refusal('small.yaml', 'stages.0.loss=mean-absolute-error', 'stages.0.optimizer=adam')).toMatch(/^stages\.1\.fit\.loss .*The optimizer "levenberg-marquardt" solves normal equations, and the loss "mean-absolute-error" gives it none/);
  expect(await refusal('small.yaml', 'stages.0.loss=mean-absolute-error', 'stages.0.optimizer=adam', 'stages.1.fit.optimizer=adam')).toBe('');
  expect(await refusal('small.yaml', 'stages.0.loss=crossentropy')).toMatch(/^Unknown loss "crossentropy".*Did you mean "cross-entropy"\?$/);
  expect(await refusal('several.yaml')).toContain('datasets.second (line 4) must have the task of datasets.first, classification, because one network learns both; got regression.');
});

test('the command shows accuracy where classes are learned', async () => {
  const { status, stdout, stderr } = await knotwork(['run', 'arms.yaml', '--out', 'shown', 'stages.0.steps=3', 'stages.1.fit.steps=2'], { cwd: folder });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^stage 1\/2 fit: all steps taken; accuracy train 0\.\d+, validation 0\.\d+; loss train \d\S*, validation \d\S* \(/m);
  expect(stdout).toMatch(/^ +intervals {2}train accuracy {2}validation accuracy {2}test accuracy {2}train loss {2}validation loss {2}parameters {2}change by extension$/m);
  expect(stdout).toMatch(/^accuracy: train 0\.\d+, validation [\d.]+, test 0\.\d+ \(the most common class alone: test 0\.333\); loss: test 0\.\d+ \(the shares of the classes alone: test 1\.1\)$/m);
});
