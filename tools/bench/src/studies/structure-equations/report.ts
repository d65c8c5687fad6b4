import { median } from '@knotwork/numerics';
import { grouped } from '../../lib/grouped.js';
import { table } from '../../lib/table.js';

/** What came of one case and seed. */
export interface StructureRun {
  readonly name: string;
  readonly formula: string;
  readonly seed: number;
  /** As printed; null where there is no equation. */
  readonly text: string | null;
  /** What the judge of the suite of equations says: the truth, once constants are fitted again, and not too long. */
  readonly isRecovered: boolean;
  /** The truth as it is printed, on the range of the rows. */
  readonly isExact: boolean;
  readonly seconds: number;
  /** Why the command failed, or why there is no equation. */
  readonly failure: string | null;
}

/** A row for each case, and every run that is not exact, or exact in a form that is not the truth's. */
export function structureReport(runs: readonly StructureRun[]): string[] {
  const rows = [...grouped(runs, ({ name }) => name)].map(([name, of]) => {
    const count = (is: (run: StructureRun) => boolean): string => `${of.filter(is).length} of ${of.length}`;
    return [name, of[0]!.formula, count(({ isExact }) => isExact), count(({ isRecovered }) => isRecovered), count(({ text }) => text === null), median(of.map(({ seconds }) => seconds)).toFixed(1)];
  });
  return [
    ...table(['case', 'formula', 'exact', 'recovered', 'no equation', 'seconds'], rows), '',
    ...runs.filter(({ isExact, isRecovered }) => !isExact || !isRecovered).map(({ name, seed, text, failure }) => `${name}, seed ${seed}: ${text ?? failure ?? 'no equation'}`),
  ];
}
