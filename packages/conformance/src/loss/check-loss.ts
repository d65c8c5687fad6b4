import type { LossDefinition, OptionsSchema } from '@knotwork/plugin';
import type { Check } from '../kit/check.js';
import { lossChecks } from './loss-checks.js';
import { checksOf } from '../kit/plugin-check.js';
import type { Setup } from '../kit/setup.js';

/**
 * Everything a loss must do: the declared form, a minimum at the target (for classes: scores that count the right way), slopes and
 * curvatures that agree with differences, large residuals, and an engine that computes what it says.
 *
 * @returns checks to run in any order, one test each; `task` decides which
 * @throws Error when options are missing
 *
 * @example
 * for (const { name, run } of checkLoss(meanSquaredError, { engine })) test(name, run);
 */
export function checkLoss<S extends OptionsSchema>(loss: LossDefinition<S>, setup: Setup): readonly Check[] {
  return checksOf(lossChecks, loss as unknown as LossDefinition, setup);
}
