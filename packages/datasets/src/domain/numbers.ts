import { evaluate, formula } from '@knotwork/algebra';
import { isExpressionError, parseExpression, type ParsedExpression } from '@knotwork/expressions';
import { unreadable } from '../errors.js';
import { dateAsNumber, notANumber } from './errors.js';

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

/** A number, or a text such as 0.01/pi. @throws KnotworkError `input` for a text with variables, or one that is no finite number */
export function constantOf(written: number | string, option: string): number {
  if (typeof written === 'number') return written;
  // As mathematics it would be a difference.
  if (/^\s*\d{4}-\d{2}-\d{2}/.test(written)) throw dateAsNumber(written, option);
  const { expr, variables } = parsed(written, option);
  const value = variables.length > 0 ? NaN : evaluate(formula([], { y: expr }), {})['y']!;
  if (!Number.isFinite(value)) throw notANumber(written, variables, option);
  return value;
}
