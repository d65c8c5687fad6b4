import { randomStream } from '@knotwork/numerics';
import { equationOfTable } from '../../lib/equation-of-table.js';
import { readCommandLine, seedsAndJobs, UsageError, wholeNumbers } from '../../lib/program.js';
import { reportedRuns } from '../../lib/reported-runs.js';
import type { Study } from '../../lib/study.js';
import { type NoiseRun, noiseReport } from './report.js';

const HELP = `npm run -s bench -- noise-equations [--rows 30,100,1000] [--columns 1,3,10] [--seeds 20] [--from 1] [--jobs 2] [--json FILE]

What "knotwork equation" says of tables in which nothing depends on anything: normal columns, normal target, a table of its own for every size and seed.

the sentence: it says that nothing that was looked for says more of the target than a constant does. an equation: what it should not print.

  --rows A,B     rows of the tables (100)
  --columns A,B  columns of the tables, besides the target (3)
  --seeds N      how many of each size (20), --from K the first of them (1)
  --jobs N       runs at a time (2)
  --json FILE    writes what came of every run, after each

Exit status: 0 all runs ended, 1 some failed, 2 the command is wrong.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['rows', 'columns', 'seeds', 'from', 'jobs', 'json']);
    if (files.length + overrides.length > 0) throw new UsageError(`Only options may be given; got ${[...files, ...overrides].join(' ')}.`);
    const [rows, columns] = [wholeNumbers('rows', options['rows'] ?? '100'), wholeNumbers('columns', options['columns'] ?? '3')];
    const { seeds, jobs } = seedsAndJobs({ from: '1', ...options }, 20);
    const wanted = rows.flatMap((count) => columns.flatMap((width) => seeds.map((seed) => ({ rows: count, columns: width, seed }))));
    const runs = await reportedRuns(wanted, jobs, options['json'], async (size): Promise<NoiseRun> => ({ ...size, ...await equationOfTable(noiseTable(size), 'y', size.seed) }));
    for (const line of noiseReport(runs)) process.stdout.write(`${line}\n`);
    return runs.some(({ failure }) => failure !== null) ? 1 : 0;
  },
};

function noiseTable({ rows, columns, seed }: Pick<NoiseRun, 'rows' | 'columns' | 'seed'>) {
  const stream = randomStream(seed, `noise-equations/${rows}/${columns}`);
  const header = [...Array.from({ length: columns }, (_, k) => `x${k + 1}`), 'y'];
  return { header, rows: Array.from({ length: rows }, () => header.map(() => String(stream.normal()))) };
}
