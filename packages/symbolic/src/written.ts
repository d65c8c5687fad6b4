import type { FunctionClaims } from '@knotwork/plugin';
import { badSetting } from './errors.js';
import type { Fitted } from './fitted-function.js';

/** Digits of a number in a text as a rule, and of one that is read back as it is. */
export const DIGITS = { usual: 6, all: 17 };
/** How far rounded numbers may move a curve, as a share of its spread. */
const MOVED = 1e-4;

/** How many digits are asked for. @throws KnotworkError `input` for what is no number of digits */
export function requireDigits(asked: number | 'all'): number {
  const digits = asked === 'all' ? DIGITS.all : asked;
  if (!(Number.isInteger(digits) && digits >= 1 && digits <= DIGITS.all)) throw badSetting('digits', 'a whole number from 1 to 17 or "all"', asked, 'Use 6.');
  return digits;
}

/** A number with so many digits. */
export const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));

/**
 * How many digits numbers are written with: those that were asked for, or else six, and more where the text would be another curve without, as where large numbers cancel.
 *
 * @param valuesWith values of the text with so many digits at the places of the curve, valid until the next call
 * @param spread of the curve
 */
export function digitsFor(asked: number | 'all' | undefined, valuesWith: (digits: number) => Float64Array, spread: number): number {
  if (asked !== undefined) return requireDigits(asked);
  const exact = Float64Array.from(valuesWith(DIGITS.all));
  for (let digits = DIGITS.usual; digits < DIGITS.all; digits++) {
    const values = valuesWith(digits);
    if (exact.every((v, n) => !Number.isFinite(v) || Math.abs(values[n]! - v) <= MOVED * spread)) return digits;
  }
  return DIGITS.all;
}

/** c f(a x + b) + d as an expression of mathjs, numbers to so many digits; a function without an expression goes by its name. */
export function written(name: string, { expression = `${name}(x)` }: FunctionClaims, { a, b, c, d }: Fitted, digits: number = DIGITS.usual): string {
  const inner = sum([[a, 'x'], [b, '']], digits);
  // What the expression does with x is not known: parentheses, but where they stand already, and around x alone.
  const f = expression === 'x' ? inner : expression.replace(/(\w\()?\bx\b(\))?/g, (_, open: string | undefined, close: string | undefined) => (
    inner === 'x' || (open !== undefined && close !== undefined) ? `${open ?? ''}${inner}${close ?? ''}` : `${open ?? ''}(${inner})${close ?? ''}`));
  return sum([[c, isWhole(f) ? f : `(${f})`], [d, '']], digits);
}

/** Whether a factor may stand before a text as it is: x, a call, or a power of x or of what stands in parentheses. */
function isWhole(text: string): boolean {
  const [, base] = /^(.*?)(\^[\d.]+)?$/.exec(text) as unknown as [string, string];
  if (base === 'x') return true;
  if (!/^[\w-]*\(.*\)$/.test(base)) return false;
  // The first parenthesis must close with the last.
  let depth = 0;
  for (let k = 0; k < base.length - 1; k++) {
    depth += base[k] === '(' ? 1 : base[k] === ')' ? -1 : 0;
    if (depth === 0 && base[k] === ')') return false;
  }
  return true;
}

/** A polynomial in x, highest power first. @param coefficients from the constant up */
export function writtenPolynomial(coefficients: readonly number[], digits: number = DIGITS.usual): string {
  return sum(coefficients.map((c, k) => [c, k === 0 ? '' : k === 1 ? 'x' : `x^${k}`] as const).toReversed(), digits);
}

function sum(terms: readonly (readonly [number, string])[], digits: number): string {
  const texts = terms.filter(([value]) => value !== 0).map(([value, what]) => {
    const size = String(rounded(Math.abs(value), digits));
    return [value < 0 ? '-' : '+', what === '' ? size : size === '1' ? what : `${size} * ${what}`] as const;
  });
  return texts.map(([sign, text], k) => (k === 0 ? `${sign === '-' ? '-' : ''}${text}` : ` ${sign} ${text}`)).join('') || '0';
}
