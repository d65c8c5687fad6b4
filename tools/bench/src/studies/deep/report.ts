import { digits, table } from '../../lib/table.js';

/** A run: root of the share of the variance of the test targets that its network does not explain; 1 is what a constant does, infinite where the run failed. */
export interface DeepRun { readonly network: string; readonly target: string; readonly seed: number; readonly error: number; readonly seconds: number; readonly failure: string | null }

/** One line per network: the worst seed of every target, on how many runs a constant was beaten, seconds of a run; then what failed. */
export function deepReport(networks: readonly string[], targets: readonly string[], runs: readonly DeepRun[]): string[] {
  const rows = networks.map((network) => {
    const own = runs.filter((run) => run.network === network);
    const worst = targets.map((target) => digits(Math.max(...own.filter((run) => run.target === target).map((run) => run.error))));
    const below = own.filter((run) => run.error < 1).length;
    return [network, ...worst, `${below} of ${own.length}`, (own.reduce((sum, run) => sum + run.seconds, 0) / own.length).toFixed(0)];
  });
  const failures = runs.filter((run) => run.failure !== null).map((run) => `${run.network}, ${run.target}, seed ${run.seed}: ${run.failure}`);
  return [...table(['network', ...targets, 'below a constant', 'seconds'], rows), ...failures];
}
