import type { Expr } from '../expr.js';
import type { Op } from '../operations/operations.js';

/**
 * What sums and products are made of: an input, an operation that is no sum and no product, a sum in parentheses, or a part that has a name of its own.
 * There is one for each text, so that atoms are compared by identity.
 */
export interface Atom {
  readonly id: number;
  readonly kind: 'input' | 'call' | 'sum' | 'named';
  /** Name of an input. */
  readonly name: string;
  /** The operation of a call. */
  readonly op: Op | null;
  /** The call itself, where a formula has it and no rule made it. */
  readonly e: Expr | null;
  /** Arguments of a call; what a sum or a name stands for. */
  readonly parts: readonly Polynomial[];
  /** Whether its values are whole numbers. */
  readonly isWhole: boolean;
}

/** A number times powers of atoms; exponents are whole numbers, negative ones too, and never 0. */
export interface Term {
  readonly factor: number;
  readonly powers: ReadonlyMap<Atom, number>;
}

/** A sum of terms with different powers, none of them zero; no terms for 0. */
export type Polynomial = readonly Term[];

export const ZERO: Polynomial = [];
export const number = (value: number): Polynomial => (value === 0 ? ZERO : [{ factor: value, powers: new Map() }]);
export const single = (atom: Atom, exponent = 1): Polynomial => [{ factor: 1, powers: new Map([[atom, exponent]]) }];

const keys = new WeakMap<Term['powers'], string>();

/** Names powers, so that equal ones are found. */
export function keyOf(powers: Term['powers']): string {
  const known = keys.get(powers);
  if (known !== undefined) return known;
  const key = [...powers].map(([{ id }, exponent]) => `${id}^${exponent}`).sort().join(' ');
  keys.set(powers, key);
  return key;
}

/** What rounding leaves of terms that cancel, relative to the largest of them. */
const CANCELS = 1e-13;

/** Terms with the same powers added up, in the order of the first of each. */
export function collected(terms: readonly Term[]): Polynomial {
  const sums = new Map<string, { factor: number; most: number; readonly powers: Term['powers'] }>();
  for (const { factor, powers } of terms) {
    const key = keyOf(powers);
    const sum = sums.get(key);
    if (sum === undefined) { sums.set(key, { factor, most: Math.abs(factor), powers }); continue; }
    sum.factor += factor;
    sum.most = Math.max(sum.most, Math.abs(factor));
  }
  return [...sums.values()].filter(({ factor, most }) => Math.abs(factor) > CANCELS * most).map(({ factor, powers }) => ({ factor, powers }));
}

export const plus = (a: Polynomial, b: Polynomial): Polynomial => collected([...a, ...b]);

export const scaled = (a: Polynomial, by: number): Polynomial => (by === 0 ? ZERO : a.map(({ factor, powers }) => ({ factor: by * factor, powers })));

export function termTimes(a: Term, b: Term): Term {
  const powers = new Map(a.powers);
  for (const [atom, exponent] of b.powers) {
    const sum = (powers.get(atom) ?? 0) + exponent;
    if (sum === 0) powers.delete(atom); else powers.set(atom, sum);
  }
  return { factor: a.factor * b.factor, powers };
}

/** All products of terms, collected. */
export const expanded = (a: Polynomial, b: Polynomial): Polynomial => collected(a.flatMap((term) => b.map((other) => termTimes(term, other))));

/** Every atom of a polynomial, not those within them. */
export const atomsOf = (a: Polynomial): ReadonlySet<Atom> => new Set(a.flatMap(({ powers }) => [...powers.keys()]));

/** The number that a polynomial is; null where it is none. */
export const numberIn = (a: Polynomial): number | null => (a.length === 0 ? 0 : a.length === 1 && a[0]!.powers.size === 0 ? a[0]!.factor : null);

/** A polynomial as a number, powers that all its terms have, and the rest. The first term of the rest is positive where the number may be negative. */
export interface Factored { readonly outer: Term; readonly rest: Polynomial }

/** Takes out of a sum what all its terms have in common: powers, and of the numbers the greatest one by which all are whole. */
export function factored(a: Polynomial): Factored {
  const [first, ...others] = a as readonly [Term, ...Term[]];
  if (others.length === 0) return { outer: first, rest: number(1) };
  const common = new Map<Atom, number>();
  for (const [atom, exponent] of first.powers) {
    const least = others.reduce((low, { powers }) => Math.min(low, powers.get(atom) ?? 0), exponent);
    if (exponent > 0 ? least > 0 : others.every(({ powers }) => (powers.get(atom) ?? 0) < 0)) common.set(atom, exponent > 0 ? least : Math.max(exponent, ...others.map(({ powers }) => powers.get(atom)!)));
  }
  const factor = contentOf(a.map((term) => term.factor));
  const inverse: Term = { factor: 1, powers: new Map([...common].map(([atom, exponent]) => [atom, -exponent])) };
  return { outer: { factor, powers: common }, rest: a.map((term) => { const { factor: f, powers } = termTimes(term, inverse); return { factor: rounded(f / factor), powers }; }) };
}

const rounded = (value: number): number => (Math.abs(value - Math.round(value)) <= 1e-14 * Math.abs(value) ? Math.round(value) : value);

/** The greatest number of which all are whole multiples; 1 where they are not multiples of one. */
function contentOf(values: readonly number[]): number {
  const sizes = values.map(Math.abs);
  const [unit] = sizes as [number];
  if (sizes.every((size) => Math.abs(size - unit) <= 1e-12 * unit)) return unit;
  if (values.every((value) => Number.isInteger(value) || isDecimal(value)) && values.some(isDecimal)) return 1;
  const fractions = values.map((value) => fractionOf(value / (isFraction(unit) ? 1 : unit)));
  if (fractions.some((one) => one === null)) return 1;
  const under = fractions.reduce((all, one) => (all * one!.under) / gcd(all, one!.under), 1);
  if (under > MOST_UNDER) return 1;
  const over = fractions.reduce((all, one) => gcd(all, Math.abs(one!.over) * (under / one!.under)), 0);
  return (over / under) * (isFraction(unit) ? 1 : unit);
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
const isFraction = (value: number): boolean => fractionOf(value) !== null;

/** Whether people write a number with a point: 0.9 and not 9/10, but 1/2. */
export const isDecimal = (value: number): boolean => decimalOf(value) !== null;

/** A number as people write it with a point, without what rounding left; null for others. */
export function decimalOf(value: number): string | null {
  const fraction = fractionOf(value);
  let under = fraction?.under ?? 1;
  if (under % 5 !== 0) return null;
  while (under % 2 === 0) under /= 2;
  while (under % 5 === 0) under /= 5;
  const text = String(fraction!.over / fraction!.under);
  return under === 1 && text.length <= LONGEST_DECIMAL ? text : null;
}

const LONGEST_DECIMAL = 10;

/** Largest denominator that people write. */
const MOST_UNDER = 100_000;

/** The fraction of whole numbers that a number is, by continued fractions; null where it is none with a small denominator. */
export function fractionOf(value: number): { readonly over: number; readonly under: number } | null {
  if (!Number.isFinite(value)) return null;
  let [rest, over, under, before, beneath] = [value, 1, 0, 0, 1];
  for (let k = 0; k < 12; k++) {
    const whole = Math.floor(rest);
    [over, before] = [whole * over + before, over];
    [under, beneath] = [whole * under + beneath, under];
    if (Math.abs(under) > MOST_UNDER || Math.abs(over) > 1e9) return null;
    // A number of many digits is near some fraction: near enough is less than what a double tells, for the size of the fraction.
    if (Math.abs(value - over / under) <= 4e-16 * Math.max(Math.abs(value), 1e-300) * (under === 1 ? 1 : 4)) return under * Math.max(1, Math.abs(over)) < 1e9 ? { over, under } : null;
    if (rest === whole) return null;
    rest = 1 / (rest - whole);
  }
  return null;
}
