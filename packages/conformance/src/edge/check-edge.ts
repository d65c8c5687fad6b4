import type { EdgeDefinition, OptionsSchema } from '@knotwork/plugin';
import type { Check } from '../kit/check.js';
import { edgeChecks } from './edge-checks.js';
import { checksOf } from '../kit/plugin-check.js';
import type { Setup } from '../kit/setup.js';

/**
 * Everything an edge core must do: a composition that is complete and pure, edge functions that are what it says, inside and outside
 * the domain and to third order, no parameters for what is left out, and networks made of it.
 *
 * @param setup engine; companions where options name base functions that the kit's own cannot stand in for
 * @returns checks to run in any order, one test each
 * @throws Error when options are missing
 *
 * @example
 * for (const { name, run } of checkEdge(residual, { engine })) test(name, run);
 */
export function checkEdge<S extends OptionsSchema>(edge: EdgeDefinition<S>, setup: Setup): readonly Check[] {
  return checksOf(edgeChecks, edge as unknown as EdgeDefinition, setup);
}
