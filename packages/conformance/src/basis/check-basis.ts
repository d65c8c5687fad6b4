import type { BasisDefinition, OptionsSchema } from '@knotwork/plugin';
import { basisChecks } from './basis-checks.js';
import type { Check } from '../kit/check.js';
import { checksOf } from '../kit/plugin-check.js';
import type { Setup } from '../kit/setup.js';

/**
 * Everything a basis must do and all that it claims: purity, sizes, derivatives to third order, ends and far outside, span, order,
 * extension, domain moves, knots of its own, input maps, and networks made of it.
 *
 * @param setup engine, and options where some have no default
 * @returns checks to run in any order, one test each; the claims decide which
 * @throws Error when options are missing
 *
 * Cost: about a second in all for a basis of some ten coefficients.
 *
 * @example
 * import { test } from '@jest/globals';
 * import { checkBasis } from '@knotwork/conformance';
 * import { native } from '@knotwork/engine-native';
 * import { hat } from './hat.js';
 *
 * for (const { name, run } of checkBasis(hat, { engine: await native.create({}) })) test(name, run);
 */
export function checkBasis<S extends OptionsSchema>(basis: BasisDefinition<S>, setup: Setup): readonly Check[] {
  return checksOf(basisChecks, basis as unknown as BasisDefinition, setup);
}
