import type { LayerDefinition, OptionsSchema } from '@knotwork/plugin';
import type { Check } from '../kit/check.js';
import { layerChecks } from './layer-checks.js';
import { checksOf } from '../kit/plugin-check.js';
import type { Setup } from '../kit/setup.js';

/**
 * Everything a layer core must do: terms that are pure and leave no edge out, edges that are off and stay off, node formulas that are finite
 * for any fan-in, also with an activation, outputs that are the formula of the sum, whatever the order of inputs and whatever input map and
 * `outside` a file asks for, and networks made of it.
 *
 * @param setup engine; companions where options name plugins that the kit's own cannot stand in for
 * @returns checks to run in any order, one test each; a layer without `node` or `activation` has no checks of it
 * @throws Error when options are missing
 *
 * @example
 * for (const { name, run } of checkLayer(kan, { engine })) test(name, run);
 */
export function checkLayer<S extends OptionsSchema>(layer: LayerDefinition<S>, setup: Setup): readonly Check[] {
  return checksOf(layerChecks, layer as unknown as LayerDefinition, setup);
}
