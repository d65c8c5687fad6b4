import { countParameters, toNetworkUnits, toUserUnits, unreadEdges } from '@knotwork/network';
import { type Catalog, isKnotworkError, type Rows, type Task } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import type { Equation, EquationOptions } from '@knotwork/symbolic';
import type { Evaluator } from '../measure/evaluator.js';
import type { Model } from '../stages/stage.js';

/** A network, and what it was fitted to. */
export interface EquationRequest {
  readonly model: Model;
  readonly catalog: Catalog;
  readonly task: Task;
  /** What the network was judged by last. */
  readonly objective: Objective;
  readonly evaluator: Pick<Evaluator, 'outputs'>;
  /** Rows in the user's units; null, or without any, where there are none. */
  readonly train: Rows | null;
  readonly validation: Rows | null;
  /** Rows that test it, likewise: only its error there is taken, and its values are kept there. */
  readonly test: Rows | null;
  /** Whether targets were observed; false where they are what a network says, as of a solution of equations. */
  readonly isObserved: boolean;
  /** What the stages said, of which one may have solved equations. */
  readonly reports: readonly Readonly<Record<string, unknown>>[];
}

/** Whether all edges of a network are functions, so that it is an equation. */
export function isEquation({ structure }: Model): boolean {
  return countParameters(structure).external.edges > 0 && unreadEdges(structure).length === 0;
}

/**
 * The equation of a network all of whose edges are functions; null where it is not one that can be written, such as with inputs whose map is a table. What finds it is loaded when it is needed.
 *
 * Constants are fitted to the targets of the rows, where these were observed and the network was fitted to them by unweighted squares; else to what the network says of the rows, which is what the equation is to say. There numbers are exact that are so but for what is left of equations and conditions; the noise of measured rows does not count, which all numbers follow together.
 */
export async function findEquation(
  { model, model: { structure, network }, catalog, task, objective, evaluator, train, validation, test, isObserved: areTargets, reports }: EquationRequest, options: Omit<EquationOptions, 'train' | 'validation' | 'test' | 'isObserved' | 'unsure'> = {},
): Promise<Equation | null> {
  const { equationOf, readable } = await import('@knotwork/symbolic');
  const { uncertaintyIn } = await import('./of-solutions.js');
  const symbolic = readable(structure, network, catalog);
  if ('unread' in symbolic) return null;
  const isObserved = areTargets && task === 'regression' && train?.weights === undefined && objective.blocks.every(({ form }) => form === 'residuals');
  const { inputs: given, outputs: said } = structure.spec;
  const fittedTo = async ({ inputs, targets }: Rows): Promise<Rows> => {
    if (isObserved) return { inputs, targets };
    const [outputs] = await evaluator.outputs(model, objective, [{ inputs: toNetworkUnits(inputs, given), targets: toNetworkUnits(targets, said) }]);
    return { inputs, targets: toUserUnits(outputs!, said) };
  };
  const isThere = (rows: Rows | null): rows is Rows => rows !== null && rows.inputs.count > 0;
  const rows = isThere(train) ? { train: await fittedTo(train), ...(isThere(validation) ? { validation: await fittedTo(validation) } : {}) } : {};
  try {
    return equationOf(symbolic, { hasFront: true, ...options, isObserved, unsure: uncertaintyIn(reports).equations ** 2, ...rows, ...(isThere(test) ? { test } : {}) });
  } catch (error) {
    if (isKnotworkError(error) && error.code === 'input') return null;
    throw error;
  }
}
