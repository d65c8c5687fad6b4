import type { CompileOptions, Engine, Program, SegmentRole, State } from '@knotwork/plugin';
import type { EngineCase } from '../subjects/engine-case.js';
import { penalizedError } from '../subjects/squared-error.js';

/** Everything that can be trained. */
export const ROLES: readonly SegmentRole[] = ['coefficients', 'baseWeight', 'basisWeight', 'shape', 'bias'];

/** Compiles a case with a squared error and penalties of a strength, and starts it. */
export async function openCase(
  engine: Engine, c: EngineCase, change: Partial<CompileOptions> & { readonly strength?: number } = {},
): Promise<{ program: Program; state: State }> {
  const { strength = 0, ...options } = change;
  const program = await engine.compile(c.structure, penalizedError(c.structure, strength, engine.can.moments), { precision: 'float64', trainable: ROLES, parameters: 'effective', ...options });
  return { program, state: await program.start(c.network) };
}
