import type { FrozenPenalty, Structure } from '@knotwork/plugin/engine';
import type { Penalty } from './penalty.js';
import type { TrainingRows } from './training-rows.js';

/**
 * Begins a penalty round: penalties as they are at some numbers, as quadratic and linear forms. They depend on grids and shape parameters there, on
 * coefficients where they are not quadratic, and on what flows through the network where they are statistics over rows. The value and, within the
 * layer of each edge, the gradient are those of the penalties there; what flows into edges and shape parameters count as fixed. Where a penalty is
 * concave in the squares of its statistics, what is frozen lies nowhere below it. Edges below 1e-4 of the largest are taken to have so much.
 *
 * @param rows asked only by penalties of such statistics
 */
export async function freezePenalties(structure: Structure, penalties: readonly Penalty[], parameters: Float64Array, rows: TrainingRows): Promise<FrozenPenalty> {
  const frozen: FrozenPenalty[] = [];
  // Loaded with the first: most networks have none.
  for (const penalty of penalties) frozen.push(await (await import('./freeze-penalty.js')).freezePenalty(structure, penalty, parameters, rows));
  return {
    forms: frozen.flatMap((f) => f.forms), linear: frozen.flatMap((f) => f.linear), constant: frozen.reduce((sum, f) => sum + f.constant, 0),
  };
}
