import { evaluate, formula } from '@knotwork/algebra';
import { isExpressionError, parseExpression, type ParsedExpression } from '@knotwork/expressions';
import { unreadable } from '../errors.js';
import { notANumber } from './errors.js';

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
  const { expr, variables } = parsed(written, option);
  const value = variables.length > 0 ? NaN : evaluate(formula([], { y: expr }), {})['y']!;
  if (!Number.isFinite(value)) throw notANumber(written, variables, option);
  return value;
}
