import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from '../compose/composer.js';
import { memoryFiles } from '../host/files.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();

interface Errors { readonly train: { readonly rmse: number }; readonly test: { readonly rmse: number } }
interface Stage { readonly edges: readonly { readonly became: string | null }[]; readonly before: Errors; readonly metrics: Errors }

/** A law of a sum of squares with noise: rows are rare where the sum is small, and where it is large. */
function table(seed: number): string {
  const stream = randomStream(seed, 'rows');
  const rows = Array.from({ length: 160 }, () => {
    const [x, y] = [stream.normal(), stream.normal()];
    return `${x},${y},${Math.exp(-(x ** 2 + y ** 2)) + 0.02 * stream.normal()}`;
  });
  return `x,y,z\n${rows.join('\n')}\n`;
}

async function run(seed: number): Promise<Stage> {
  const text = 'knotwork: 1\nname: stays\nseed: 1\ndataset: { kind: table, path: rows.csv, target: z, split: { validation: 0, test: 0.5 } }\nnetwork: { widths: [2, 1, 1], basis: { kind: b-spline, intervals: 20 } }\nstages: [fit, { kind: symbolify, edges: [{ layer: 1, from: 0, to: 0, f: keep }] }]\n';
  const composition = await new Composer(standard, [given(tokens.files, memoryFiles({ 'rows.csv': table(seed) }))]).compose({ text, fileName: 'stays.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, new MemoryPlace())]);
  return ((await composition.run()).result['stages'] as Stage[]).at(-1)!;
}

test.each([1, 2])('a curve that stays beside functions is as smooth as it came: table %i', async (seed) => {
  const { edges, before, metrics } = await run(seed);
  expect(edges.map(({ became }) => became)).toEqual(['square', 'square', null]);
  // Fitted to the rows alone, the curve is bent to single ones where they are rare, and on others errors are 30 times as large.
  expect(metrics.test.rmse).toBeLessThan(before.test.rmse);
}, 60_000);
