import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnStatistics } from '@knotwork/network';
import type { Data } from '@knotwork/plugin';
import { runSeed } from '../../lib/child-run.js';
import { inParallel } from '../../lib/in-parallel.js';
import { readCommandLine, refuseSeed, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { type Split, splitsReport } from './report.js';
import { ridge } from './ridge.js';
import { rowsOfRun } from '../../lib/rows-of-run.js';

const HELP = `npm run -s bench -- csv [FILE] [--splits 10] [--jobs 2] [path=value ...]

Compares the network of an experiment file (examples/csv-regression.yaml) with ridge regression on the very same rows.
The seed of a run draws its split, so --splits N are the seeds 0 to N-1.

Exit status: 0 all splits ran, 1 some failed, 2 the command or the experiment file is wrong.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['splits', 'jobs']);
    if (files.length > 1) throw new UsageError(`At most one experiment file may be named; got ${files.join(', ')}.`);
    refuseSeed(overrides, '--splits');
    const count = wholeNumber('splits', options['splits'] ?? '10', 1);
    const jobs = wholeNumber('jobs', options['jobs'] ?? '2', 1);
    const run = { file: files[0] ?? 'examples/csv-regression.yaml', overrides };
    const tick = progress(count);
    const splits = await inParallel(Array.from({ length: count }, (_, k) => k), jobs, async (seed): Promise<Split> => {
      const { data, catalog } = await rowsOfRun(run, seed);
      const rmse = catalog.get('metric', 'rmse');
      const network = await runSeed(run, seed, (folder) => { requireSameRows(folder, data); });
      tick();
      return { network, ridge: ridge(data, (predictions, targets) => rmse.evaluate(predictions, targets, {})) };
    });
    for (const line of splitsReport(splits)) process.stdout.write(`${line}\n`);
    return splits.some((s) => s.network.failure !== null) ? 1 : 0;
  },
};

/** The saved network holds mean and deviation of its training targets: they tell whether both learned the same rows. */
function requireSameRows(folder: string, { train }: Data): void {
  const { outputs } = JSON.parse(readFileSync(join(folder, 'network.json'), 'utf8')) as { outputs: { map: { center: number; scale: number } }[] };
  outputs.forEach(({ map: { center, scale } }, i) => {
    const own = columnStatistics(train.targets, i);
    if (center !== own.center || scale !== own.scale) throw new Error(`The run trained on other rows: mean of output ${i} ${center}, here ${own.center}.`);
  });
}
