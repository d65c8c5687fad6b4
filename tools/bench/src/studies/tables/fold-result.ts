import { readFileSync } from 'node:fs';
import { UsageError } from '../../lib/program.js';
import type { TableRun } from '../../lib/table-run.js';
import type { BenchTable } from './tables.js';

/** What another library came to on the same rows; `value` as that of a run. */
export interface PeerResult { readonly value: number; readonly seconds: number }

/** One fold of one table, by us and by the others. */
export interface FoldResult extends TableRun {
  readonly table: string;
  readonly role: BenchTable['role'];
  readonly task: BenchTable['task'];
  readonly rep: number;
  readonly fold: number;
  /** By the name of the model; empty where they were not run. */
  readonly peers: Readonly<Record<string, PeerResult>>;
}

/** JSON of results, a fold a line; what is not finite is written as null. */
export function resultsText(results: readonly FoldResult[]): string {
  return `[\n${results.map((result) => JSON.stringify(result)).join(',\n')}\n]\n`;
}

/** Results that {@link resultsText} wrote. @throws UsageError when they cannot be read */
export function readResults(path: string): FoldResult[] {
  let results: FoldResult[];
  try {
    results = JSON.parse(readFileSync(path, 'utf8')) as FoldResult[];
  } catch (error) {
    throw new UsageError(`--beside must name what --json wrote; ${path} cannot be read: ${(error as Error).message}.`);
  }
  return results.map((result) => ({ ...result, value: (result.value as number | null) ?? Infinity }));
}

/** The result of the same fold of the same table. */
export function sameFold(results: readonly FoldResult[], { table, rep, fold }: Pick<FoldResult, 'table' | 'rep' | 'fold'>): FoldResult | undefined {
  return results.find((other) => other.table === table && other.rep === rep && other.fold === fold);
}
