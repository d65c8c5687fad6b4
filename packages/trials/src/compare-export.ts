import type { NetworkExport } from '@knotwork/network/exported';
import type { Samples } from '@knotwork/plugin';
import { canTry, runTrial } from './run-trial.js';

/** How far the numbers of exported files can be from the network's, by their precision: relative to the largest size of an output over all rows. */
const ALLOWED = { double: 1e-12, single: 1e-5 } as const;

/** What a comparison of exported files with their network found. */
export interface ExportComparison {
  /** Largest difference of an output, relative to the largest size of that output over the rows; NaN where one is no number and the other is. */
  readonly difference: number;
  readonly allowed: number;
  readonly isClose: boolean;
  readonly rows: number;
}

/**
 * Runs exported files on rows and compares their outputs with those of the network.
 *
 * @param rows of inputs, in the user's units, such as the run's own
 * @param expected outputs of the network for them, in the user's units
 * @returns null where this machine has not what the trial needs: `exported.trial.needs`
 * @throws KnotworkError `plugin` where files do not run
 */
export async function compareExport(exported: Pick<NetworkExport, 'files' | 'trial' | 'precision'>, rows: Samples, expected: Samples): Promise<ExportComparison | null> {
  if (!(await canTry(exported.trial))) return null;
  const lines = await runTrial(exported.files, exported.trial, rows);
  const largest = Array.from({ length: expected.width }, (_, k) => lines.reduce((most, __, n) => Math.max(most, Math.abs(expected.values[n * expected.width + k]!)), 0));
  const differences = Array.from(expected.values, (value, k) => {
    const output = k % expected.width;
    const got = lines[Math.floor(k / expected.width)]![output]!;
    return Object.is(got, value) || got === value ? 0 : Math.abs(got - value) / (largest[output]! || 1);
  });
  const difference = differences.reduce((most, d) => (d > most || Number.isNaN(d) ? d : most), 0);
  const allowed = ALLOWED[exported.precision];
  return { difference, allowed, isClose: difference <= allowed, rows: rows.count };
}
