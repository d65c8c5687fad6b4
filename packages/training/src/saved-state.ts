import type { Vec } from '@knotwork/plugin';
import type { Program, Scalars, Slots, State } from '@knotwork/plugin/engine';

/** A state as plain data: all that another state needs to go on with the same bytes. */
export interface SavedState {
  readonly parameters: Vec;
  readonly scalars: Scalars;
  readonly slots: Slots;
  readonly step: number;
}

export async function saveState(state: State): Promise<SavedState> {
  const { network: { parameters }, scalars, slots, step } = await state.read();
  return { parameters, scalars, slots, step };
}

/** @param program of the same structure and objective, be it another object */
export function restoreState(program: Program, { parameters, ...beginning }: SavedState): Promise<State> {
  return program.start({ spec: program.structure.spec, parameters }, beginning);
}
