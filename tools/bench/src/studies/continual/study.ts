import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '@knotwork/numerics';
import { runSeed } from '../../lib/child-run.js';
import { inParallel } from '../../lib/in-parallel.js';
import { optionsAlone, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';

const HELP = `npm run -s bench -- continual [--seeds 10] [--jobs 2]

Five peaks learned one after the other (examples/continual.yaml): test RMSE over the whole curve after the last phase, and over the
first peak after its own phase and after the last one. With the preset continual, and with default settings, which forget.

  --seeds N    how many seeds (10)
  --jobs N     runs at a time (2)
`;

const FILE = 'examples/continual.yaml';
const random = Array.from({ length: 5 }, (_, p) => `datasets.peak-${p + 1}.sampling=random`);
const variants: readonly { readonly title: string; readonly overrides: readonly string[] }[] = [
  { title: 'continual, even points', overrides: [] },
  { title: 'continual, random points', overrides: random },
  { title: 'default settings, even points', overrides: ['preset=none'] },
  { title: 'default settings, random points', overrides: ['preset=none', ...random] },
];

interface Outcome { readonly whole: number; readonly before: number; readonly after: number }

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['seeds', 'jobs']);
    const seeds = wholeNumber('seeds', options['seeds'] ?? '10', 1);
    const jobs = wholeNumber('jobs', options['jobs'] ?? '2', 1);
    const tasks = variants.flatMap((variant) => Array.from({ length: seeds }, (_, seed) => ({ variant, seed })));
    const tick = progress(tasks.length);
    const outcomes = await inParallel(tasks, jobs, async ({ variant, seed }) => {
      const outcome = await outcomeOf(variant.overrides, seed);
      tick();
      return outcome;
    });
    const rows = variants.map(({ title }, v) => {
      const own = outcomes.slice(v * seeds, (v + 1) * seeds);
      const whole = own.map((o) => o.whole);
      return [title, digits(median(whole)), digits(Math.max(...whole)), digits(median(own.map((o) => o.before))), digits(median(own.map((o) => o.after)))];
    });
    for (const line of table(['', 'whole curve, median', 'worst', 'first peak when learned', 'first peak at the end'], rows)) process.stdout.write(`${line}\n`);
    return 0;
  },
};

async function outcomeOf(overrides: readonly string[], seed: number): Promise<Outcome> {
  let found: Outcome = { whole: Infinity, before: Infinity, after: Infinity };
  const run = await runSeed({ file: FILE, overrides }, seed, (folder) => {
    const result = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as { metrics: { test: { rmse: number } }; stages: { dataSets: DataSets }[] };
    const first = (sets: DataSets): number => sets['peak-1']!.test.rmse;
    const { metrics, stages } = result;
    found = { whole: metrics.test.rmse, before: first(stages[0]!.dataSets), after: first(stages.at(-1)!.dataSets) };
  });
  return run.failure === null ? found : { whole: Infinity, before: Infinity, after: Infinity };
}

type DataSets = Readonly<Record<string, { readonly test: { readonly rmse: number } }>>;
