import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the last fit of a run says of itself; a part that it does not say is undefined or null. */
export interface SmoothingReport {
  /** Standard deviation of the noise of every output, in the user's units. */
  readonly noise?: readonly number[] | null;
  /** Share of every input in the variance of the outputs, by permutation. */
  readonly effects?: readonly number[] | null;
  /** Effective degrees of freedom of every edge. */
  readonly edges?: readonly { readonly layer: number; readonly from: number; readonly to: number; readonly edf: number }[] | null;
}

/** Reads `result.json` of the folder of a run. */
export function readSmoothing(folder: string): SmoothingReport {
  return smoothingOf(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')));
}

/** The report of the last stage that has one; an empty one where none has. */
export function smoothingOf(result: unknown): SmoothingReport {
  const { stages } = result as { stages?: readonly { smoothing?: SmoothingReport | number | null }[] };
  const reports = (stages ?? []).map(({ smoothing }) => smoothing).filter((smoothing) => typeof smoothing === 'object' && smoothing !== null);
  return reports.at(-1) ?? {};
}
