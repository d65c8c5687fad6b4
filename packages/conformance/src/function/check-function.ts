import type { FunctionDefinition, OptionsSchema } from '@knotwork/plugin';
import type { Check } from '../kit/check.js';
import { functionChecks } from './function-checks.js';
import type { FunctionSetup } from './function-setup.js';
import { checksOf } from '../kit/plugin-check.js';

/**
 * Everything a function of one variable must do: a pure formula, values and derivatives to third order that are finite on its range and
 * agree with differences, what it claims of itself, and, where it is defined everywhere, networks in which it is the base function.
 *
 * @param setup engine; `range` for a function that is not defined everywhere and claims no domain
 * @returns checks to run in any order, one test each
 * @throws Error when options are missing
 *
 * @example
 * for (const { name, run } of checkFunction(silu, { engine })) test(name, run);
 */
export function checkFunction<S extends OptionsSchema>(f: FunctionDefinition<S>, setup: FunctionSetup): readonly Check[] {
  return checksOf(functionChecks, f as unknown as FunctionDefinition, setup);
}
