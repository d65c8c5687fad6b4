import { CONSTANTS } from './constants.js';
import { ExpressionError } from './expression-error.js';
import { FUNCTIONS } from './functions.js';

const constants = [...CONSTANTS.keys()].join(', ');
const functions = [...FUNCTIONS.keys()].sort();

export function badArgumentCount(name: string, least: number, most: number, got: number): ExpressionError {
  const count = most === Infinity ? `at least ${least}` : most === least ? `${least}` : `${least} or ${most}`;
  return new ExpressionError(`"${name}" takes ${count} ${least === 1 && (most === 1 || most === Infinity) ? 'argument' : 'arguments'}; got ${got}.`);
}

/** @param dividend, @param factors as they are written */
export function ambiguousDivisor(dividend: string, factors: readonly string[]): ExpressionError {
  return new ExpressionError(`"${dividend} / ${factors.join(' ')}" could be read in two ways. Write ${dividend} / (${factors.join(' * ')}), or ${dividend} / ${factors.join(' * ')}.`);
}

export function badNumber(value: unknown): ExpressionError {
  return new ExpressionError(`An expression may contain finite numbers only; got ${typeof value === 'string' ? `the text ${quoted(value)}` : String(value)}.`);
}

/** What is written elsewhere, and how it is written here. */
const WRITTEN_ELSEWHERE: readonly (readonly [string, string])[] = [['**', '^'], ['\u00d7', '*'], ['\u00f7', '/'], ['\u207b\u00b2', '^-2'], ['\u207b\u00b3', '^-3'], ['\u207b', '^-'], ['\u03c0', 'pi'], ['\u2212', '-'], ['\u2013', '-'], ['\u00b7', '*'], ['\u22c5', '*'], ['\u00b2', '^2'], ['\u00b3', '^3'], ['\u221a', 'sqrt(...)'], ['\u2217', '*'], ['\u00bd', '(1/2)'], ['|', 'abs(...)']];
/** Signs of derivatives, which are told by whoever knows them. */
const DERIVATIVES = /[\u2202\u2207\u2206\u0394]/;

/** What to write for the first sign of a text that is written elsewhere; empty without one. */
function otherSign(text: string): string {
  const [sign, here] = DERIVATIVES.test(text) ? [] : WRITTEN_ELSEWHERE.find(([of]) => text.includes(of)) ?? [];
  return sign === undefined ? '' : ` Write ${here} in place of "${sign}".`;
}

export function badSyntax(text: string, message: string, position: number | undefined, cause: unknown): ExpressionError {
  return new ExpressionError(`The expression ${quoted(text)} is not mathematics: ${message.replace(/ \(char \d+\)/, '')}.${otherSign(text)}`, position, cause);
}

/** @returns null for names that may be variables */
export function otherName(name: string): ExpressionError | null {
  const parts = name.split(/(\u03c0)/).filter((part) => part !== '');
  const isProduct = parts.length > 1 && parts.every((part) => part === '\u03c0' || /^\w+$/.test(part));
  const hint = isProduct ? ` Write ${parts.map((part) => (part === '\u03c0' ? 'pi' : part)).join(' * ')} in its place.` : otherSign(name);
  return hint === '' ? null : new ExpressionError(`${quoted(name)} is no name.${hint}`);
}

export function tooManyBrackets(most: number): ExpressionError {
  return new ExpressionError(`An expression may have ${most} brackets in each other; it has more. Shorten it.`);
}

export function emptyText(): ExpressionError {
  return new ExpressionError('An expression must not be empty. Write one such as sin(pi * x1) + x2^2.');
}

export function functionAsVariable(name: string): ExpressionError {
  return new ExpressionError(`"${name}" is a function and needs its argument in parentheses. Write ${name}(...).`);
}

export function notACondition(source: string): ExpressionError {
  return new ExpressionError(`The condition of "... ? ... : ..." must be one comparison with <, >, <= or >=; got ${quoted(source)}.`);
}

export function notAllowed(what: string, source: string): ExpressionError {
  return new ExpressionError(
    `An expression may contain numbers, variables, ${constants}, + - * / ^, parentheses, functions and "a < b ? c : d" only; got ${what} in ${quoted(source)}.`,
  );
}

export function tooDeep(deepest: number, cause?: unknown): ExpressionError {
  return new ExpressionError(`An expression may be nested ${deepest} levels deep, where each term of a sum is a level; it is deeper. Shorten it.`, undefined, cause);
}

export function unknownFunction(name: string): ExpressionError {
  return new ExpressionError(`Unknown function "${name}". Available: ${functions.join(', ')}. For a product write ${name} * (...).`, undefined, undefined, { name, known: functions });
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}
