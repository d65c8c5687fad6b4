import type { RunContents } from '../contents/run-contents.js';
import { type Split, SPLITS } from './figure.js';
import { columnOf, keptTable, rowsOf } from './kept.js';

/** A column over the training rows that were kept, in the user's units. */
export interface ColumnSummary {
  readonly name: string;
  readonly isTarget: boolean;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  readonly deviation: number;
  /** Test rows outside of what was learned; null where that is not known, and of targets. */
  readonly outside: number | null;
}

export interface DataSummary {
  readonly rows: readonly { readonly split: Split; readonly rows: number; readonly kept: number }[];
  readonly columns: readonly ColumnSummary[];
  /** Hashes of files by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** What the run knows of its data. */
export function dataOf({ evaluation, network, record, result }: RunContents): DataSummary {
  const rows = SPLITS.flatMap((split) => {
    const kept = keptTable(evaluation, split, 'inputs')?.shape[0];
    return kept === undefined ? [] : [{ split, rows: rowsOf(evaluation, split) ?? kept, kept }];
  });
  const [inputs, targets] = [keptTable(evaluation, 'train', 'inputs'), keptTable(evaluation, 'train', 'targets')];
  const outside = result?.outside ?? null;
  const columns = network === null ? [] : [
    ...(inputs?.shape[1] === network.inputs.length
      ? network.inputs.map((name, i) => ({ ...summaryOf(columnOf(inputs, i)), name, isTarget: false, outside: outside === null ? null : outside.inputs[name]?.rows ?? 0 })) : []),
    ...(targets?.shape[1] === network.outputs.length
      ? network.outputs.map((name, o) => ({ ...summaryOf(columnOf(targets, o)), name, isTarget: true, outside: null })) : []),
  ];
  return { rows, columns, files: record?.data ?? {} };
}

function summaryOf(values: Float64Array): Pick<ColumnSummary, 'least' | 'most' | 'mean' | 'deviation'> {
  const mean = values.reduce((sum, v) => sum + v / values.length, 0);
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2 / values.length, 0));
  return { least: values.reduce((a, b) => Math.min(a, b), Infinity), most: values.reduce((a, b) => Math.max(a, b), -Infinity), mean, deviation };
}
