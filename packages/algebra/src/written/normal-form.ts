import type { Expr } from '../expr.js';
import type { Op } from '../operations/operations.js';
import { topologicalOrder } from '../formula.js';
import { type Caller, simplified } from './identities.js';
import {
  type Atom, atomsOf, collected, expanded, factored, keyOf, number, numberIn, plus, type Polynomial, scaled, single, type Term, termTimes, ZERO,
} from './polynomial.js';

/** Terms that a product of sums may have, once it is multiplied out. */
const MOST_TERMS = 8;
/** Power of what stands below a line, in sums of fractions that are brought over one. */
const MOST_FRACTIONS = 8;
/** The same of sums of powers of one part. */
const MOST_POWERS = 40;

/**
 * Makes sums of products of powers of formulas, as people write them: products are multiplied out where that is short, equal powers are collected, and a part that is used
 * several times has a name, unless it is only a polynomial in another one.
 */
export class NormalForms {
  private readonly atoms = new Map<string, Atom>();
  private readonly made = new Map<Expr, Polynomial>();
  /** What is added to sums that have a name, by what they are without it. */
  private readonly shifts = new Map<string, number>();

  /** @param shared nodes that may get a name, @param moved of these, what is used most often plus a number, with the number */
  constructor(private readonly shared: ReadonlySet<Expr>, private readonly moved: ReadonlyMap<Expr, number>) {}

  of(root: Expr): Polynomial {
    for (const e of topologicalOrder([root])) if (!this.made.has(e)) this.made.set(e, this.nameOf(e, this.polynomialOf(e)));
    return this.made.get(root)!;
  }

  private polynomialOf(e: Expr): Polynomial {
    if (e.op === 'table') return single(this.atom('input', `table ${e.name}`, { name: e.name }));
    if (e.op === 'constant') return number(e.value);
    if (e.op === 'input') return single(this.atom('input', e.name, { name: e.name }));
    const [a, b] = e.args.map((arg) => this.made.get(arg)!) as [Polynomial, Polynomial];
    switch (e.op) {
      case 'add': return this.together(plus(a, b));
      case 'sub': return this.together(plus(a, scaled(b, -1)));
      case 'neg': return scaled(a, -1);
      case 'mul': return this.product(a, b);
      case 'reciprocal': return this.reciprocal(a);
      default: return this.call(e);
    }
  }

  private call(e: Expr): Polynomial {
    const parts = e.args.map((arg) => this.made.get(arg)!);
    const isWhole = e.op === 'floor' || e.op === 'cell' || e.op === 'locate' || ((e.op === 'minimum' || e.op === 'maximum') && parts.every(isWholeSum));
    if (e.op === 'sin' || e.op === 'cos') return this.called(e.op, parts[0]!);
    return single(this.atom('call', callKey(e.op, e.value, parts), { op: e.op, e, parts, isWhole }));
  }

  /** A function of one argument that may be a sum made by rules: waves of nothing, and of what is negative, are known. */
  private readonly called: Caller = (op, argument) => {
    const value = numberIn(argument);
    if (op === 'cos' && value === 0) return number(1);
    if (op === 'sin' && value === 0) return ZERO;
    const sign = (op === 'sin' || op === 'cos') && argument.length > 0 && firstOf(argument).factor < 0 ? -1 : 1;
    const parts = [scaled(argument, sign)];
    return scaled(single(this.atom('call', callKey(op, 0, parts), { op, parts })), op === 'sin' ? sign : 1);
  };

  private simple(a: Polynomial): Polynomial { return collected(a.flatMap((term) => simplified(term, this.called))); }

  private product(a: Polynomial, b: Polynomial): Polynomial {
    if (a.length === 0 || b.length === 0) return ZERO;
    const multiplied = this.together(this.simple(expanded(a, b)));
    if (a.length === 1 || b.length === 1) return multiplied;
    // A square says more than its terms.
    if (a.length > 2 && keyOfSum(a) === keyOfSum(b)) return this.simple([termTimes(this.inParentheses(a), this.inParentheses(b))]);
    const isOfOne = new Set([a, b].flatMap((sum) => [...atomsOf(factored(sum).rest)])).size === 1;
    if (multiplied.length <= (isOfOne ? MOST_POWERS : MOST_TERMS) && multiplied.length <= a.length + b.length + (isOfOne ? MOST_POWERS : 2)) return multiplied;
    return this.simple([termTimes(this.inParentheses(a), this.inParentheses(b))]);
  }

  /** Fractions over one line, where that is shorter: 1 - 1 / (e + 1) is e / (e + 1). */
  private together(a: Polynomial): Polynomial {
    if (a.length < 2) return a;
    for (const atom of atomsOf(a)) {
      const lowest = Math.min(...a.map(({ powers }) => powers.get(atom) ?? 0));
      if (atom.kind !== 'sum' || lowest >= 0 || lowest < -MOST_FRACTIONS) continue;
      const above = a.map((term) => {
        const exponent = (term.powers.get(atom) ?? 0) - lowest;
        let whole: Polynomial = [{ factor: term.factor, powers: new Map([...term.powers].filter(([of]) => of !== atom)) }];
        for (let k = 0; k < exponent; k++) whole = this.simple(expanded(whole, atom.parts[0]!));
        return whole;
      }).reduce((sum, whole) => plus(sum, whole), ZERO);
      if (above.length < a.length) return this.together(expanded(above, single(atom, lowest)));
    }
    return a;
  }

  private reciprocal(a: Polynomial): Polynomial {
    const { factor, powers } = a.length === 1 ? a[0]! : this.inParentheses(a);
    return this.simple([{ factor: 1 / factor, powers: new Map([...powers].map(([atom, exponent]) => [atom, -exponent])) }]);
  }

  /** A sum as one term: what all have in common, times the rest in parentheses. */
  private inParentheses(a: Polynomial): Term {
    if (a.length <= 1) return a[0] ?? { factor: 0, powers: new Map() };
    const { outer, rest } = factored(a);
    // Of a sum and its negative one is enough.
    const sign = rest[0]!.factor < 0 && rest.every((term) => term.factor <= 0) ? -1 : 1;
    const inner = scaled(rest, sign);
    const negative = this.atoms.get(`sum ${keyOfSum(scaled(inner, -1))}`);
    const atom = negative ?? this.atom('sum', keyOfSum(inner), { parts: [inner] });
    return termTimes({ factor: negative === undefined ? sign : -sign, powers: outer.powers }, { factor: outer.factor, powers: new Map([[atom, 1]]) });
  }

  private nameOf(e: Expr, found: Polynomial): Polynomial {
    if (e.args.length === 0 || !this.shared.has(e) || !isWorthAName(found)) return found;
    // Sums that differ by a sign and a number are one part: the one that was met first, with what came first in it added.
    const still = found.find(({ powers }) => powers.size === 0)?.factor ?? 0;
    const bare = plus(found, number(-still));
    const sign = firstOf(bare).factor < 0 && bare.length > 1 ? -1 : 1;
    const key = keyOfSum(scaled(bare, sign));
    const by = this.shifts.get(key) ?? sign * (still + (this.moved.get(e) ?? 0));
    this.shifts.set(key, by);
    const whole = plus(scaled(bare, sign), number(by));
    const atom = this.atom('named', key, { parts: [whole], isWhole: isWholeSum(whole) });
    return plus(scaled(plus(single(atom), number(-by)), sign), number(still));
  }

  private atom(kind: Atom['kind'], key: string, { name = '', op = null, e = null, parts = [], isWhole = false }: Partial<Omit<Atom, 'id' | 'kind'>>): Atom {
    const whole = `${kind} ${key}`;
    const known = this.atoms.get(whole);
    if (known !== undefined) return known;
    const atom: Atom = { id: this.atoms.size, kind, name, op, e, parts, isWhole };
    this.atoms.set(whole, atom);
    return atom;
  }
}

const callKey = (op: Op, value: number, parts: readonly Polynomial[]): string => `${op} ${value} ${parts.map(keyOfSum).join(' , ')}`;
const keyOfSum = (a: Polynomial): string => a.map(({ factor, powers }) => `${Number(factor.toPrecision(14))} ${keyOf(powers)}`).sort().join(' + ');
const isWholeSum = (a: Polynomial): boolean => a.every(({ factor, powers }) => Number.isInteger(factor) && [...powers].every(([atom, exponent]) => atom.isWhole && exponent > 0));

/** What is a number, or one part, or a polynomial in one part that has a name already, says more in full. */
function isWorthAName(a: Polynomial): boolean {
  if (numberIn(a) !== null) return false;
  const atoms = [...atomsOf(a)];
  return !(atoms.length === 1 && (a.length === 1 || atoms[0]!.kind !== 'sum'));
}

/** The term with the part that was made first. */
const firstOf = (a: Polynomial): Term => a.reduce((first, term) => (leastOf(term) < leastOf(first) ? term : first));
const leastOf = ({ powers }: Term): number => Math.min(Infinity, ...[...powers.keys()].map(({ id }) => id));
