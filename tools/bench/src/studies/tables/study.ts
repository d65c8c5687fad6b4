import { writeFileSync } from 'node:fs';
import { readCommandLine, UsageError, wholeNumber, wholeNumbers } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { runTable } from '../../lib/table-run.js';
import { type FoldResult, readResults, resultsText, sameFold } from './fold-result.js';
import { fitPeers } from './peers.js';
import { tablesReport } from './report.js';
import { readTables, splitOf } from './tables.js';

const HELP = `npm run -s bench -- tables [--set-of all] [--tables a,b] [--members n] [--hidden 5] [--python PATH] [--json FILE] [--beside FILE] [path=value ...]

Runs the command on ordinary tables (tools/bench/data/tables), each fold in a process of its own, one at a time, with a file that names
only the data and the widths [inputs, 5, 1] (or as many outputs as there are classes). All rows that are not for the test are there to fit.

  --set-of SET   tuning: those on which the defaults were chosen; fresh: those that were not looked at then; all (all)
  --tables a,b   only these
  --members n    adds members=n
  --hidden 5,5   widths of the hidden layers; none for a network without (5)
  --python PATH  also fits scikit-learn's models to the same rows: a Python with the packages of tools/bench/peers/requirements-tables.txt
  --json FILE    writes the results of every fold
  --beside FILE  adds the column "before", what --json wrote then, and the models of scikit-learn from there unless --python fits them anew
  path=value     changes the experiment files, to compare recipes

Exit status: 0 all folds ran, 1 some failed, 2 the command is wrong.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides: words, options } = readCommandLine(args, ['set-of', 'tables', 'members', 'hidden', 'python', 'json', 'beside']);
    if (files.length > 0) throw new UsageError(`There is no file to name; got ${files.join(', ')}. Tables are named by --tables.`);
    const overrides = [...options['members'] === undefined ? [] : [`members=${wholeNumber('members', options['members'], 1)}`], ...words];
    const hidden = options['hidden'] === 'none' ? [] : wholeNumbers('hidden', options['hidden'] ?? '5');
    const tables = readTables(options['set-of'] ?? 'all', options['tables']?.split(',') ?? null);
    const earlier = options['beside'] === undefined ? [] : readResults(options['beside']);
    const python = options['python'];

    const results: FoldResult[] = [];
    const tick = progress(tables.reduce((sum, { folds }) => sum + folds.length, 0));
    for (const table of tables) {
      for (const fold of table.folds) {
        const { name, role, task, target } = table;
        const experiment = { name, task, target, hidden, ...splitOf(table, fold) };
        const place = { table: name, role, task, rep: fold.rep, fold: fold.fold };
        const { run, beside } = await runTable(experiment, overrides, async (folder) => (python === undefined ? null : fitPeers(python, folder, experiment)));
        results.push({ ...place, ...run, peers: beside ?? sameFold(earlier, place)?.peers ?? {} });
        // After every fold: a measurement that is stopped keeps what it has.
        if (options['json'] !== undefined) writeFileSync(options['json'], resultsText(results));
        tick();
      }
    }
    for (const line of tablesReport(results, earlier)) process.stdout.write(`${line}\n`);
    return results.some(({ failure }) => failure !== null) ? 1 : 0;
  },
};
