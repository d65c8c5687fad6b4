import { freezePenalties } from '@knotwork/network';
import type { Vec } from '@knotwork/plugin';
import type { FrozenPenalty, State } from '@knotwork/plugin/engine';
import type { Session } from '../session.js';

/**
 * The penalties of a problem as they are at a state: statistics of what flows through edges are taken over the training points.
 *
 * @param parameters of the state, where they have been read already
 */
export async function freeze({ problem: { structure, penalties }, train }: Session, state: State, parameters?: Vec): Promise<FrozenPenalty> {
  return freezePenalties(structure, penalties, parameters ?? (await state.read()).network.parameters, {
    moments: (layer) => state.moments(train, layer),
    activations: (layer) => (layer < structure.layers.length ? state.preActivations(train, layer) : state.outputs(train)),
  });
}
