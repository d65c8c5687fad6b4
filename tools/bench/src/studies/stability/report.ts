import { digits, table } from '../../lib/table.js';

/** What came of one formula under one change. */
export interface StabilityRun {
  readonly formula: string;
  /** Null for the recipe as it is. */
  readonly change: string | null;
  /** The equation; null where edges are curves, or the run failed. */
  readonly text: string | null;
  /** On test rows. */
  readonly error: number;
  /** Null where it did not fail. */
  readonly failure: string | null;
}

/** Whether a run gave the equation that the recipe gives as it is. */
const isSame = (run: StabilityRun, runs: readonly StabilityRun[]): boolean => {
  const recipe = runs.find(({ formula, change }) => change === null && formula === run.formula);
  return run.text !== null && run.text === recipe?.text;
};

/** The equations of the recipe, a row for every change with what gave the same, and every equation that is another. */
export function stabilityReport(runs: readonly StabilityRun[]): string[] {
  const formulas = [...new Set(runs.map(({ formula }) => formula))];
  const changes = [...new Set(runs.flatMap(({ change }) => (change === null ? [] : [change])))];
  const changed = runs.filter(({ change }) => change !== null);
  const same = changed.filter((run) => isSame(run, runs));
  const mark = (change: string) => (formula: string): string => {
    const run = runs.find((other) => other.formula === formula && other.change === change);
    return run === undefined ? '' : run.failure !== null ? 'failed' : isSame(run, runs) ? 'same' : run.text === null ? 'curves' : 'other';
  };
  const others = changed.filter((run) => !isSame(run, runs));
  return [
    ...runs.filter(({ change }) => change === null).map(({ formula, text, error }) => `${formula}: ${text ?? 'no equation'}, test RMSE ${digits(error)}`), '',
    ...table(['', ...formulas], changes.map((change) => [change, ...formulas.map(mark(change))])), '',
    `the same equation in ${same.length} of ${changed.length} (${changed.length === 0 ? 0 : Math.round((100 * same.length) / changed.length)} %)`,
    ...others.map(({ formula, change, text, error, failure }) => `${formula}, ${change}: ${failure ?? `${text ?? 'some edges are curves'}, test RMSE ${digits(error)}`}`),
  ];
}
