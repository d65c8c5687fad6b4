import { evaluate, formula } from '@knotwork/algebra';
import { isExpressionError, parseExpression, type ParsedExpression } from '@knotwork/expressions';
import { unreadable } from '../formula/errors.js';
import { dateAsNumber, notANumber, weightNotPositive } from './errors.js';
import type { Names } from './names.js';

/** Squares of numbers are added up: those of larger ones would overflow, with room for many. */
export const LARGEST = 1e150;

/** A text as an expression. @throws KnotworkError `input` naming the option */
export function parsed(text: string, option: string): ParsedExpression {
  try {
    return parseExpression(text);
  } catch (error) {
    throw isExpressionError(error) ? unreadable(error, option) : error;
  }
}

/**
 * A number, or a text such as 0.01/pi.
 *
 * @param names whose constants may stand in it; none where left out
 * @throws KnotworkError `input` for a text with other names, or one that is no finite number
 */
export function constantOf(written: number | string, option: string, names?: Names): number {
  if (typeof written === 'number') return written;
  // As mathematics it would be a difference.
  if (/^\s*\d{4}-\d{2}-\d{2}/.test(written)) throw dateAsNumber(written, option);
  const { expr, variables } = parsed(written, option);
  const known = names?.constants ?? {};
  const strange = variables.filter((name) => !Object.hasOwn(known, name));
  const value = strange.length > 0 ? NaN : evaluate(formula(variables, { y: expr }), known)['y']!;
  if (!Number.isFinite(value)) throw notANumber(written, strange, names, option);
  return value;
}

/** What a mean square is multiplied by, where a text may name constants. @throws KnotworkError `input` for what is not above 0 */
export function weightOf(written: number | string, option: string, names: Names): number {
  const weight = constantOf(written, option, names);
  if (!(weight > 0)) throw weightNotPositive(written, weight, option);
  return weight;
}
