import type { RandomStream } from '@knotwork/numerics';
import { nothingToTrain } from './errors.js';
import type { Table } from './readers/table.js';
import { foldsOfRows } from './split-folds.js';
import { foldCount, type Split, validationShare } from './split-options.js';
import { splitRows, type SplitRows } from './split-rows.js';

/** What a split needs to know besides the table and its options. */
export interface SplitSetting {
  /** Whether something chooses by validation rows. */
  readonly holdsOut: boolean;
  /** What the order of rows is drawn from; not asked where nothing is drawn. */
  stream(): RandomStream;
  /** Number of the class of every row; left out for regression. */
  readonly classOf?: Uint32Array;
  /** The file that has the test rows, if one has. */
  readonly test?: Table;
}

/**
 * Sorts the rows of a table into training, validation and test. Each class is split by itself; rows of a group stay together; by time, later rows
 * are judged by and earlier ones learned, and rows of the same time stay together.
 *
 * @returns rows in the order in which they were drawn, or in that of time; no test rows where a file has them; notes on shares that are not met
 * @throws KnotworkError `input` for columns that are not there or say nothing, for a group in two parts, and where shares leave nothing for training
 */
export async function splitTable(table: Table, split: Split, { holdsOut, stream, classOf, test: file }: SplitSetting): Promise<SplitRows & { readonly notes?: readonly string[] }> {
  const { groups, time, fold, test } = split;
  const rows = table.count;
  const validation = validationShare(split, holdsOut);
  if (fold === undefined && typeof test === 'number' && validation + test >= 1) throw nothingToTrain(test, validation);
  // What few splits need is loaded where it is.
  const named = typeof test === 'object' && 'column' in test ? (await import('./test-rows.js')).testRows(table, test) : new Uint8Array(rows);
  if (time !== undefined) return (await import('./split-by-time.js')).byTime(table, time, named, { validation, test });

  const draw = fold === undefined ? stream() : stream().fork(`repeat.${split.repeat ?? 1}`);
  const order = draw.permutation(rows);
  if (groups !== undefined) {
    return (await import('./split-by-groups.js')).byGroups(table, groups, split, { order, named, draw, validation, ...(file === undefined ? {} : { others: file }) });
  }
  if (fold === undefined && typeof test === 'number') return splitRows(order, { validation, test }, classOf);
  const foldOf = fold === undefined ? null : foldsOfRows(order, foldCount(split), classOf);
  const isTest = foldOf === null ? named : foldOf.map((k) => Number(k === fold! - 1));
  return { ...splitRows(order.filter((row) => isTest[row] === 0), { validation, test: 0 }, classOf), test: order.filter((row) => isTest[row] === 1) };
}
