import { median } from '@knotwork/numerics';
import type { SeedRun } from '../../lib/child-run.js';
import { shareBelow } from '../../lib/share-below.js';
import { digits, table } from '../../lib/table.js';

const POWERS = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8];

/** Powers of ten that tell seeds apart, with the tightest that all are below and the loosest that none is. */
export function interestingThresholds(errors: readonly number[]): number[] {
  const share = (t: number): number => shareBelow(errors, t);
  const tightest = POWERS.filter((t) => share(t) === 1).at(-1);
  const loosest = POWERS.find((t) => share(t) === 0);
  return POWERS.filter((t) => t === tightest || t === loosest || (share(t) > 0 && share(t) < 1));
}

/**
 * One line per seed, then the summary over test errors. A failed seed counts as an infinite error.
 *
 * @param below thresholds to report; null for those of interest
 */
export function seedsReport(runs: readonly SeedRun[], below: readonly number[] | null): string[] {
  const rows = runs.map(({ seed, test, validation, resolution, seconds, failure }) => (failure === null
    ? [String(seed), digits(test), validation === null ? '-' : digits(validation), levels(resolution), seconds.toFixed(1)]
    : [String(seed), 'failed']));
  const errors = runs.map((r) => r.test);
  const done = runs.filter((r) => r.failure === null);
  const failures = runs.filter((r) => r.failure !== null);
  return [
    ...table(['seed', 'test RMSE', 'validation', 'resolution', 'seconds'], rows),
    '',
    `test RMSE: median ${digits(median(errors))}, worst ${digits(Math.max(...errors))}`,
    ...(below ?? interestingThresholds(errors)).map((t) => `below ${t.toExponential()}: ${errors.filter((e) => e < t).length} of ${errors.length} (${Math.round(100 * shareBelow(errors, t))} %)`),
    ...structures(done), ...formulas(done),
    ...(done.length === 0 ? [] : [`seconds: median ${median(done.map((r) => r.seconds)).toFixed(1)}`]),
    ...(failures.length === 0 ? [] : [`${failures.length} of ${runs.length} seeds failed:`, ...failures.map((r) => `  seed ${r.seed}: ${r.failure}`)]),
  ];
}

/** One number where all layers have the same resolution. */
const levels = (resolution: readonly (number | null)[]): string => [...(new Set(resolution).size === 1 ? resolution.slice(0, 1) : resolution)].map((r) => r ?? '-').join(',');

/** Edges that are left, where not all runs keep all of them. */
function structures(runs: readonly SeedRun[]): string[] {
  if (runs.every(({ edges }) => edges.pruned === 0)) return [];
  return [`edges left: ${counted(runs.map(({ edges: { free, symbolic = 0 } }) => String(free + symbolic)), Infinity).join(', ')}`];
}

/** Equations that are told one by one. */
const MOST_FORMULAS = 12;

/** Equations that networks are, the most frequent first; none where no network is one. */
function formulas(runs: readonly SeedRun[]): string[] {
  if (runs.every(({ formula }) => formula === undefined)) return [];
  return ['equations:', ...counted(runs.map(({ formula = 'none: some edges are curves' }) => formula), MOST_FORMULAS).map((line) => `  ${line}`)];
}

/** Texts with how often they come, the most frequent first. */
function counted(texts: readonly string[], most: number): string[] {
  const counts = [...new Set(texts)].map((text) => ({ text, count: texts.filter((other) => other === text).length })).sort((a, b) => b.count - a.count);
  const rest = counts.slice(most).reduce((sum, { count }) => sum + count, 0);
  return [...counts.slice(0, most).map(({ text, count }) => `${text} in ${count}`), ...(rest > 0 ? [`others in ${rest}`] : [])];
}
