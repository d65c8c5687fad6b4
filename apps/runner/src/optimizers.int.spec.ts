import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import { small, workplace } from './fixtures/workplace.js';

// Optimizers, mini-batches, clipping and schedules as files ask for them.

const { folder, remove } = workplace({ 'small.yaml': small });
afterAll(remove);

interface Result { readonly metrics: { readonly train: { readonly rmse: number } }; readonly stages: readonly { readonly loss?: number; readonly rungs?: readonly { readonly counts: { readonly gradients: number } }[] }[] }

async function run(...overrides: string[]): Promise<{ status: string; result: Result; text: string; losses: (number | null)[] }> {
  const composition = await composeFromFile({ file: 'small.yaml', overrides, out: 'run', again: true, cwd: folder }, await standardPackages());
  const { status } = await composition.run();
  const text = readFileSync(join(folder, 'run/result.json'), 'utf8');
  const events = readFileSync(join(folder, 'run/metrics.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { event: string; stage: number; loss: number });
  return { status, result: JSON.parse(text) as Result, text, losses: events.filter((e) => e.event === 'step' && e.stage === 0).map((e) => e.loss) };
}

const refusal = (...overrides: string[]): Promise<string> => run(...overrides).then(() => '', (e: Error) => e.message);

const first = (kind: string, more: string): string[] => [`stages.0.optimizer={kind: ${kind}, ${more}}`, `stages.1.fit.optimizer={kind: ${kind}, ${more}}`];

describe.each([
  ['adam', 'rate: 0.02'], ['adamw', 'rate: 0.02, weightDecay: 1e-3, decay: linear, warmup: 3'], ['sgd', 'rate: 0.05, momentum: 0.8, nesterov: true, decay: exponential, finalRate: 0.1'],
])('%s', (kind, options) => {
  const all = [...first(kind, options), 'stages.0.steps=100', 'stages.1.fit.steps=20'];

  test.each([['all rows', []], ['batches', ['stages.0.batch=16', 'stages.1.fit.batch=7']], ['clipped gradients', ['stages.0.clip=0.1', 'stages.1.fit.clip=0.1']]])('fits, and fits on over a ladder, with %s', async (_, more) => {
    const { status, result, losses } = await run(...all, ...more);
    expect(status).toBe('completed');
    expect(result.stages[0]!.loss!).toBeLessThan(0.5 * losses[0]!);
    expect(result.stages[1]!.rungs!.map((r) => r.counts.gradients)).toEqual([0, 20, 20]);
  });
});

test('l-bfgs fits, and fits on over a ladder with smoothing', async () => {
  const { status, result, losses } = await run('stages.0.optimizer=l-bfgs', 'stages.0.steps=40', 'stages.1.fit.optimizer=l-bfgs', 'stages.1.fit.smoothing=1e-5');
  expect(status).toBe('completed');
  expect(result.stages[0]!.loss!).toBeLessThan(0.05 * losses[0]!);
});

test('ssbroyden fits further than l-bfgs in as many steps, and fits on over a ladder with smoothing', async () => {
  const bumpy = ['dataset.expression=exp(sin(pi * x1) + x2^2)', 'dataset.samples.train=300', 'network.widths=[2,3,1]', 'stages.0.steps=200', 'stages.0.stop=none', 'stages.0.grid=fixed'];
  const by = (optimizer: string): ReturnType<typeof run> => run(...bumpy, `stages.0.optimizer=${optimizer}`, `stages.1.fit.optimizer=${optimizer}`, 'stages.1.fit.smoothing=1e-5');
  const [matrix, pairs] = [await by('ssbroyden'), await by('l-bfgs')];
  expect([matrix.status, pairs.status]).toEqual(['completed', 'completed']);
  expect(matrix.result.stages[0]!.loss!).toBeLessThan(0.3 * pairs.result.stages[0]!.loss!);
});

test('batches follow from the seed, or from one of their own', async () => {
  const batches = [...first('adam', 'rate: 0.02'), 'stages.0.batch=8', 'stages.1.fit.batch=8'];
  const { text } = await run(...batches);
  expect((await run(...batches)).text).toBe(text);
  const rmse = async (...more: string[]): Promise<number> => (await run(...batches, ...more)).result.metrics.train.rmse;
  const own = await rmse('streams.batch=7');
  expect(own).not.toBe((JSON.parse(text) as Result).metrics.train.rmse);
  // Data and beginning stay what they are: with all rows in every step the stream makes no difference.
  expect(await rmse('streams.batch=7', 'stages.0.batch=full', 'stages.1.fit.batch=full')).toBe(await rmse('stages.0.batch=full', 'stages.1.fit.batch=full'));
});

test('what cannot be is refused with its place before anything is written', async () => {
  expect(await refusal('stages.0.batch=16')).toBe('stages.0.batch (from the override "stages.0.batch=16"): The optimizer "levenberg-marquardt" needs all rows in every step. Use batch: full, or a first-order optimizer such as adam.');
  expect(await refusal('stages.1.fit.optimizer=l-bfgs', 'stages.1.fit.clip=1')).toContain('stages.1.fit.clip (from the override "stages.1.fit.clip=1"): The optimizer "l-bfgs" chooses the length of its steps itself. Use clip: none');
  expect(await refusal('stages.0.optimizer=adam', 'stages.0.batch=61')).toContain('must be at most 60, the number of training rows of "train"; got 61. Use batch: full, or fewer rows.');
  expect(await refusal('stages.0.optimizer=adam', 'stages.0.batch=0')).toContain('must be "full", or a whole number of at least 1; got 0');
  expect(await refusal('stages.0.optimizer=sgd', 'stages.0.optimizer.decay=exponential')).toContain('Use finalRate: 0.01, or decay: cosine');
});

test('a rate that is far too large is told as divergence, moving grids or not', async () => {
  expect((await run('stages.0.optimizer={kind: sgd, rate: 1e+10}', 'stages.0.steps=200', 'stages.0.grid.every=1')).status).toBe('diverged');
});
