import { freezePenalties, type Penalty } from '@knotwork/network';
import type { Rows } from '@knotwork/plugin';
import type { BoundData, FrozenPenalty, Program, State } from '@knotwork/plugin/engine';
import { type Opened, twinOf } from './open-case.js';

/** Penalties as they are at a state, over points of the engine. */
export async function freezeAt({ program: { structure }, state }: { readonly program: Pick<Program, 'structure'>; readonly state: State }, data: BoundData, penalties: readonly Penalty[]): Promise<FrozenPenalty> {
  const { network: { parameters } } = await state.read();
  return freezePenalties(structure, penalties, parameters, {
    moments: (layer) => state.moments(data, layer),
    activations: (layer) => (layer < structure.layers.length ? state.preActivations(data, layer) : state.outputs(data)),
  });
}

/** The same with statistics that the reference engine takes: what is frozen is plain data, and every engine must be able to follow it. */
export async function frozenPenalty(opened: Opened, rows: Rows, penalties: readonly Penalty[]): Promise<FrozenPenalty> {
  const twin = await twinOf(opened);
  return freezeAt(twin, await twin.program.bind({ data: rows }), penalties);
}
