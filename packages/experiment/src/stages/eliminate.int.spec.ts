import { expect, test } from '@jest/globals';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from '../compose/composer.js';
import { memoryFiles } from '../host/files.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();

interface Stage { readonly pruned: { readonly edges: readonly unknown[] }; readonly functionChange: number }

/** Rows of a law with noise, whose product a network of one hidden node of few intervals meets only nearly. */
const rows = Array.from({ length: 250 }, (_, n) => {
  const share = (k: number): number => Math.abs((Math.sin(k * (n + 1)) * 43758.5453) % 1);
  const [t, l] = [3000 + 3000 * share(12.9898), 0.3 + 2.7 * share(78.233)];
  return [t, l, 119 / l ** 5 / (Math.exp(14388 / (l * t)) - 1) + 0.02 * (share(37.719) - 0.5)].join(',');
});

async function run(stages: string): Promise<{ readonly stage: Stage; readonly weights: unknown }> {
  const place = new MemoryPlace();
  const text = `knotwork: 1\nname: kept\nseed: 1\ndataset: { kind: table, path: rows.csv, target: y, split: { validation: 0.2, test: 0.2 } }\nnetwork: { widths: [2, 1, 1], basis: { kind: b-spline, intervals: 3 } }\nstages: [${stages}]\n`;
  const composition = await new Composer(standard, [given(tokens.files, memoryFiles({ 'rows.csv': `t,l,y\n${rows.join('\n')}\n` }))])
    .compose({ text, fileName: 'kept.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, place)]);
  const { result } = await composition.run();
  return { stage: (result['stages'] as Stage[]).at(-1)!, weights: place.folder.read('network.safetensors') };
}

test('a network that nothing can be taken from comes out as it came, to the bit, where the same fitted on is worse', async () => {
  const [before, after] = [await run('fit'), await run('fit, { kind: prune, edgeThreshold: 0, nodeThreshold: 0, eliminate: true }')];
  expect(after.stage.pruned.edges).toEqual([]);
  expect(after.weights).toEqual(before.weights);
  expect(after.stage.functionChange).toBe(0);
});
