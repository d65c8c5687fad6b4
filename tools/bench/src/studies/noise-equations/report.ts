import { table } from '../../lib/table.js';

/** What the command said of one table of nothing but noise. */
export interface NoiseRun {
  readonly rows: number;
  readonly columns: number;
  readonly seed: number;
  /** An equation, where there should be none. */
  readonly text: string | null;
  /** The sentence in its place. */
  readonly reason: string | null;
  readonly seconds: number;
  readonly failure: string | null;
}

/** Whether the command said that there is nothing, as it should, not merely that it could not read a network. */
export const saysNothingThere = ({ text, reason }: Pick<NoiseRun, 'text' | 'reason'>): boolean => text === null && reason !== null && /says more of the target than a constant does/.test(reason);

/** A row for each size of table, and what was said else. */
export function noiseReport(runs: readonly NoiseRun[]): string[] {
  const sizes = [...new Set(runs.map(({ rows, columns }) => `${rows} ${columns}`))].map((size) => size.split(' ').map(Number) as [number, number]);
  const rows = sizes.map(([count, width]) => {
    const of = runs.filter((run) => run.rows === count && run.columns === width);
    const counted = (is: (run: NoiseRun) => boolean): string => String(of.filter(is).length);
    return [String(count), String(width), `${of.filter(saysNothingThere).length} of ${of.length}`, counted(({ text }) => text !== null), counted((run) => run.text === null && run.failure === null && !saysNothingThere(run)), counted(({ failure }) => failure !== null)];
  });
  const others = runs.filter((run) => !saysNothingThere(run)).map((run) => `${run.rows} rows, ${run.columns} columns, seed ${run.seed}: ${run.text === null ? run.failure ?? run.reason ?? '' : `y = ${run.text}`}`);
  return [...table(['rows', 'columns', 'the sentence', 'an equation', 'another sentence', 'failed'], rows), '', ...others];
}
