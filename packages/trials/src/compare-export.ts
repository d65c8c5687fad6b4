import type { NetworkExport } from '@knotwork/network/exported';
import type { Samples } from '@knotwork/plugin';
import { canTry, runTrial } from './run-trial.js';

/** How far the numbers of exported files can be from the network's, by their precision: relative to the largest size of an output over all rows. */
const ALLOWED = { double: 1e-12, single: 1e-5 } as const;

/** Exported files add up in an order of their own: a few times what two other orders differ by. */
const TIMES_NOISE = 10;
/** How many times larger the rounding of single precision is. */
const DIGITS_OF_SINGLE = 2 ** 29;
/** However ill-conditioned a network is, a file that is further off computes something else. */
const MOST_TIMES_USUAL = 1000;

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
 * @param noise tells how far two right ways to compute the network in double precision are from each other, as {@link differenceOf} does: of sums that cancel more digits are lost, and more may
 *   differ. Asked only where files differ by more than usual
 * @returns null where this machine has not what the trial needs: `exported.trial.needs`
 * @throws KnotworkError `plugin` where files do not run
 */
export async function compareExport(exported: Pick<NetworkExport, 'files' | 'trial' | 'precision'>, rows: Samples, expected: Samples, noise: () => number = () => 0): Promise<ExportComparison | null> {
  if (!(await canTry(exported.trial))) return null;
  const lines = await runTrial(exported.files, exported.trial, rows);
  const difference = differenceOf({ ...expected, values: Float64Array.from(expected.values, (_, k) => lines[Math.floor(k / expected.width)]![k % expected.width]!) }, expected);
  const { [exported.precision]: usual } = ALLOWED;
  const lost = (): number => Math.min(TIMES_NOISE * noise() * (exported.precision === 'single' ? DIGITS_OF_SINGLE : 1), MOST_TIMES_USUAL * usual);
  const allowed = difference <= usual ? usual : Math.max(usual, lost());
  return { difference, allowed, isClose: difference <= allowed, rows: rows.count };
}

/** The largest difference of an output, relative to the largest size of that output in `expected`; NaN where one is no number and the other is. */
export function differenceOf(got: Samples, expected: Samples): number {
  const { width, values } = expected;
  const largest = new Float64Array(width);
  values.forEach((v, k) => { largest[k % width] = Math.max(largest[k % width]!, Math.abs(v)); });
  return values.reduce<number>((worst, value, k) => {
    const other = got.values[k]!;
    const d = Object.is(other, value) || other === value ? 0 : Math.abs(other - value) / (largest[k % width]! || 1);
    return d > worst || Number.isNaN(d) ? d : worst;
  }, 0);
}
