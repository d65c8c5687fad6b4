import type { State } from '@knotwork/plugin/engine';
import { Optimization } from './optimization.js';
import type { Outcome } from './outcome.js';
import type { Plan } from './plan.js';
import type { Session } from './session.js';

/**
 * Optimizes a state with the problem's optimizer: grid moves, validation, budget and abort are the same for every method.
 * With `patience`, the state ends as the best network seen on validation rows, else as the last; regularizers count there as they do in training,
 * or what they bring about, at some cost in loss, would be undone. `Optimization` does it step by step.
 *
 * @throws KnotworkError `capability` when the plan asks for what the optimizer cannot do
 */
export async function optimize(session: Session, state: State, plan: Plan): Promise<Outcome> {
  const optimization = await Optimization.begin(session, state, plan);
  while (await optimization.step() === null);
  return optimization.finish();
}
