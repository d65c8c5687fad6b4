import { median } from '@knotwork/numerics';
import { geometricMean } from '../../lib/geometric-mean.js';
import { grouped } from '../../lib/grouped.js';
import { digits, table } from '../../lib/table.js';
import { type FoldResult, sameFold } from './fold-result.js';

/** No fold may be worse than this many times the error of a constant. */
const BARELY_WORSE = 1.02;

/** Value of a fold under a heading of the comparison; undefined where it was not measured. */
type Column = readonly [heading: string, value: (result: FoldResult) => number | undefined];

/**
 * What whole runs came to on tables, and beside them what others did: per table medians over its folds, then what they come to together.
 * A failed run has an infinite error, or an accuracy of 0.
 *
 * @param earlier results of a run before, for a column of their own; empty for none
 */
export function tablesReport(results: readonly FoldResult[], earlier: readonly FoldResult[]): string[] {
  const peers = [...new Set(results.flatMap((result) => Object.keys(result.peers)))];
  const columns: readonly Column[] = [
    ['knotwork', (result) => result.value],
    ...(earlier.length === 0 ? [] : [['before', (result) => sameFold(earlier, result)?.value] satisfies Column]),
    ...peers.map((name): Column => [name, (result) => result.peers[name]?.value]),
  ];
  return [
    ...taskReport(results.filter(({ task }) => task === 'regression'), 'RMSE on test rows as a share of that of the training rows\' mean', columns, Math.max),
    ...taskReport(results.filter(({ task }) => task === 'classification'), 'accuracy on test rows', columns, Math.min),
    ...remarks(results),
  ];
}

function taskReport(results: readonly FoldResult[], title: string, columns: readonly Column[], worst: (...values: number[]) => number): string[] {
  if (results.length === 0) return [];
  const tables = [...grouped(results, (result) => result.table).values()];
  const known = columns.filter(([, value]) => results.some((result) => value(result) !== undefined));
  return [
    `${title}, medians of folds`, '',
    ...table(['table', 'set', ...known.map(([heading]) => heading), 'worst fold', 'seconds'], tables.map((folds) => [
      folds[0]!.table, folds[0]!.role, ...known.map(([, value]) => shown(medianOf(folds, value))),
      digits(worst(...folds.map(({ value }) => value))), median(folds.map(({ seconds }) => seconds)).toFixed(1),
    ])),
    '',
    ...(results[0]!.task === 'regression' ? [...together(tables, known), ''] : []),
  ];
}

/** Geometric means over the tables of a set, and how many folds are worse than a constant. */
function together(tables: readonly (readonly FoldResult[])[], columns: readonly Column[]): string[] {
  const sets = [...grouped(tables, (folds) => folds[0]!.role)];
  const worse = (folds: readonly FoldResult[], value: Column[1], than: number): string => {
    const values = folds.map(value).filter((v) => v !== undefined);
    return `${values.filter((v) => v > than).length} of ${values.length}`;
  };
  return table(['', 'set', ...columns.map(([heading]) => heading)], sets.flatMap(([role, members]) => [
    ['geometric mean of medians', role, ...columns.map(([, value]) => {
      const medians = members.map((folds) => medianOf(folds, value));
      return shown(medians.includes(undefined) ? undefined : geometricMean(medians as number[]));
    })],
    ['folds worse than the mean', role, ...columns.map(([, value]) => worse(members.flat(), value, 1))],
    [`worse than ${BARELY_WORSE} times it`, role, ...columns.map(([, value]) => worse(members.flat(), value, BARELY_WORSE))],
  ]));
}

/** Of the folds that were measured; undefined where none was. */
function medianOf(folds: readonly FoldResult[], value: Column[1]): number | undefined {
  const values = folds.map(value).filter((v) => v !== undefined);
  return values.length === 0 ? undefined : median(values);
}

const shown = (value: number | undefined): string => (value === undefined ? '-' : digits(value));

/** What runs remarked on and why some failed: each text once, with the tables where it was said and on how many folds. */
function remarks(results: readonly FoldResult[]): string[] {
  const said = results.flatMap(({ table: name, notes, failure }) => [...notes.map((note) => ({ name, text: `note: ${note}` })), ...(failure === null ? [] : [{ name, text: `failed: ${failure}` }])]);
  return [...grouped(said, ({ text }) => text)].map(([text, where]) =>
    `${text} (${[...grouped(where, ({ name }) => name)].map(([name, folds]) => `${name} ${folds.length}`).join(', ')})`);
}
