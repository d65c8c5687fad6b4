import type { SPLITS } from '../data/prepare-data.js';

/** Why metrics that failed have no value, by part of the rows and by the names that results have. */
export type FailedMetrics = Partial<Record<(typeof SPLITS)[number], Record<string, string>>>;

/** What users should be told of them. */
export function failedNotes(failed: FailedMetrics): string[] {
  return Object.entries(failed).flatMap(([part, of]) => Object.entries(of).map(([metric, reason]) => `${metric} has no value on ${part} rows: ${reason}`));
}
