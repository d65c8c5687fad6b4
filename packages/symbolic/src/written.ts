import type { FunctionClaims } from '@knotwork/plugin';
import type { Fitted } from './fitted-function.js';

/** Digits of a number in a text. */
const DIGITS = 6;

const number = (value: number): string => String(Number(value.toPrecision(DIGITS)));

/** c f(a x + b) + d as an expression of mathjs, numbers to six digits; a function without an expression goes by its name. */
export function written(name: string, { expression = `${name}(x)` }: FunctionClaims, { a, b, c, d }: Fitted): string {
  const inner = sum([[a, 'x'], [b, '']]);
  // What the expression does with x is not known: parentheses, but where they stand already, and around x alone.
  const f = expression === 'x' ? inner : expression.replace(/(\w\()?\bx\b(\))?/g, (_, open: string | undefined, close: string | undefined) => (
    inner === 'x' || (open !== undefined && close !== undefined) ? `${open ?? ''}${inner}${close ?? ''}` : `${open ?? ''}(${inner})${close ?? ''}`));
  return sum([[c, isWhole(f) ? f : `(${f})`], [d, '']]);
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
export function writtenPolynomial(coefficients: readonly number[]): string {
  return sum(coefficients.map((c, k) => [c, k === 0 ? '' : k === 1 ? 'x' : `x^${k}`] as const).toReversed());
}

function sum(terms: readonly (readonly [number, string])[]): string {
  const texts = terms.filter(([value]) => value !== 0).map(([value, what]) => {
    const size = number(Math.abs(value));
    return [value < 0 ? '-' : '+', what === '' ? size : size === '1' ? what : `${size} * ${what}`] as const;
  });
  return texts.map(([sign, text], k) => (k === 0 ? `${sign === '-' ? '-' : ''}${text}` : ` ${sign} ${text}`)).join('') || '0';
}
