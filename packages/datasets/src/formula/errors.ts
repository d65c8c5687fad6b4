import type { ExpressionError } from '@knotwork/expressions';
import { didYouMean, type KnotworkError, optionError } from '@knotwork/plugin';

export function notFinite(text: string, value: number, point: string, option: string): KnotworkError {
  return optionError(option, (at) =>
    `The expression ${JSON.stringify(text)} must be finite all over its domain; it is ${value} at ${point}. Change ${at('domain')} or the expression.`);
}

export function noGridOf(rows: number, inputs: number, nearest: readonly number[], option: string): KnotworkError {
  const rule = inputs === 1 ? 'at least 2 where sampling is even' : `a whole number of at least 2 to the power of ${inputs} where sampling is even, because there are ${inputs} inputs`;
  return optionError(option, (at) =>
    `${at(option)} must be ${rule}; got ${rows}. Set ${nearest.map((n) => `${at(option)}=${n}`).join(' or ')}, or ${at('sampling')}=random.`);
}

export function unknownVariables(text: string, names: readonly string[], option: string): KnotworkError {
  return optionError(option, () =>
    `The variables of an expression must be x1, x2, ...; got ${names.join(', ')} in ${JSON.stringify(text)}. Rename ${names.length === 1 ? 'it' : 'them'}.`);
}

export function tooManyVariables(name: string, most: number, option: string): KnotworkError {
  return optionError(option, (at) => `${at(option)} must have the inputs x1 to x${most} at most, all of which it has up to the highest that occurs; got ${name}. Number the variables from 1 on, without gaps.`);
}

export function unreadable(cause: ExpressionError, option: string): KnotworkError {
  const where = cause.position === undefined ? '' : ` Look at character ${cause.position}.`;
  return optionError(option, () => cause.message + functionMeant(cause) + where, { cause });
}

/** A hint at the function that was probably meant; none for single letters, which are near to all that is short. */
export function functionMeant({ unknown }: ExpressionError): string {
  return unknown === undefined || unknown.name.length < 2 ? '' : didYouMean(unknown.name, unknown.known);
}

export function withoutVariables(): KnotworkError {
  return optionError('expression', () => 'A data set must have at least one input; no expression has a variable. Use x1, x2, ...');
}

export function wrongDomainCount(got: number, needed: number): KnotworkError {
  return optionError('domain', (at) =>
    `${at('domain')} must be one interval for all inputs or one for each; got ${got} intervals for ${needed} inputs (x1${needed > 1 ? ` to x${needed}` : ''}). Write ${at('domain')}=[min,max] or ${needed} of them.`);
}
