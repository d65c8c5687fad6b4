import { median } from '@knotwork/numerics';
import type { SeedRun } from '../../lib/child-run.js';
import { UsageError } from '../../lib/program.js';
import { digits, table } from '../../lib/table.js';
import type { Ridge } from './ridge.js';

/** One split of the rows, learned by the network and by ridge regression. */
export interface Split { readonly network: SeedRun; readonly ridge: Ridge }

/** Errors per split and medians; ratios are network over ridge. A failed run counts as an infinite error. */
export function splitsReport(splits: readonly Split[]): string[] {
  const ratios = splits.map(({ network, ridge }) => network.test / ridge.test);
  const of = (pick: (split: Split) => number): number => median(splits.map(pick));
  const tests = [of((s) => s.network.test), of((s) => s.ridge.test)] as const;
  const failures = splits.filter(({ network }) => network.failure !== null);
  const rows = splits.map(({ network, ridge }, k) => [
    String(network.seed), digits(network.test), digits(ridge.test), digits(ratios[k]!), digits(validationOf(network)), digits(ridge.validation), digits(ridge.strength),
    network.seconds.toFixed(1),
  ]);
  return [
    ...table(['split', 'KAN test', 'ridge test', 'ratio', 'KAN validation', 'ridge validation', 'strength', 'seconds'], [
      ...rows,
      ['median', digits(tests[0]), digits(tests[1]), digits(median(ratios)), digits(of((s) => validationOf(s.network))), digits(of((s) => s.ridge.validation)), '', of((s) => s.network.seconds).toFixed(1)],
    ]),
    '',
    `test RMSE, KAN over ridge: ratio of medians ${digits(tests[0] / tests[1])}, median of ratios ${digits(median(ratios))}`,
    ...failures.map(({ network }) => `split ${network.seed} failed: ${network.failure}`),
  ];
}

/** @throws UsageError where a split has no validation rows: ridge regression chooses its strength by them */
function validationOf({ validation }: SeedRun): number {
  if (validation === null) throw new UsageError('Ridge regression chooses its strength by validation rows, and there are none. Add dataset.split.validation=0.2.');
  return validation;
}
