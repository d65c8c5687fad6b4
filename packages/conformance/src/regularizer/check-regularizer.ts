import type { OptionsSchema, RegularizerDefinition } from '@knotwork/plugin';
import type { Check } from '../kit/check.js';
import { checksOf } from '../kit/plugin-check.js';
import { regularizerChecks } from './regularizer-checks.js';
import type { Setup } from '../kit/setup.js';

/**
 * Everything a regularizer must do: pure formulas, values and slopes that are finite where edges are zero, tiny or huge, no negative
 * penalty, proportion to its strength, and a network that takes it.
 *
 * @param setup engine; one without moments leaves out what takes them
 * @returns checks to run in any order, one test each
 * @throws Error when options are missing
 *
 * @example
 * for (const { name, run } of checkRegularizer(roughness, { engine })) test(name, run);
 */
export function checkRegularizer<S extends OptionsSchema>(regularizer: RegularizerDefinition<S>, setup: Setup): readonly Check[] {
  return checksOf(regularizerChecks, regularizer as unknown as RegularizerDefinition, setup);
}
