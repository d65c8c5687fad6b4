import type { OptimizerDefinition, OptionsSchema } from '@knotwork/plugin';
import type { Check } from '../kit/check.js';
import { optimizerPluginChecks } from './optimizer-checks.js';
import { checksOf } from '../kit/plugin-check.js';
import type { Setup } from '../kit/setup.js';

/**
 * Everything an optimizer must do, by its method. An update: pure formulas and slots, finite steps for any gradient, a quadratic that is
 * minimized, memory that may be lost, steps that may be cut. A rule for damping: bounds and directions. A quasi-Newton method: constants
 * that make line searches possible.
 *
 * @returns checks to run in any order, one test each; `method` decides which
 * @throws Error when options are missing
 *
 * @example
 * for (const { name, run } of checkOptimizer(adam, { engine })) test(name, run);
 */
export function checkOptimizer<S extends OptionsSchema>(optimizer: OptimizerDefinition<S>, setup: Setup): readonly Check[] {
  return checksOf(optimizerPluginChecks, optimizer as unknown as OptimizerDefinition, setup);
}
