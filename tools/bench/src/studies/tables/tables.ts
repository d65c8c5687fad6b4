import { readFileSync } from 'node:fs';
import { didYouMean } from '@knotwork/plugin';
import type { CsvRows, TableExperiment } from '../../lib/table-experiment.js';
import { UsageError } from '../../lib/program.js';

/** What a table was to those who chose the defaults: looked at while they did, `fresh` for them, or `known` from an example whose recipe was chosen on it. */
export type Role = 'tuning' | 'fresh' | 'known';

/** One of the splits of a table. */
export interface Fold {
  readonly rep: number;
  readonly fold: number;
  /** Numbers of the test rows, from 0; all others are there to fit and to choose. */
  readonly test: readonly number[];
}

/** A table with its splits. */
export interface BenchTable extends CsvRows {
  readonly name: string;
  readonly role: Role;
  readonly task: TableExperiment['task'];
  readonly target: string;
  readonly folds: readonly Fold[];
}

interface Entry { readonly role: Role; readonly task: BenchTable['task']; readonly target: string; readonly path?: string }
interface Folds { readonly rows: number; readonly inputs: number; readonly folds: readonly Fold[] }

const FOLDER = new URL('../../../data/tables/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

/**
 * The tables of `data/tables`, in the order of its `tables.json`.
 *
 * @param setOf `tuning`, `fresh` or `all`
 * @param names only these of them; all where null
 * @throws UsageError for a name or a set that is not there
 */
export function readTables(setOf: string, names: readonly string[] | null): BenchTable[] {
  if (!['tuning', 'fresh', 'all'].includes(setOf)) throw new UsageError(`--set-of must be tuning, fresh or all; got "${setOf}".`);
  const entries = JSON.parse(read('tables.json')) as Record<string, Entry>;
  const folds = JSON.parse(read('folds.json')) as Record<string, Folds>;
  const unknown = names?.find((name) => !Object.hasOwn(entries, name));
  if (unknown !== undefined) throw new UsageError(`There is no table "${unknown}".${didYouMean(unknown, Object.keys(entries))} Tables: ${Object.keys(entries).join(', ')}.`);
  const isAsked = (name: string): boolean => (names === null ? setOf === 'all' || entries[name]!.role === setOf : names.includes(name));
  return Object.keys(entries).filter(isAsked).map((name) => {
    const { path, ...entry } = entries[name]!;
    return { name, ...entry, ...parseCsv(read(path ?? `${name}.csv`)), folds: folds[name]!.folds };
  });
}

/** Header and rows of a file without quoted cells, as all of `data/tables` are. */
export function parseCsv(text: string): CsvRows {
  const [header, ...rows] = text.trimEnd().split(/\r?\n/).map((line) => line.split(','));
  return { header: header!, rows };
}

/** Rows of a table to learn from and rows to judge by. */
export function splitOf({ header, rows }: CsvRows, { test }: Fold): { readonly train: CsvRows; readonly test: CsvRows } {
  const isTest = new Set(test);
  return { train: { header, rows: rows.filter((_, k) => !isTest.has(k)) }, test: { header, rows: rows.filter((_, k) => isTest.has(k)) } };
}
