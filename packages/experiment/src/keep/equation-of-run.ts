import { countParameters, toUserUnits, unreadEdges } from '@knotwork/network';
import { type Catalog, isKnotworkError, type Rows, type Samples } from '@knotwork/plugin';
import type { Equation, EquationOptions } from '@knotwork/symbolic';
import type { Model } from '../stages/stage.js';

/** Rows of an equation, in the user's units; validation rows may be none. */
export interface EquationRows {
  readonly train: Rows;
  readonly validation: Rows;
  /** Whether targets are those of the rows, and not what the network says. */
  readonly isObserved: boolean;
}

/** Whether all edges of a network are functions, so that it is an equation. */
export function isEquation({ structure }: Model): boolean {
  return countParameters(structure).external.edges > 0 && unreadEdges(structure).length === 0;
}

/**
 * The equation of a network all of whose edges are functions; null where it is not one that can be written, such as with inputs whose map is a table. What finds it is loaded when it is needed.
 *
 * @param rows whose targets constants are fitted to: see `equationTargets`; null where there are none
 */
export async function findEquation({ structure, network }: Model, rows: EquationRows | null, catalog: Catalog, options: Omit<EquationOptions, 'train' | 'validation'> = {}): Promise<Equation | null> {
  const { equationOf, readable } = await import('@knotwork/symbolic');
  const symbolic = readable(structure, network, catalog);
  if ('unread' in symbolic) return null;
  try {
    return equationOf(symbolic, { ...options, ...(rows === null ? {} : { train: rows.train, isObserved: rows.isObserved, ...(rows.validation.inputs.count === 0 ? {} : { validation: rows.validation }) }) });
  } catch (error) {
    if (isKnotworkError(error) && error.code === 'input') return null;
    throw error;
  }
}

/**
 * Rows with the targets that constants of an equation are fitted to: their own, where the network was fitted to them by unweighted squares; else what the network says of them, which is
 * what the equation is to say.
 *
 * @param rows in the user's units, @param outputs of the network on them, in network units
 */
export function equationTargets(rows: Rows, isBySquares: boolean, { structure: { spec } }: Model, outputs: Samples): Rows {
  return { inputs: rows.inputs, targets: isBySquares && rows.weights === undefined ? rows.targets : toUserUnits(outputs, spec.outputs) };
}
