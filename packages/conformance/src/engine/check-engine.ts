import type { Engine } from '@knotwork/plugin';
import type { Check } from '../kit/check.js';
import { engineChecks } from './engine-checks.js';

/**
 * Everything an engine must do and all that it says it can: gradients, Jacobian rows, normal equations, states, steps, moments,
 * precision, refusals. The same checks as {@link engineChecks}, in the form of all others.
 *
 * @returns checks to run in any order, one test each; some take seconds
 *
 * @example
 * for (const { name, run } of checkEngine(await native.create({}))) test(name, run, 180_000);
 */
export function checkEngine(engine: Engine): readonly Check[] {
  return engineChecks.map((check) => ({ name: `${engine.name}: ${check.name}`, run: () => check.run(engine) }));
}
