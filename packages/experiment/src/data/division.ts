import { canonicalJson } from '../json/json.js';

/** What of an experiment decides which rows are for what; `run.json` holds it as it was. */
export interface DividesRows {
  readonly seed?: unknown;
  readonly streams?: { readonly data?: unknown } | undefined;
  readonly dataset?: Readonly<Record<string, unknown>> | undefined;
  readonly datasets?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
}

/** How many rows are for what. */
export interface RowCounts { readonly train: number; readonly validation: number; readonly test: number }

/** How rows were divided. */
export interface Division {
  /** The same where rows of the same files are divided in the same way; of how many are for what it says nothing. */
  readonly way: string;
  /** Of all data sets; null where nobody knows. */
  readonly rows: RowCounts | null;
}

/**
 * How rows of files are divided into training, validation and test rows.
 *
 * @param hashes of files by their paths, @param rows that there are of each; shares of a `split` may be `auto`, and come to other numbers with other stages
 * @returns null where no data set is told how to `split` rows
 */
export function divisionOf({ seed, streams, dataset, datasets }: DividesRows, hashes: Readonly<Record<string, string>>, rows: RowCounts | null): Division | null {
  const splits = Object.fromEntries(Object.entries(datasets ?? { dataset }).map(([name, options]) => [name, wayOf(options?.['split'] ?? null)]));
  return Object.values(splits).every((split) => split === null) ? null : { way: canonicalJson({ seed: streams?.data ?? seed ?? 0, splits, files: Object.values(hashes).sort() }), rows };
}

/** A split without its shares, of which numbers of rows are made. */
function wayOf(split: unknown): unknown {
  if (typeof split !== 'object' || split === null) return split;
  return Object.fromEntries(Object.entries(split).filter(([part, share]) => !(['validation', 'test'].includes(part) && (typeof share === 'number' || share === 'auto'))));
}
