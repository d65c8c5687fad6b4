import { median } from '@knotwork/numerics';
import type { SeedRun } from '../../lib/child-run.js';
import { shareBelow } from '../../lib/share-below.js';
import { digits, table } from '../../lib/table.js';

/** A variant of an experiment and its runs, one per seed. */
export interface ArmRuns { readonly name: string; readonly runs: readonly SeedRun[] }

/** Two-sided 95 % quantiles of Student's distribution by degrees of freedom, from 1; beyond, that of the normal distribution is near enough. */
const STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045];
const NORMAL = 1.96;

/** Mean of paired differences and half the width of its 95 % interval; not a number for fewer than two pairs. */
export function pairedDifference(a: readonly number[], b: readonly number[]): { readonly mean: number; readonly half: number } {
  const differences = a.map((v, k) => v - b[k]!);
  const n = differences.length;
  const mean = differences.reduce((sum, d) => sum + d, 0) / n;
  const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (n - 1);
  return { mean, half: (STUDENT[n - 2] ?? NORMAL) * Math.sqrt(variance / n) };
}

/**
 * One line per arm: errors, how many are below a threshold, how it does against the first arm seed by seed, medians of seconds and parameters, and how many
 * runs were left with how many edges if any were pruned. A failed run is infinitely
 * wrong; differences are of the seeds that both finished.
 *
 * @param below test RMSE to count seeds by; null for no such column
 */
export function armsReport(arms: readonly ArmRuns[], below: number | null): string[] {
  const [first] = arms as readonly [ArmRuns, ...ArmRuns[]];
  const failures = arms.flatMap(({ name, runs }) => runs.filter((r) => r.failure !== null).map((r) => `${name}, seed ${r.seed}: ${r.failure}`));
  const isPruned = arms.some(({ runs }) => runs.some((r) => r.edges.pruned > 0));
  const rows = arms.map(({ name, runs }) => {
    const errors = runs.map((r) => r.test);
    const done = runs.filter((r) => r.failure === null);
    return [
      name, digits(median(errors)), digits(Math.max(...errors)), ...(below === null ? [] : [`${Math.round(shareBelow(errors, below) * errors.length)} of ${errors.length}`]),
      ...(name === first.name ? ['', ''] : against(first.runs, runs)), ...(done.length === 0 ? ['', ''] : costs(done)), ...(isPruned ? [edgesText(done)] : []),
    ];
  });
  const titles = ['arm', 'median', 'worst', ...(below === null ? [] : [`below ${below}`]), `less ${first.name}`, 'better, worse', 'seconds', 'parameters', ...(isPruned ? ['edges left'] : [])];
  return [`test RMSE over ${first.runs.length} seeds`, ...table(titles, rows), ...failures];
}

/** Mean difference with its interval, and on how many seeds the second is better and worse. */
function against(first: readonly SeedRun[], second: readonly SeedRun[]): [string, string] {
  const pairs = second.map((run, k) => [run, first[k]!] as const).filter((pair) => pair.every((run) => run.failure === null));
  const { mean, half } = pairedDifference(pairs.map(([run]) => run.test), pairs.map(([, other]) => other.test));
  const wins = pairs.filter(([run, other]) => run.test < other.test).length;
  return [pairs.length < 2 ? '' : `${digits(mean)} ± ${digits(half)}`, `${wins}, ${pairs.length - wins}`];
}

/** Median seconds and parameters. */
function costs(runs: readonly SeedRun[]): [string, string] {
  return [median(runs.map((r) => r.seconds)).toFixed(1), String(Math.round(median(runs.map((r) => r.parameters))))];
}

/** Such as `3 in 48, 5 in 2`. */
function edgesText(runs: readonly SeedRun[]): string {
  const counts = [...new Set(runs.map((r) => r.edges.free))].sort((a, b) => a - b);
  return counts.map((count) => `${count} in ${runs.filter((r) => r.edges.free === count).length}`).join(', ');
}
