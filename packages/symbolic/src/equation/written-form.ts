import { binding, type Expr, leaf, plainWriting, type Writing } from '@knotwork/algebra';
import { type Constant, held, isNothing, times } from './constant.js';
import { printedDigits } from './digits-of-constants.js';
import { nameOf } from './exact-numbers.js';
import type { KnownFunction } from './known-function.js';
import { type Factor, scale, type Sum, type Term } from './normal-form.js';

/** A text and how tightly it holds together. */
interface Written { readonly text: string; readonly binds: number }

/** A factor, and whether it stands below the line. */
interface Place { readonly isBelow: boolean; readonly written: Written }
type Power = Extract<Factor, { kind: 'power' }>;

/** Powers hold tighter than a sign: -x ^ 2 is -(x ^ 2). */
const POWER = (binding.sign + binding.whole) / 2;
const whole = (text: string): Written => ({ text, binds: binding.whole });
const within = ({ text, binds }: Written, least: number): string => (binds < least ? `(${text})` : text);

/** How a number is written: its size as text. */
export type NumberText = (c: Constant) => string;

/** A number with so many digits. @param digits 17 for all of it, so that it is read back as it is */
export function numberText(value: number, digits: number): string { return String(Number(Math.abs(value).toPrecision(digits))); }

/** Its exact name where it is held and has one, and digits elsewhere. @param most digits; null for as many as are warranted */
export const textWithDigits = (most: number | null): NumberText => (c) => (c.isFree ? null : nameOf(c.value)?.text) ?? numberText(c.value, printedDigits(c, most));

/**
 * A form as an expression that mathjs reads.
 *
 * @param names of the variables
 */
export function writtenForm(sum: Sum, names: readonly string[], number: NumberText): string { return new FormWriter(names, number).sum(sum).text; }

class FormWriter {
  constructor(private readonly names: readonly string[], private readonly number: NumberText) {}

  sum({ terms: given, constant }: Sum): Written {
    const left = given.filter(({ coefficient }) => !isNothing(coefficient));
    // a / (1 - x) rather than -a / (x - 1).
    const terms = left.length === 1 && constant.value === 0 ? left.map(withoutSign) : left;
    const parts = terms.map((term) => ({ isNegative: term.coefficient.value < 0, ...this.term(term) }));
    if (constant.value !== 0 || parts.length === 0) parts.push({ isNegative: constant.value < 0, ...this.size(constant) });
    // 1 - x rather than -x + 1, and z - x rather than -x + z.
    if (parts[0]!.isNegative) {
      const first = constant.value > 0 ? parts.length - 1 : parts.findIndex(({ isNegative }) => !isNegative);
      if (first > 0) parts.unshift(...parts.splice(first, 1));
    }
    if (parts.length === 1) {
      const { isNegative, text, binds } = parts[0]!;
      return isNegative ? { text: `-${binds < binding.product ? `(${text})` : text}`, binds: Math.min(binding.sign, Math.max(binds, binding.product)) } : { text, binds };
    }
    const text = parts.map((part, k) => `${k === 0 ? (part.isNegative ? '-' : '') : part.isNegative ? ' - ' : ' + '}${within(part, binding.product)}`).join('');
    return { text, binds: binding.sum };
  }

  /** A number's size. */
  private size(c: Constant): Written {
    const text = this.number(c);
    return { text, binds: /[*/]/.test(text.replace(/\(.*\)/, '')) ? binding.product : binding.whole };
  }

  /** The size of a term: what is above and what is below the line. */
  private term({ coefficient, factor }: Term): Written {
    const above: Written[] = [];
    const below: Written[] = [];
    const size = this.size(coefficient);
    const fraction = /^(\d+) \/ (\d+)$/.exec(size.text);
    if (fraction !== null) {
      if (fraction[1] !== '1') above.push(whole(fraction[1]!));
      below.push(whole(fraction[2]!));
    } else if (size.text !== '1') above.push(size);
    for (const { isBelow, written } of factor.kind === 'product' ? this.factors(factor.factors) : [this.factor(factor)]) (isBelow ? below : above).push(written);
    return quotient(above, below);
  }

  /** Roots, and other powers that are not whole, of one exponent are one: sqrt(x / y) rather than sqrt(x) / sqrt(y). Both have a value where neither base is negative. */
  private factors(factors: readonly Factor[]): Place[] {
    const roots = new Map<string, { readonly at: number; readonly parts: Power[] }>();
    factors.forEach((part, at) => {
      if (part.kind !== 'power' || part.exponent.isFree || Number.isInteger(part.exponent.value)) return;
      const size = String(Math.abs(part.exponent.value));
      const known = roots.get(size);
      if (known === undefined) roots.set(size, { at, parts: [part] }); else known.parts.push(part);
    });
    const together = [...roots.values()].filter(({ parts }) => parts.length > 1);
    return factors.flatMap((part, at): Place[] => {
      const root = together.find(({ parts }) => parts.includes(part as Power));
      return root === undefined ? [this.factor(part)] : root.at === at ? [this.root(root.parts)] : [];
    });
  }

  private root(parts: readonly Power[]): Place {
    const basesOf = (sign: number): Written[] => parts.filter(({ exponent }) => Math.sign(exponent.value) === sign).map(({ of }) => this.sum(of));
    const [above, below] = [basesOf(1), basesOf(-1)];
    const isBelow = above.length === 0;
    return { isBelow, written: this.power(isBelow ? product(below) : quotient(above, below), parts[0]!.exponent) };
  }

  private factor(factor: Factor): Place {
    switch (factor.kind) {
      case 'variable': return { isBelow: false, written: whole(this.names[factor.input]!) };
      case 'call': return { isBelow: false, written: this.call(factor.f, this.sum(factor.of)) };
      case 'power': return { isBelow: factor.exponent.value < 0, written: this.power(this.sum(factor.of), factor.exponent) };
      case 'product': return { isBelow: false, written: product(factor.factors.map((part) => this.factor(part).written)) };
    }
  }

  /** To the size of the exponent. */
  private power(base: Written, exponent: Constant): Written {
    const { text, binds } = this.size(exponent);
    if (text === '1') return base;
    if (text === '0.5') return whole(`sqrt(${base.text})`);
    return { text: `${within(base, binding.whole)} ^ ${binds < binding.whole ? `(${text})` : text}`, binds: POWER };
  }

  private call(f: KnownFunction, argument: Written): Written {
    const { expression } = f.claims;
    return expression !== undefined && isKnown(expression) ? filled(expression, argument) : formulaText(f.expr, argument);
  }
}

const MINUS = held(-1);

/** A term below 0 of which some factor is a difference: the other way round it is none. Of several the one that has the most parts below 0 for each above. */
function withoutSign(term: Term): Term {
  const { coefficient, factor } = term;
  if (!(coefficient.value < 0)) return term;
  const factors = factor.kind === 'product' ? factor.factors : [factor];
  const worth = factors.map(minuses);
  const best = Math.max(...worth);
  if (best === -Infinity) return term;
  const at = worth.indexOf(best);
  const turned = factors.map((part, k) => (k === at ? { ...part as Power, of: scale((part as Power).of, MINUS) } : part));
  return { coefficient: times(coefficient, MINUS), factor: factor.kind === 'product' ? { ...factor, factors: turned } : turned[0]! };
}

/** Of an odd power of a sum with parts below 0 and above, how many more are below; none of any other factor. */
function minuses(factor: Factor): number {
  if (factor.kind !== 'power' || factor.exponent.isFree || Math.abs(factor.exponent.value) % 2 !== 1) return -Infinity;
  const signs = [...factor.of.terms.map(({ coefficient }) => coefficient.value), factor.of.constant.value].map(Math.sign);
  return signs.includes(-1) && signs.includes(1) ? -signs.reduce((sum, sign) => sum + sign, 0) : -Infinity;
}

/** What is above and what is below the line. */
function quotient(above: readonly Written[], below: readonly Written[]): Written {
  const top = above.length === 0 ? whole('1') : product(above);
  if (below.length === 0) return top;
  const bottom = below.length === 1 ? within(below[0]!, POWER) : `(${product(below).text})`;
  return { text: `${within(top, binding.product)} / ${bottom}`, binds: binding.product };
}

function product(factors: readonly Written[]): Written {
  if (factors.length === 1) return factors[0]!;
  return { text: factors.map((factor, k) => within(factor, k === 0 ? binding.product : binding.sign)).join(' * '), binds: binding.product };
}

/** What mathjs calls the functions of one number, and of several, that it has. */
const KNOWN = new Set([
  'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'exp', 'log', 'log10', 'log2', 'sqrt', 'cbrt', 'square', 'cube', 'pow', 'abs', 'sign', 'floor', 'ceil', 'min', 'max', 'erf',
]);

/** Whether all functions of an expression are among those of mathjs. */
const isKnown = (expression: string): boolean => [...expression.matchAll(/([A-Za-z_]\w*)\s*\(/g)].every(([, name]) => KNOWN.has(name!));

/** An expression in x with something in the place of x. */
function filled(expression: string, argument: Written): Written {
  if (expression.trim() === 'x') return argument;
  // Where it stands alone between parentheses or commas, it needs no more of them.
  const text = expression.replace(/\s*\^\s*/g, ' ^ ').replace(/([(,]\s*)?\bx\b(?=(\s*[,)])?)/g, (_, open: string | undefined, close: string | undefined) => (
    `${open ?? ''}${open !== undefined && close !== undefined ? argument.text : within(argument, binding.whole)}`));
  return { text, binds: bindingOf(expression) };
}

/** How an expression holds together: by the loosest operator outside of parentheses. */
function bindingOf(expression: string): number {
  let depth = 0;
  let least: number = binding.whole;
  for (const [k, sign] of [...expression].entries()) {
    if (sign === '(') depth++;
    else if (sign === ')') depth--;
    else if (depth === 0) {
      // A sign at the front, or after another operator, is no difference.
      const isSign = (sign === '+' || sign === '-') && /(^|[-+*/^(,])\s*$/.test(expression.slice(0, k));
      const binds = isSign ? binding.sign : sign === '+' || sign === '-' ? binding.sum : sign === '*' || sign === '/' ? binding.product : sign === '^' ? POWER : sign === '?' || sign === '<' || sign === '>' ? binding.any : binding.whole;
      least = Math.min(least, binds);
    }
  }
  return least;
}

const SIGMOID = '1 / (1 + exp(-x))';
/** The operations of formulas as mathjs has them. */
const MATHJS: Writing = Object.freeze({
  ...plainWriting, constant: leaf(({ value }) => (value < 0 ? `(${value})` : String(value))),
  sigmoid: { ...plainWriting.sigmoid, write: ([a]) => `(${SIGMOID.replace('x', `(${a})`)})` },
  less: { ...plainWriting.less, write: ([a, b]) => `${a} < ${b}` },
  where: { binds: binding.whole, places: [binding.any, binding.any, binding.any], write: ([a, b, c], { args }) => `(${args[0]!.op === 'less' ? a : `${a} > 0`} ? ${b} : ${c})` },
});

/** A formula written out, parts that are used twice twice: of a function whose name mathjs does not have. */
function formulaText(expr: Expr, argument: Written): Written {
  const of = (e: Expr): Written => {
    if (e.op === 'input') return argument;
    const row = MATHJS[e.op];
    return { text: row.write(e.args.map((arg, k) => within(of(arg), row.places[k]!)), e), binds: row.binds };
  };
  return of(expr);
}

/** Numbers, names and operators of a text: the nodes of its tree. */
export const complexityOf = (text: string): number => (text.match(/[A-Za-z_]\w*|\d+(\.\d+)?(e[-+]?\d+)?|[-+*/^<>?]/g) ?? []).length;
