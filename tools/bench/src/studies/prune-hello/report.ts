import { median } from '@knotwork/numerics';
import { digits, table } from '../../lib/table.js';
import type { Task } from './tasks.js';

/** What a run came to. */
export interface Ended {
  readonly edges: number;
  readonly nodes: number;
  /** On test rows. */
  readonly rmse: number;
  /** Of the whole command, its start included. */
  readonly seconds: number;
  /** Why it failed; null where it did not. */
  readonly failure: string | null;
}

/** A line per task: how often the smallest network was found, what else was, errors and times. */
export function pruneReport(results: readonly { readonly task: Task; readonly runs: readonly Ended[] }[]): string[] {
  const rows = results.map(({ task: { name, smallest }, runs }) => {
    const found = runs.filter(({ edges, nodes, failure }) => failure === null && edges === smallest.edges && nodes === smallest.nodes).length;
    const others = new Map<number, number>();
    for (const { edges, nodes, failure } of runs) if (failure === null && (edges !== smallest.edges || nodes !== smallest.nodes)) others.set(edges, (others.get(edges) ?? 0) + 1);
    const failed = runs.filter(({ failure }) => failure !== null).length;
    const rest = [...[...others].sort(([a], [b]) => a - b).map(([edges, count]) => `${edges} in ${count}`), ...(failed === 0 ? [] : [`failed in ${failed}`])].join(', ');
    const errors = runs.map(({ rmse }) => rmse);
    const seconds = runs.map((run) => run.seconds);
    return [name, `${found} of ${runs.length}`, rest === '' ? '-' : rest, digits(median(errors)), digits(Math.max(...errors)), median(seconds).toFixed(1), Math.max(...seconds).toFixed(1)];
  });
  return table(['', 'smallest', 'edges else', 'test RMSE', 'worst', 'seconds', 'most'], rows);
}
