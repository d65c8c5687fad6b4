import { writeFileSync } from 'node:fs';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { readTables } from '../tables/tables.js';
import { type FoldRun, runFold } from './fold-run.js';
import { tableEquationsReport } from './report.js';

const TABLES = ['diabetes', 'cars_mpg'];
const HELP = `npm run -s bench -- table-equations [--tables diabetes,cars_mpg] [--seed 1] [--json FILE]

How good the equation of an ordinary table is beside a network: "knotwork equation" on the rows of every fold that are not for the test (tools/bench/data/tables), in a process and
on a thread of its own, and judged on the test rows as it is printed.

  constant    the mean of the rows that the network trained on
  line        ridge regression of the same rows
  network     of the widths that cross-validation chose, the same rows, with all its edges: one stage fit
  made small  that which the road has before its curves become functions
  equation    as printed; what the network says where it is none

  --tables a,b  regressions of tools/bench/data/tables (${TABLES.join(',')})
  --seed N      of the command (1)
  --json FILE   writes the results of every fold

Exit status: 0 all folds ran, 1 some failed, 2 the command is wrong.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['tables', 'seed', 'json']);
    if (files.length + overrides.length > 0) throw new UsageError(`Only options may be given; got ${[...files, ...overrides].join(' ')}.`);
    const tables = readTables('all', options['tables']?.split(',') ?? TABLES);
    const classes = tables.find(({ task }) => task !== 'regression');
    if (classes !== undefined) throw new UsageError(`--tables must name regressions; ${classes.name} is a classification.`);
    const seed = wholeNumber('seed', options['seed'] ?? '1', 0);
    const runs: FoldRun[] = [];
    const tick = progress(tables.reduce((sum, { folds }) => sum + folds.length, 0));
    for (const table of tables) {
      for (const fold of table.folds) {
        runs.push(await runFold(table, fold, seed));
        if (options['json'] !== undefined) writeFileSync(options['json'], `${JSON.stringify(runs, null, 1)}\n`);
        tick();
      }
    }
    for (const line of tableEquationsReport(runs)) process.stdout.write(`${line}\n`);
    return runs.some(({ failure }) => failure !== null) ? 1 : 0;
  },
};
