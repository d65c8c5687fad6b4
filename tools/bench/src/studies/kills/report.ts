import { table } from '../../lib/table.js';
import type { KilledRun } from './killed-run.js';

/** Whether the result of a killed run is that of the undisturbed one, byte for byte. */
export function isIdentical({ result }: KilledRun, undisturbed: Buffer): boolean {
  return result !== null && result.equals(undisturbed);
}

/** One line per run that was killed: when, where it went on, whether the result is the same; and how many are. */
export function killsReport(runs: readonly KilledRun[], undisturbed: Buffer): string[] {
  const rows = runs.map((run, k) => [
    String(k + 1), run.kills.map((s) => s.toFixed(2)).join(', '), run.went.join(', then '), isIdentical(run, undisturbed) ? 'yes' : `no${run.failure === null ? '' : `: ${run.failure}`}`,
  ]);
  const same = runs.filter((run) => isIdentical(run, undisturbed)).length;
  return [...table(['run', 'killed after s', 'went on', 'identical'], rows), `identical: ${same} of ${runs.length}`];
}
