import { canonicalJson } from '../json/json.js';

/** What of an experiment decides which rows are for what; `run.json` holds it as it was. */
export interface DividesRows {
  readonly seed?: unknown;
  readonly streams?: { readonly data?: unknown } | undefined;
  readonly dataset?: Readonly<Record<string, unknown>> | undefined;
  readonly datasets?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
}

/**
 * A text that is the same where rows of the same files are divided alike into training, validation and test rows.
 *
 * @param hashes of files by their paths
 * @returns null where no data set is told how to `split` rows
 */
export function divisionOf({ seed, streams, dataset, datasets }: DividesRows, hashes: Readonly<Record<string, string>>): string | null {
  const splits = Object.fromEntries(Object.entries(datasets ?? { dataset }).map(([name, options]) => [name, options?.['split'] ?? null]));
  return Object.values(splits).every((split) => split === null) ? null : canonicalJson({ seed: streams?.data ?? seed ?? 0, splits, files: Object.values(hashes).sort() });
}
