import { freezePenalties } from '@knotwork/network';
import type { FrozenPenalty, State } from '@knotwork/plugin';
import type { Session } from '../session.js';

/** The penalties of a problem as they are at a state: statistics of what flows through edges are taken over the training points. */
export async function freeze({ problem: { structure, penalties }, train }: Session, state: State): Promise<FrozenPenalty> {
  const { network } = await state.read();
  return freezePenalties(structure, penalties, network.parameters, {
    moments: (layer) => state.moments(train, layer),
    activations: (layer) => (layer < structure.layers.length ? state.preActivations(train, layer) : state.outputs(train)),
  });
}
