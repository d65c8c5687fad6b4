import { median } from '@knotwork/numerics';
import { grouped } from '../../lib/grouped.js';
import { digits, table } from '../../lib/table.js';

/** What the stage made of one network. */
export interface SymbolicRun {
  readonly name: string;
  readonly noise: number;
  readonly seed: number;
  /** Of every edge, as `SymbolicCase` has them. */
  readonly wanted: readonly string[];
  readonly became: readonly (string | null)[];
  /** RMSE on test rows, as shares of their spread. */
  readonly before: number;
  readonly after: number;
  readonly seconds: number;
}

const EXACT = 1e-8;

/** Whether an edge became what it should. */
export const isRight = (wanted: string, became: string | null): boolean => (became === null ? wanted === '-' : wanted.split('|').includes(became));

/** A row for each formula and noise. @param shows also runs whose functions are not the right ones */
export function symbolifyReport(runs: readonly SymbolicRun[], shows: boolean): string[] {
  const rows = [...grouped(runs, ({ name, noise }) => `${name}\t${noise}`).values()].map((of) => {
    const right = of.filter(({ wanted, became }) => wanted.every((w, k) => isRight(w, became[k] ?? null)));
    const seconds = of.map((run) => run.seconds);
    return [
      of[0]!.name, digits(of[0]!.noise), `${right.length} of ${of.length}`, String(of.filter(({ after }) => after < EXACT).length),
      digits(median(of.map(({ before }) => before))), digits(median(of.map(({ after }) => after))), digits(Math.max(...of.map(({ after }) => after))), digits(median(seconds)), digits(Math.max(...seconds)),
    ];
  });
  const others = shows ? runs.filter(({ wanted, became }) => !wanted.every((w, k) => isRight(w, became[k] ?? null))) : [];
  return [
    ...table(['formula', 'noise', 'right', 'exact', 'RMSE before', 'after', 'most', 'seconds', 'most'], rows),
    ...others.map(({ name, noise, seed, became, before, after }) => `${name}, noise ${noise}, seed ${seed}: ${became.map((b) => b ?? '-').join(', ')}; ${digits(before)} -> ${digits(after)}`),
  ];
}
