import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import type { SmoothingSummary } from './smoothing-summary.js';
import { Composer } from '../compose/composer.js';
import { memoryFiles } from '../host/files.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();

test('noise is that of a row of mean weight, and intervals are as wide as a row weighs', async () => {
  const stream = randomStream(1, 'weights');
  // Half of the rows are means of 25 measurements, with a fifth of the noise of a single one; nothing depends on the input "idle".
  const rows = Array.from({ length: 400 }, (_, n) => {
    const [x, weight] = [stream.uniform(-1, 1), n % 2 === 0 ? 1 : 25];
    return [x, stream.uniform(-1, 1), weight, Math.sin(3 * x) + stream.normal() / Math.sqrt(weight)].join(',');
  });
  const text = `knotwork: 1
name: weighed
dataset: { kind: table, path: rows.csv, target: y, weight: weight, split: { test: 0.5 } }
network: { widths: [2, 1] }
stages: [{ kind: fit, starts: { count: 1 } }]
`;
  const composer = new Composer(standard, [given(tokens.files, memoryFiles({ 'rows.csv': `x,idle,weight,y\n${rows.join('\n')}\n` }))]);
  const { result } = await (await composer.compose({ text, fileName: 'weighed.yaml', folder: '', overrides: [], again: false })).run();
  const [{ smoothing }] = result['stages'] as [{ smoothing: SmoothingSummary }];
  // Of weight 13, the mean.
  expect(smoothing.noise![0]).toBeGreaterThan(0.9 / Math.sqrt(13));
  expect(smoothing.noise![0]).toBeLessThan(1.1 / Math.sqrt(13));
  expect(smoothing.coverage!.test).toBeGreaterThan(0.84);
  expect(smoothing.coverage!.test).toBeLessThan(0.95);
  // As wide as for the mean, where the noise is 1 / sqrt(13): 0.45 of noise 1 holds a third of the light rows, and 2.3 times that of the heavy ones nearly all.
  expect([smoothing.meanWeight, smoothing.coverage!.meanWeight]).toEqual([expect.any(Number), smoothing.meanWeight]);
  expect(Math.abs(smoothing.meanWeight! - 13)).toBeLessThan(2);
  expect(smoothing.coverage!.ofMeanWeight).toBeGreaterThan(0.58);
  expect(smoothing.coverage!.ofMeanWeight).toBeLessThan(0.76);
  expect(smoothing.effects[0]).toBeGreaterThan(0.95);
  expect(smoothing.effects[1]).toBeLessThan(0.02);
});
