import type { CompileOptions, SegmentRole, UpdateFormula } from '@knotwork/plugin/engine';
import { badOption } from './errors.js';

/** What can be trained of a network; grids follow rules of their own. */
const TRAINABLE: readonly SegmentRole[] = ['coefficients', 'baseWeight', 'basisWeight', 'shape', 'bias'];
const PARAMETERS: readonly CompileOptions['parameters'][] = ['trainable', 'effective'];
/** What an update may read besides its slots. */
const READ_BY_UPDATES = ['parameter', 'gradient', 'step', 'steps', 'decays'];

/**
 * Refuses options that say something else than the contract.
 *
 * @throws KnotworkError `input` naming the option and what may stand there
 */
export function requireOptions({ trainable, parameters, update }: CompileOptions): void {
  if (!Array.isArray(trainable)) throw badOption('trainable', trainable, `a list of ${quoted(TRAINABLE)}`);
  const odd = (trainable as readonly SegmentRole[]).find((role) => !TRAINABLE.includes(role));
  if (odd !== undefined) throw badOption('trainable', odd, `a list of ${quoted(TRAINABLE)}`);
  if (!PARAMETERS.includes(parameters)) throw badOption('parameters', parameters, quoted(PARAMETERS, ' or '));
  if (update !== undefined) requireUpdate(update);
}

function requireUpdate({ formula: { inputs, outputs }, slots }: UpdateFormula): void {
  const expected = ['parameter', ...slots];
  if (outputs.length !== expected.length || !expected.every((name) => outputs.includes(name))) throw badOption('update', outputs, `a formula with the outputs ${quoted(expected)}`);
  const known = [...READ_BY_UPDATES, ...slots];
  const stray = inputs.find((name) => !known.includes(name));
  if (stray !== undefined) throw badOption('update', stray, `a formula of ${quoted(known)}`);
}

function quoted(names: readonly string[], between = ', '): string { return names.map((name) => `"${name}"`).join(between); }
