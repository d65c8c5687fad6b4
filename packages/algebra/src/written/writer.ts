import { binding } from '../operations/text.js';
import { constant } from '../expr.js';
import type { Op } from '../operations/operations.js';
import { plainWriting } from '../statements.js';
import { type Atom, atomsOf, expanded, factored, fractionOf, isDecimal, number, numberIn, plus, type Polynomial, scaled, single, type Term, termTimes } from './polynomial.js';
import { writtenNumber } from './number-text.js';

/** A formula in two languages. */
export interface Written { readonly text: string; readonly latex: string }
/** An equation as it is printed. */
export interface WrittenEquation { readonly left: Written; readonly right: Written }
interface Bound extends Written { readonly binds: number }

/** A call that is as short as this says more than a letter. */
const SHORT = 18;

/** Writes polynomials as text and as LaTeX. Parts that are used once, and short ones, stand where they are used; others have a letter. */
export class Writer {
  private readonly uses = new Map<Atom, number>();
  private readonly letters = new Map<Atom, Written>();
  private readonly insides = new Map<Atom, Term>();
  private readonly sizes = new Map<Atom, number>();
  private readonly seen = new Set<Atom>();

  /** @param inputs what inputs are called @param free letters for parts, and for those that are whole numbers */
  constructor(private readonly inputs: (name: string) => Written, private readonly free: { readonly any: string[]; readonly whole: string[] }) {}

  /** Counts what is used. To be told of everything that will be written. */
  count(a: Polynomial): void {
    for (const { powers } of a) {
      for (const atom of powers.keys()) {
        const before = this.uses.get(atom) ?? 0;
        this.uses.set(atom, before + 1);
        if (before === 0) atom.parts.forEach((part) => { this.count(part); });
      }
    }
  }

  /** About how many signs a formula would have: parts without a letter are written wherever they are used. To be asked after all was counted. */
  sizeOf(a: Polynomial): number { return a.reduce((sum, { powers }) => [...powers.keys()].reduce((all, atom) => all + this.sizeOfAtom(atom), sum + 3), 0); }

  private sizeOfAtom(atom: Atom): number {
    const known = this.sizes.get(atom);
    if (known !== undefined) return known;
    const size = atom.kind === 'named' && this.uses.get(atom)! > 1 ? 1 : atom.parts.reduce((sum, part) => sum + this.sizeOf(part), 3);
    this.sizes.set(atom, size);
    return size;
  }

  /** What gets letters now: the parts of a formula that are used and have none yet, each after those that it is made of. */
  introduce(a: Polynomial): readonly WrittenEquation[] {
    const found: WrittenEquation[] = [];
    for (const { powers } of a) {
      for (const atom of powers.keys()) {
        if (this.seen.has(atom)) continue;
        this.seen.add(atom);
        for (const part of atom.parts) found.push(...this.introduce(part));
        if (!this.deserves(atom)) continue;
        const right = this.write(atom.kind === 'call' ? single(atom) : atom.parts[0]!);
        const letter = (atom.isWhole ? this.free.whole : this.free.any).shift() ?? this.numbered();
        this.letters.set(atom, { text: letter, latex: letter.length > 1 ? `${letter[0]!}_{${letter.slice(1)}}` : letter });
        found.push({ left: this.letters.get(atom)!, right });
      }
    }
    return found;
  }

  private numbered(): string { return `q${this.letters.size}`; }

  private deserves(atom: Atom): boolean {
    if (this.uses.get(atom)! < 2) return false;
    if (atom.kind === 'named') return true;
    return atom.kind === 'call' && this.atom(atom).text.length > SHORT;
  }

  /** @param before what stands before it, and takes a product */
  write(a: Polynomial, before: Written | null = null): Written {
    const { text, latex, binds } = this.sum(a);
    if (before === null) return { text, latex };
    return { text: `${before.text} ${binds < binding.product ? `(${text})` : text}`, latex: `${before.latex} ${binds < binding.product ? parenthesized(latex) : latex}` };
  }

  /** With what has no letter after all in its place, so that numbers and powers stand together. */
  private resolved(a: Polynomial): Polynomial {
    return a.map((term) => {
      let whole: Term = { factor: term.factor, powers: new Map() };
      for (const [atom, exponent] of term.powers) {
        const { factor, powers } = this.insideOf(atom);
        whole = termTimes(whole, { factor: factor ** exponent, powers: new Map([...powers].map(([of, power]) => [of, power * exponent])) });
      }
      return whole;
    });
  }

  /** What a part is that is written where it stands: a number, and powers of others. */
  private insideOf(atom: Atom): Term {
    if (this.letters.has(atom) || (atom.kind !== 'named' && atom.kind !== 'sum')) return single(atom)[0]!;
    const known = this.insides.get(atom);
    if (known !== undefined) return known;
    const { outer, rest } = factored(this.resolved(atom.parts[0]!));
    const power = perfectPower(rest);
    const [of, exponent, factor] = power === null ? [rest, 1, 1] : [power.of, power.exponent, power.factor];
    const first = inOrder(of)[0]!.factor < 0 && exponent === 1 ? -1 : 1;
    const inner: Atom = { ...atom, id: atom.id + 0.5, kind: 'sum', parts: [scaled(of, first)] };
    const inside = numberIn(of) === 1 ? outer : termTimes({ ...outer, factor: outer.factor * factor * first }, single(inner, exponent)[0]!);
    this.insides.set(atom, inside);
    // It is what it is, once it stands there.
    this.insides.set(inner, single(inner)[0]!);
    return inside;
  }

  private sum(written: Polynomial): Bound {
    const a = this.resolved(written);
    const value = numberIn(a);
    if (value !== null) return this.term({ factor: value, powers: new Map() });
    if (a.length === 1) return this.term(a[0]!);
    const power = perfectPower(a);
    if (power !== null) return this.product({ factor: power.factor, powers: new Map() }, power.of, power.exponent);
    const { outer, rest } = factored(a);
    if (atomsOf(a).size === 1 && [...outer.powers.values()].every((exponent) => exponent > 0)) {
      // Of one part alone, powers stay together; what stands below the line is taken out.
      const { over, under } = this.numberOf(Math.abs(outer.factor));
      if (under.text === '') return this.plain(a);
      const times = Math.abs(outer.factor) * Number(under.text);
      return Number.isNaN(times) || over.text !== '' && Number.isNaN(Number(over.text)) ? this.plain(a) : this.product({ factor: 1 / Number(under.text), powers: new Map() }, scaled(a, Number(under.text)).map(rounded), 1);
    }
    if (outer.factor === 1 && outer.powers.size === 0) return this.plain(a);
    const again = perfectPower(rest);
    if (again !== null) return this.product({ factor: outer.factor * again.factor, powers: outer.powers }, again.of, again.exponent);
    const sign = inOrder(rest)[0]!.factor < 0 ? -1 : 1;
    return this.product({ ...outer, factor: sign * outer.factor }, scaled(rest, sign), 1);
  }

  /** A sum of terms as they are; those above the same line stand there together. */
  private plain(a: Polynomial): Bound {
    let [text, latex] = ['', ''];
    for (const group of overLines(inOrder(a))) {
      const first = group[0]!.factor < 0 ? -1 : 1;
      const positive = scaled(group, first);
      const written = positive.length === 1 ? this.term(positive[0]!) : this.sum(positive);
      const isSum = written.binds <= binding.sum;
      const [own, ownLatex] = [isSum ? `(${written.text})` : written.text, isSum ? parenthesized(written.latex) : written.latex];
      const [begin, sign] = text === '' ? ['', first < 0 ? '-' : ''] : [' ', first < 0 ? '- ' : '+ '];
      text += `${begin}${sign}${own}`;
      latex += `${begin}${sign}${ownLatex}`;
    }
    return { text, latex, binds: binding.sum };
  }

  private term(term: Term): Bound { return this.product(term, number(1), 1); }

  /** A number, powers and a sum in parentheses, above and below one line. */
  private product({ factor, powers }: Term, sum: Polynomial, exponent: number): Bound {
    if (factor === 0) return { text: '0', latex: '0', binds: binding.whole };
    const { over, under } = this.numberOf(Math.abs(factor));
    const above = boundNumber(over);
    const below = boundNumber(under);
    for (const [atom, power] of [...powers].sort(([a], [b]) => placeOf(a) - placeOf(b) || this.byName(a, b) || a.id - b.id)) (power > 0 ? above : below).push(this.power(this.atom(atom), Math.abs(power)));
    if (numberIn(sum) !== 1) above.push(this.power(this.sum(sum), exponent));
    const sign = factor < 0 ? '-' : '';
    const top = above.length === 0 ? { text: '1', latex: '1', binds: binding.whole } : this.times(above);
    if (below.length === 0) return { text: sign + top.text, latex: sign + top.latex, binds: sign !== '' ? binding.sign - 1 : top.binds };
    const bottom = this.times(below);
    const isOne = below.length === 1 && below[0]!.binds >= binding.whole || /^\d+$/.test(bottom.text);
    const topText = top.binds < binding.product ? `(${top.text})` : top.text;
    return {
      text: `${sign}${topText} / ${isOne ? bottom.text : `(${bottom.text})`}`, latex: `${sign}\\frac{${top.latex}}{${bottom.latex}}`, binds: sign !== '' ? binding.sign - 1 : binding.product,
    };
  }

  /** Numbers of a network before what they are multiplied by: a x, w b(x). */
  private byName(a: Atom, b: Atom): number {
    if (a.kind !== 'input' || b.kind !== 'input') return 0;
    const [p, q] = [this.inputs(a.name).text, this.inputs(b.name).text];
    return Number(p.endsWith(')')) - Number(q.endsWith(')')) || (p < q ? -1 : 1);
  }

  /** Factors side by side; one of them alone keeps what it is. */
  private times(factors: readonly Bound[]): Bound {
    const [only, ...others] = factors as [Bound, ...Bound[]];
    if (others.length === 0) return only;
    return {
      text: factors.map(({ text, binds }) => (binds < binding.product ? `(${text})` : text)).join(' * '),
      latex: factors.map(({ latex, binds }) => (binds < binding.product ? parenthesized(latex) : latex)).reduce((before, next) => `${before}${/\\mathrm\{\w+\}\S*$/.test(before) || next.startsWith('\\mathrm') ? ' \\, ' : ' '}${next}`),
      binds: binding.product,
    };
  }

  private power(base: Bound, exponent: number): Bound {
    if (exponent === 1) return base;
    const { text, latex, binds } = base;
    const isWhole = binds >= binding.whole;
    const isName = /^[A-Za-z]$|^\\[a-z]+$|^\w_\{\w+\}$|^\\mathrm\{\w+\}(_\{\w+\})?$/.test(latex);
    const [, head, rest] = /^(\\(?:sin|cos|tanh|ln|arcsin|arctan|sigma|operatorname\{\w+\}))(\\left\(.*)$/s.exec(latex) ?? [];
    return {
      text: `${isWhole ? text : `(${text})`}^${exponent}`,
      latex: isName ? `${latex}^{${exponent}}` : head !== undefined ? `${head}^{${exponent}}${rest!}` : `${parenthesized(latex)}^{${exponent}}`, binds: binding.whole,
    };
  }

  private atom(atom: Atom): Bound {
    const letter = this.letters.get(atom);
    if (letter !== undefined) return { ...letter, binds: binding.whole };
    if (atom.kind === 'input') return { ...this.inputs(atom.name), binds: binding.whole };
    if (atom.kind !== 'call') return this.sum(atom.parts[0]!);
    const op = atom.op!;
    const power = op === 'exp' ? this.powerOfNumber(atom.parts[0]!) : null;
    if (power !== null) return power;
    const args = atom.parts.map((part) => this.sum(part));
    const plain = plainWriting[op];
    const texts = args.map(({ text, binds }, k) => (binds < plain.places[k]! ? `(${text})` : text));
    if (op === 'where') return { text: `(${texts[1]!} if ${texts[0]!} else ${texts[2]!})`, latex: choice(args), binds: binding.whole };
    return { text: plain.write(texts, atom.e ?? constant(0)), latex: latexCall(op, args.map(({ latex }) => latex)), binds: plain.binds };
  }

  /** e^(n log 0.9) is 0.9^n; null for others. */
  private powerOfNumber(argument: Polynomial): Bound | null {
    const { outer, rest } = factored(argument);
    if (fractionOf(outer.factor) !== null) return null;
    const base = Number(Math.exp(-Math.abs(outer.factor)).toPrecision(14));
    if (!isDecimal(base) && fractionOf(base) === null) return null;
    const exponent = expanded([{ factor: -Math.sign(outer.factor), powers: outer.powers }], rest);
    const [{ text, latex }, { text: of, latex: latexOf, binds }] = [this.term({ factor: base, powers: new Map() }), this.sum(scaled(exponent, outer.factor > 0 ? 1 : -1).map(({ factor, powers }) => ({ factor: outer.factor > 0 ? factor : -factor, powers })))];
    return { text: `${text}^${binds < binding.whole ? `(${of})` : of}`, latex: `${text.includes('/') ? parenthesized(latex) : latex}^{${latexOf}}`, binds: binding.whole };
  }

  private numberOf(value: number): { readonly over: Written; readonly under: Written } {
    const { over, under, overLatex, underLatex } = writtenNumber(value);
    return { over: { text: over, latex: overLatex }, under: { text: under, latex: underLatex } };
  }
}

const boundNumber = (number: Written): Bound[] => (number.text === '' ? [] : [{ ...number, binds: /^[\d.]+ \*/.test(number.text) ? binding.product : binding.whole }]);
const parenthesized = (latex: string): string => `\\left(${latex}\\right)`;

function choice(args: readonly Bound[]): string {
  const [condition, yes, no] = args as [Bound, Bound, Bound];
  return `\\begin{cases} ${yes.latex} & \\text{if } ${condition.latex} \\\\ ${no.latex} & \\text{otherwise} \\end{cases}`;
}

const CALLS: Readonly<Partial<Record<Op, string>>> = {
  sin: '\\sin', cos: '\\cos', tanh: '\\tanh', log: '\\ln', exp: '\\exp', asin: '\\arcsin', atan: '\\arctan', minimum: '\\min', maximum: '\\max', sigmoid: '\\sigma',
};

/** What is longer is no exponent for the eye. */
const LONGEST_EXPONENT = 60;

function latexCall(op: Op, args: readonly string[]): string {
  const [a, b] = args as [string, string];
  if (op === 'exp' && a.length <= LONGEST_EXPONENT) return `e^{${a}}`;
  if (op === 'sqrt') return `\\sqrt{${a}}`;
  if (op === 'abs') return `\\left|${a}\\right|`;
  if (op === 'floor') return `\\left\\lfloor ${a} \\right\\rfloor`;
  if (op === 'less') return `${a} < ${b}`;
  return `${CALLS[op] ?? `\\operatorname{${op}}`}\\left(${args.join(', ')}\\right)`;
}

/** Inputs before calls, calls before sums. */
const placeOf = ({ kind }: Atom): number => ({ input: 0, named: 1, call: 2, sum: 3 })[kind];

/** Terms as people order them: the highest power first, unless it is taken away and the lowest is not. */
function inOrder(a: Polynomial): readonly Term[] {
  const degree = ({ powers }: Term): number => [...powers.values()].reduce((sum, exponent) => sum + exponent, 0);
  const sorted = [...a].sort((p, q) => degree(q) - degree(p));
  if (sorted[0]!.factor < 0 && sorted.at(-1)!.factor > 0) return sorted.reverse();
  const positive = sorted.findIndex(({ factor }) => factor > 0);
  return positive <= 0 ? sorted : [sorted[positive]!, ...sorted.filter((_, k) => k !== positive)];
}

const rounded = ({ factor, powers }: Term): Term => ({ factor: Math.abs(factor - Math.round(factor)) <= 1e-14 * Math.abs(factor) ? Math.round(factor) : factor, powers });

/** A sum that is a number times a power of alpha + beta y; null for others. */
function perfectPower(a: Polynomial): { readonly factor: number; readonly of: Polynomial; readonly exponent: number } | null {
  const atoms = [...atomsOf(a)];
  if (atoms.length !== 1 || a.length < 3) return null;
  const [y] = atoms as [Atom];
  const exponent = a.length - 1;
  const coefficient = (n: number): number => a.find(({ powers }) => (powers.get(y) ?? 0) === n)?.factor ?? 0;
  if (coefficient(exponent) === 0 || coefficient(0) === 0) return null;
  // c (alpha + beta y)^n with alpha > 0: beta / alpha is that of the two lowest terms.
  const ratio = coefficient(1) / (exponent * coefficient(0));
  const [alpha, beta] = Math.abs(ratio) >= 1 || !Number.isInteger(1 / ratio) ? [1, ratio] : [1 / Math.abs(ratio), Math.sign(ratio)];
  const of = plus(number(alpha), scaled(single(y), beta));
  let whole = of;
  for (let k = 1; k < exponent; k++) whole = expanded(whole, of);
  const factor = coefficient(0) / alpha ** exponent;
  const isSame = whole.length === a.length && whole.every(({ factor: f, powers }) => Math.abs(factor * f - coefficient(powers.get(y) ?? 0)) <= 1e-12 * Math.abs(factor * f));
  return isSame ? { factor, of, exponent } : null;
}

/** Terms in the groups that have the same below their lines; those that have nothing there, one by one. */
function overLines(a: readonly Term[]): readonly (readonly Term[])[] {
  const groups = new Map<string, Term[]>();
  a.forEach((term, k) => {
    const below = [...term.powers].filter(([, exponent]) => exponent < 0).map(([{ id }, exponent]) => `${id}^${exponent}`).sort().join();
    const key = below === '' ? String(k) : `over ${below}`;
    groups.set(key, [...groups.get(key) ?? [], term]);
  });
  // All of them together are what is being written.
  return groups.size === 1 ? a.map((term) => [term]) : [...groups.values()];
}
