import { table } from '../../lib/table.js';
import type { KilledRun } from './killed-run.js';

/** Whether the result of a killed run is that of the undisturbed one, byte for byte. */
export function isIdentical({ result }: KilledRun, undisturbed: Buffer): boolean {
  return result !== null && result.equals(undisturbed);
}

/** One line per run that was killed: when, how much work it lost, where it went on, whether the result is the same; how many are, and the most work that one kill cost. */
export function killsReport(runs: readonly KilledRun[], undisturbed: Buffer): string[] {
  const rows = runs.map((run, k) => [
    String(k + 1), inSeconds(run.kills), inSeconds(run.lost), run.went.join(', then '), isIdentical(run, undisturbed) ? 'yes' : `no${run.failure === null ? '' : `: ${run.failure}`}`,
  ]);
  const same = runs.filter((run) => isIdentical(run, undisturbed)).length;
  const most = Math.max(0, ...runs.flatMap(({ lost }) => lost));
  return [...table(['run', 'killed after s', 'lost s', 'went on', 'identical'], rows), `identical: ${same} of ${runs.length}`, `most work lost by one kill: ${most.toFixed(2)} s`];
}

const inSeconds = (values: readonly number[]): string => values.map((s) => s.toFixed(2)).join(', ');
