import { geometricMean } from '../../lib/geometric-mean.js';
import { grouped } from '../../lib/grouped.js';
import { digits, table } from '../../lib/table.js';
import type { FoldRun } from './fold-run.js';

/** A line for every fold, what was found there, and geometric means of ratios over the folds of each table. */
export function tableEquationsReport(runs: readonly FoldRun[]): string[] {
  const folds = table(['table', 'repeat', 'fold', 'constant', 'line', 'network', 'made small', 'equation', 'nodes', 'widths', 'seconds'], runs.map((run) => [
    run.table, String(run.rep), String(run.fold), ...[run.constant, run.line, run.network, run.small, run.equation].map(digits), String(run.complexity), run.widths.join('-'), run.seconds.toFixed(1),
  ]));
  const texts = runs.map(({ table: name, rep, fold, text, failure }) => `${name} ${rep} ${fold}: ${failure === null ? text : `failed: ${failure}`}`);
  const ratios = [...grouped(runs, (run) => run.table)].map(([name, of]) => {
    const ratio = (over: (run: FoldRun) => number): string => digits(geometricMean(of.map((run) => run.equation / over(run))));
    return [name, String(of.length), ratio((run) => run.constant), ratio((run) => run.line), ratio((run) => run.network), ratio((run) => run.small), digits(Math.max(...of.map((run) => run.equation / run.network)))];
  });
  return [
    'RMSE on the test rows of folds', '', ...folds, '', ...texts, '', 'error of the equation over that of others, geometric means of folds', '',
    ...table(['table', 'folds', 'constant', 'line', 'network', 'made small', 'worst over network'], ratios),
  ];
}
