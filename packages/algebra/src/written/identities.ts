import type { Op } from '../operations/operations.js';
import { type Atom, collected, fractionOf, number, numberIn, plus, type Polynomial, scaled, single, type Term, termTimes } from './polynomial.js';

/** Calls an operation on one argument. */
export type Caller = (op: Op, argument: Polynomial) => Polynomial;

const opOf = ({ op }: Atom): Op | null => op;
const without = ({ factor, powers }: Term, ...atoms: readonly Atom[]): Term => ({ factor, powers: new Map([...powers].filter(([atom]) => !atoms.includes(atom))) });
const times = (term: Term, a: Polynomial): Polynomial => a.map((other) => termTimes(term, other));

/** A term by what is known of exponentials, roots and waves: one exponential, at most one root of each sum, and no products of waves. */
export function simplified(term: Term, call: Caller): Polynomial {
  return collected(ofExponentials(ofRoots(term), call).flatMap((one) => ofWaves(one, call)));
}

/** e^p e^q = e^(p + q), and a number that is a power of e is part of it. */
function ofExponentials(term: Term, call: Caller): Polynomial {
  const found = [...term.powers].filter(([atom]) => opOf(atom) === 'exp');
  if (found.length === 0) return [term];
  const rest = without(term, ...found.map(([atom]) => atom));
  const sum = found.reduce<Polynomial>((all, [atom, exponent]) => plus(all, scaled(atom.parts[0]!, exponent)), []);
  const value = numberIn(sum);
  if (value !== null) return [{ ...rest, factor: rest.factor * Math.exp(value) }];
  const { factor, power } = powerOfE(rest.factor);
  return times({ ...rest, factor }, call('exp', plus(sum, number(power))));
}

/** Largest number of a fraction beside a power of e, and largest denominator of its exponent. */
const MOST = 100;
const MOST_UNDER = 12;

/** A number as a fraction times a power of e; as it is where it is a fraction, or nothing of the kind. All numbers are rounded. */
function powerOfE(value: number): { readonly factor: number; readonly power: number } {
  if (fractionOf(value) !== null) return { factor: value, power: 0 };
  const exponent = fractionOf(Number(Math.log(Math.abs(value)).toPrecision(14)));
  if (exponent !== null && exponent.under <= MOST_UNDER) return { factor: Math.sign(value), power: exponent.over / exponent.under };
  const about = Math.round(2 * Math.log(Math.abs(value)));
  for (let k = 0; k <= 20; k++) {
    const power = (about + (k % 2 === 0 ? k / 2 : -(k + 1) / 2)) / 2;
    const found = fractionOf(Number((value / Math.exp(power)).toPrecision(14)));
    if (found !== null && Math.abs(found.over) <= MOST && found.under <= MOST) return { factor: found.over / found.under, power };
  }
  return { factor: value, power: 0 };
}

/** The square of a root is what stands under it, where that is one term. */
function ofRoots(term: Term): Term {
  let whole = term;
  for (const [atom, exponent] of term.powers) {
    if (opOf(atom) !== 'sqrt') continue;
    const [under] = atom.parts as [Polynomial];
    if (under.length !== 1) continue;
    // x over its root is the root.
    const [of] = [...under[0]!.powers.keys()];
    const isOver = exponent < 0 && under[0]!.powers.size === 1 && under[0]!.powers.get(of!) === 1 && (term.powers.get(of!) ?? 0) > 0;
    const squares = isOver ? Math.floor(exponent / 2) : Math.trunc(exponent / 2);
    if (squares === 0) continue;
    const { factor, powers } = under[0]!;
    const left = exponent - 2 * squares;
    whole = termTimes(without(whole, atom), { factor: factor ** squares, powers: new Map([...powers].map(([of, power]) => [of, power * squares])) });
    if (left !== 0) whole = termTimes(whole, single(atom, left)[0]!);
  }
  return whole;
}

/** Products of sines and cosines are sums of them: 2 cos p cos q = cos(p - q) + cos(p + q), and so on. What is divided by one stays as it is. */
function ofWaves(term: Term, call: Caller): Polynomial {
  const waves = [...term.powers].filter(([atom]) => opOf(atom) === 'sin' || opOf(atom) === 'cos');
  if (waves.some(([, exponent]) => exponent < 0) || waves.reduce((sum, [, exponent]) => sum + exponent, 0) < 2) return [term];
  const [[first, exponent], second] = waves as [[Atom, number], [Atom, number]?];
  const other = exponent > 1 ? first : second![0];
  const left: Term = exponent > 1 ? lowered(term, first, 2) : lowered(lowered(term, first, 1), other, 1);
  const [p, q] = [first.parts[0]!, other.parts[0]!];
  const [sum, difference] = [plus(p, q), plus(p, scaled(q, -1))];
  const [a, b] = [opOf(first), opOf(other)];
  const product = a === b
    ? plus(call('cos', difference), scaled(call('cos', sum), a === 'sin' ? -1 : 1))
    : plus(call('sin', sum), scaled(call('sin', difference), a === 'sin' ? 1 : -1));
  return collected(times(left, scaled(product, 0.5)).flatMap((one) => ofWaves(one, call)));
}

function lowered({ factor, powers }: Term, atom: Atom, by: number): Term {
  const left = powers.get(atom)! - by;
  return { factor, powers: new Map([...powers].flatMap(([of, exponent]): [Atom, number][] => (of !== atom ? [[of, exponent]] : left === 0 ? [] : [[of, left]]))) };
}
