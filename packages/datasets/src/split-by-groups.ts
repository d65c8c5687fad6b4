import type { RandomStream } from '@knotwork/numerics';
import { type KnotworkError, optionError } from '@knotwork/plugin';
import type { Table } from './readers/table.js';
import { short } from './short.js';
import { splitColumn } from './split-column.js';
import { foldCount, type Split } from './split-options.js';
import type { SplitRows } from './split-rows.js';
import { assembled, rowsIn, takeUnits, unitsOf } from './split-units.js';

export interface Grouped {
  readonly order: Uint32Array;
  /** 1 for rows that are named as test rows. */
  readonly named: Uint8Array;
  readonly draw: RandomStream;
  readonly validation: number;
  /** The file that has the test rows, if one has. */
  readonly others?: Table;
}

/** Sorts rows into parts so that those of a group stay together. @param groups column that names the group, @throws KnotworkError `input` for a group in two parts */
export function byGroups(table: Table, groups: string, split: Split, { order, named, draw, validation, others: file }: Grouped): SplitRows {
  const { fold, test } = split;
  const groupOf = splitColumn(table, groups, 'split.groups');
  const others = file && splitColumn(file, groups, 'split.groups');
  // Every group is as likely to come first, whatever its size.
  const found = [...unitsOf(groupOf.keys(), groupOf).values()];
  const units = Array.from(draw.fork('groups').permutation(found.length), (k) => found[k]!);
  if (fold !== undefined) {
    const foldOf = foldsOfGroups(units, foldCount(split), order.length);
    const [judged, rest] = [units.filter((unit) => foldOf[unit[0]!] === fold - 1), units.filter((unit) => foldOf[unit[0]!] !== fold - 1)];
    return assembled(order, { test: judged, validation: takeUnits(rest, validation * rowsIn(rest), true).taken });
  }
  const torn = units.find((unit) => unit.some((row) => named[row] !== named[unit[0]!] || others?.includes(groupOf[row]!) === true));
  if (torn !== undefined) throw groupInTwoParts(groups, groupOf[torn[0]!]!);
  const judged = units.filter((unit) => named[unit[0]!] === 1);
  const rest = units.filter((unit) => named[unit[0]!] === 0);
  const drawn = takeUnits(rest, typeof test === 'number' ? test * order.length : 0, true);
  return assembled(order, { test: [...judged, ...drawn.taken], validation: takeUnits(drawn.left, validation * rowsIn(rest), true).taken });
}

/**
 * Deals groups of rows into folds, the largest group first, each to the fold that has the fewest rows: folds are as alike in size as groups allow.
 *
 * @param groups the rows of every group, in random order
 * @param rows how many there are in all
 * @returns the fold of every row, from 0
 */
export function foldsOfGroups(groups: readonly (readonly number[])[], folds: number, rows: number): Uint32Array {
  const foldOf = new Uint32Array(rows);
  const sizes = new Array<number>(folds).fill(0);
  for (const group of [...groups].sort((a, b) => b.length - a.length)) {
    const fold = sizes.indexOf(Math.min(...sizes));
    sizes[fold]! += group.length;
    for (const row of group) foldOf[row] = fold;
  }
  return foldOf;
}

function groupInTwoParts(column: string, group: string): KnotworkError {
  return optionError('split.groups', (at) =>
    `The rows of a group must be in one part; "${short(group)}" of column "${column}" has rows that ${at('split.test')} names and others. Name all or none of them, or leave ${at('split.groups')} out.`);
}
