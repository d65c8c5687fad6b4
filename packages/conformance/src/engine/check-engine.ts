import type { Engine, Program } from '@knotwork/plugin/engine';
import type { Check } from '../kit/check.js';
import type { Networks } from './cases.js';
import { engineChecks } from './engine-checks.js';
import { tolerancesOf } from './tolerances.js';

/**
 * Everything an engine must do and all that it says it can: gradients, Jacobian rows, normal equations, blocks over several sets of points, scalars,
 * states, steps, moments, refusals. Tolerances follow from its precision; the oracle of what cannot be written down is the engine "reference".
 *
 * @param networks `all`, or `few` for a look in seconds
 * @returns checks to run in any order, one test each; some take seconds. What the engine says it can do decides which: see {@link inapplicableChecks}
 *
 * @example
 * for (const { name, run } of checkEngine(await native.create({}))) test(name, run, 180_000);
 */
export function checkEngine(engine: Engine, { networks = 'all' }: { readonly networks?: Networks } = {}): readonly Check[] {
  const tolerance = tolerancesOf(engine);
  return engineChecks.filter(({ claim }) => claim?.isMade(engine) ?? true).map((check) => ({
    name: `${engine.name}: ${check.name}`, run: () => disposing(engine, (own) => check.run({ engine: own, networks, tolerance })),
  }));
}

/** Gives back the memory of every program that a check compiles. */
async function disposing(engine: Engine, run: (engine: Engine) => Promise<void>): Promise<void> {
  const programs: Program[] = [];
  const compile: Engine['compile'] = async (...asked) => {
    const program = await engine.compile(...asked);
    programs.push(program);
    return program;
  };
  try { await run({ ...engine, compile }); } finally { for (const program of programs) await program.dispose(); }
}

/** A check that says nothing about an engine. */
export interface InapplicableCheck { readonly name: string; readonly reason: string }

/** The checks that {@link checkEngine} leaves out, and why. */
export function inapplicableChecks(engine: Engine): readonly InapplicableCheck[] {
  return engineChecks.filter(({ claim }) => claim !== undefined && !claim.isMade(engine))
    .map(({ name, claim }) => ({ name, reason: `for engines with ${claim!.text}` }));
}
