import type { GridStrategyDefinition, OptionsSchema } from '@knotwork/plugin';
import type { Check } from '../kit/check.js';
import { gridChecks } from './grid-checks.js';
import { checksOf } from '../kit/plugin-check.js';
import type { Setup } from '../kit/setup.js';

/**
 * Everything a grid strategy must do: looks and placements that depend on what they are given alone, domains that are finite and ascend,
 * knots that keep their number, rest when there is nothing left to do, and a network that follows.
 *
 * @param setup engine; options where some have no default
 * @returns checks to run in any order, one test each; `capabilities.knots` decides which
 * @throws Error when options are missing
 *
 * @example
 * for (const { name, run } of checkGridStrategy(moving, { engine })) test(name, run);
 */
export function checkGridStrategy<S extends OptionsSchema>(strategy: GridStrategyDefinition<S>, setup: Setup): readonly Check[] {
  return checksOf(gridChecks, strategy as unknown as GridStrategyDefinition, setup);
}
