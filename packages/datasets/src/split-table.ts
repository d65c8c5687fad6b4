import type { RandomStream } from '@knotwork/numerics';
import { groupInTwoParts, noTestValues, nothingToTrain } from './errors.js';
import type { Table } from './readers/table.js';
import { canonical, splitColumn } from './split-column.js';
import { foldsOfGroups, foldsOfRows } from './split-folds.js';
import { foldCount, type Split, validationShare } from './split-options.js';
import { assembled, splitRows, type SplitRows } from './split-rows.js';
import { takeUnits, type Unit, unitsOf } from './split-units.js';

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
  if (time !== undefined) return (await import('./split-by-time.js')).byTime(table, time, testRows(table, split), { validation, test });

  const draw = fold === undefined ? stream() : stream().fork(`repeat.${split.repeat ?? 1}`);
  const order = draw.permutation(rows);
  if (groups !== undefined) {
    const groupOf = splitColumn(table, groups, 'split.groups');
    return byGroups(table, split, { order, groupOf, draw, validation, ...(file === undefined ? {} : { others: splitColumn(file, groups, 'split.groups') }) });
  }
  if (fold === undefined && typeof test === 'number') return splitRows(order, { validation, test }, classOf);
  const foldOf = fold === undefined ? null : foldsOfRows(order, foldCount(split), classOf);
  const isTest = foldOf === null ? testRows(table, split) : foldOf.map((k) => Number(k === fold! - 1));
  return { ...splitRows(order.filter((row) => isTest[row] === 0), { validation, test: 0 }, classOf), test: order.filter((row) => isTest[row] === 1) };
}

/** 1 for the rows whose column has one of the values of the test; 0 for all where the test is something else. */
function testRows(table: Table, { test }: Split): Uint8Array {
  if (typeof test !== 'object' || !('column' in test)) return new Uint8Array(table.count);
  const texts = splitColumn(table, test.column, 'split.test.column');
  const wanted = test.values.map((value) => canonical(String(value)));
  const isTest = Uint8Array.from(texts, (text) => Number(wanted.includes(text)));
  const missing = wanted.findIndex((value) => !texts.includes(value));
  if (missing >= 0) throw noTestValues(table.file, test.column, String(test.values[missing]), [...new Set(texts)]);
  return isTest;
}

interface Grouped {
  readonly order: Uint32Array;
  readonly groupOf: readonly string[];
  readonly draw: RandomStream;
  readonly validation: number;
  /** Groups of the rows of the test's own file. */
  readonly others?: readonly string[];
}

function byGroups(table: Table, split: Split, { order, groupOf, draw, validation, others }: Grouped): SplitRows {
  const { fold, test, groups } = split;
  const named = testRows(table, split);
  // Every group is as likely to come first, whatever its size.
  const found = [...unitsOf(groupOf.keys(), groupOf).values()];
  const units = Array.from(draw.fork('groups').permutation(found.length), (k) => found[k]!);
  if (fold !== undefined) {
    const foldOf = foldsOfGroups(units, foldCount(split), order.length);
    const [judged, rest] = [units.filter((unit) => foldOf[unit[0]!] === fold - 1), units.filter((unit) => foldOf[unit[0]!] !== fold - 1)];
    return assembled(order, { test: judged, validation: takeUnits(rest, validation * rowsIn(rest), true).taken });
  }
  const torn = units.find((unit) => unit.some((row) => named[row] !== named[unit[0]!] || others?.includes(groupOf[row]!) === true));
  if (torn !== undefined) throw groupInTwoParts(groups!, groupOf[torn[0]!]!);
  const judged = units.filter((unit) => named[unit[0]!] === 1);
  const rest = units.filter((unit) => named[unit[0]!] === 0);
  const drawn = takeUnits(rest, typeof test === 'number' ? test * order.length : 0, true);
  return assembled(order, { test: [...judged, ...drawn.taken], validation: takeUnits(drawn.left, validation * rowsIn(rest), true).taken });
}

const rowsIn = (units: readonly Unit[]): number => units.reduce((n, unit) => n + unit.length, 0);
