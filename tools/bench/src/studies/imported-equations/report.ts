import { digits, table } from '../../lib/table.js';

/** What became of one network of another program. */
export interface ImportedRun {
  /** Of its file, without ending. */
  readonly name: string;
  /** Of the network as it was imported. */
  readonly widths: readonly number[];
  /** Edges that were on when it was imported, and that are on in the end. */
  readonly edges: number;
  readonly left: number;
  /** Root mean square on test rows, of the import and in the end; infinite where the run failed. */
  readonly before: number;
  readonly after: number;
  /** As printed; null where there is no equation. */
  readonly text: string | null;
  readonly isExact: boolean;
  readonly failure: string | null;
}

/** A line for every network, and how many equations are exact. */
export function importedReport(runs: readonly ImportedRun[]): string[] {
  return [
    ...table(['network', 'widths', 'edges', 'left', 'RMSE of the import', 'after', 'exact'], runs.map((run) => [run.name, run.widths.join('-'), String(run.edges), String(run.left), digits(run.before), digits(run.after), run.isExact ? 'yes' : 'no'])), '',
    `exact: ${runs.filter(({ isExact }) => isExact).length} of ${runs.length}`, ...runs.map(({ name, text, failure }) => `${name}: ${text ?? failure ?? 'some edges are curves'}`),
  ];
}
