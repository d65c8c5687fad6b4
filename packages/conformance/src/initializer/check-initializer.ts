import type { InitializerDefinition, OptionsSchema } from '@knotwork/plugin';
import type { Check } from '../kit/check.js';
import { initializerChecks } from './initializer-checks.js';
import type { InitializerSetup } from './initializer-setup.js';
import { checksOf } from '../kit/plugin-check.js';

/**
 * Everything an initializer must do: all numbers, finite whatever the moments of features, from the stream it is given; edges that start
 * differently, in one layer and from layer to layer; a spread that follows the scale; and networks that train from there. The contract of
 * initializers is experimental.
 *
 * @param setup engine; `scale`, the name of the option that the spread is proportional to
 * @returns checks to run in any order, one test each
 * @throws Error when options are missing
 *
 * @example
 * for (const { name, run } of checkInitializer(small, { engine, scale: 'amplitude' })) test(name, run);
 */
export function checkInitializer<S extends OptionsSchema>(initializer: InitializerDefinition<S>, setup: InitializerSetup): readonly Check[] {
  return checksOf(initializerChecks, initializer as unknown as InitializerDefinition, setup);
}
