import { reference } from '@knotwork/engine-reference';
import type { Beginning, CompileOptions, Engine, Objective, Program, SegmentRole, State } from '@knotwork/plugin/engine';
import type { EngineCase } from '../subjects/engine-case.js';
import { squaredError } from '../subjects/squared-error.js';

/** Everything that can be trained. */
export const ROLES: readonly SegmentRole[] = ['coefficients', 'baseWeight', 'basisWeight', 'shape', 'bias'];

/** A network in an engine. */
export interface Opened {
  readonly engine: Engine;
  readonly objective: Objective;
  readonly options: CompileOptions;
  readonly program: Program;
  readonly state: State;
}

/** What is asked of an engine besides a network; all roles trained, unknowns effective, a squared error unless said otherwise. */
export type Opening = Partial<CompileOptions> & { readonly objective?: Objective; readonly beginning?: Beginning };

/** Compiles a case and starts it. */
export async function openCase(engine: Engine, c: Pick<EngineCase, 'structure' | 'network' | 'widths'>, change: Opening = {}): Promise<Opened> {
  const { objective = squaredError(c.widths.at(-1)!), beginning = {}, ...others } = change;
  const options: CompileOptions = { trainable: ROLES, parameters: 'effective', ...others };
  const program = await engine.compile(c.structure, objective, options);
  return { engine, objective, options, program, state: await program.start(c.network, beginning) };
}

/** The same in the reference engine, at the numbers as they are read out: an oracle for what differences are too coarse for. */
export async function twinOf({ objective, options, program: { structure }, state }: Opened): Promise<Opened> {
  const engine = await reference.create({});
  const program = await engine.compile(structure, objective, options);
  const { network, ...beginning } = await state.read();
  return { engine, objective, options, program, state: await program.start(network, beginning) };
}
