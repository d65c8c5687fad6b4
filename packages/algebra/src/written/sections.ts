import { derivatives } from '../differentiate.js';
import type { Expr } from '../expr.js';
import { formula, topologicalOrder } from '../formula.js';
import { NormalForms } from './normal-form.js';
import type { Polynomial } from './polynomial.js';
import { Writer, type Written, type WrittenEquation } from './writer.js';

/** What stands on the left of an equation, and on its right. */
export interface Equation {
  readonly left: Written;
  /** What stands before the formula, such as a sum over something. */
  readonly before?: Written;
  readonly e: Expr;
}
/** Equations that belong together, such as all first derivatives. */
export interface Section { readonly title: string; readonly equations: readonly Equation[] }

/** A section with what its letters stand for, before it. */
export interface WrittenSection { readonly title: string; readonly letters: readonly WrittenEquation[]; readonly equations: readonly WrittenEquation[] }

const LETTERS = ['u', 't', 'z', 'v', 'w', 'p', 'r', 's', 'y', 'h', 'g'];
const WHOLE = ['k', 'm', 'j'];

/**
 * Writes sections so that they can be read, in the shortest of some ways. Letters are introduced where they are first used.
 *
 * @param inputs what inputs are called, by the names that formulas have for them
 */
export function writtenSections(sections: readonly Section[], inputs: Readonly<Record<string, Written>>): readonly WrittenSection[] {
  const all = shared(sections);
  const [first] = all;
  const uses = usesIn(all.flat());
  const often = (roots: readonly Expr[]): ReadonlySet<Expr> => new Set(topologicalOrder([...roots]).filter((e) => uses.get(e)! > 1));
  const moved = movedMost(first!, uses);
  const ways = [[[], moved], [first!, new Map<Expr, number>()], [first!, moved], [all.flat(), moved]] as const;
  return ways.flatMap(([roots, by], way) => {
    const forms = new NormalForms(often(roots), by);
    const written = write(sections, all.map((section) => section.map((e) => forms.of(e))), inputs, way < ways.length - 1);
    return written === null ? [] : [written];
  }).reduce((best, one) => (lengthOf(one) < lengthOf(best) ? one : best));
}

/** Signs of what nobody reads, and no way has to be tried that is as long. */
const ENDLESS = 30_000;

/** A letter more to keep in mind is worth so many signs. */
const LETTER = 15;

function lengthOf(sections: readonly WrittenSection[]): number {
  const lengths = sections.map(({ letters, equations }) => [...letters, ...equations].reduce((sum, { right }) => sum + right.text.length, LETTER * letters.length));
  return lengths.reduce((a, b) => a + b, 0);
}

/** @param mayGiveUp where it would be endless @returns null then */
function write(
  sections: readonly Section[], polynomials: readonly (readonly Polynomial[])[], inputs: Readonly<Record<string, Written>>, mayGiveUp: boolean,
): readonly WrittenSection[] | null {
  const taken = new Set(Object.values(inputs).map(({ text }) => text));
  const writer = new Writer((name) => inputs[name] ?? symbol(name), { any: LETTERS.filter((letter) => !taken.has(letter)), whole: WHOLE.filter((letter) => !taken.has(letter)) });
  for (const a of polynomials.flat()) writer.count(a);
  if (mayGiveUp && polynomials.flat().reduce((sum, a) => sum + writer.sizeOf(a), 0) > ENDLESS) return null;
  return sections.map(({ title, equations }, s) => {
    const letters: WrittenEquation[] = [];
    for (const a of polynomials[s]!) letters.push(...writer.introduce(a));
    return { title, letters, equations: equations.map(({ left, before }, k) => ({ left, right: writer.write(polynomials[s]![k]!, before) })) };
  });
}

/** The expressions of all sections, with equal parts made one. */
function shared(sections: readonly Section[]): Expr[][] {
  const all = sections.flatMap(({ equations }) => equations.map(({ e }) => e));
  const inputs = new Set(topologicalOrder(all).filter(({ op }) => op === 'input').map(({ name }) => name));
  const tables = new Set(topologicalOrder(all).filter(({ op }) => op === 'table').map(({ name }) => name));
  const roots = [...formula([...inputs], Object.fromEntries(all.map((e, k) => [String(k).padStart(6, 'r'), e])), [...tables]).roots];
  return sections.map(({ equations }) => roots.splice(0, equations.length));
}

function usesIn(roots: readonly Expr[]): ReadonlyMap<Expr, number> {
  const uses = new Map<Expr, number>();
  for (const e of [...topologicalOrder([...roots]).flatMap(({ args }) => args), ...roots]) uses.set(e, (uses.get(e) ?? 0) + 1);
  return uses;
}

/** Nodes that are used less often than their sum with some number, as u is where 2 u - 1 is what all is made of; with that number. */
function movedMost(roots: readonly Expr[], uses: ReadonlyMap<Expr, number>): ReadonlyMap<Expr, number> {
  const best = new Map<Expr, { readonly by: number; readonly count: number }>();
  for (const { op, args: [of, by], ...e } of topologicalOrder([...roots]).map((node) => ({ op: node.op, args: node.args, node }))) {
    if (op !== 'add' || by!.op !== 'constant') continue;
    const count = uses.get(e.node)!;
    if (count > (best.get(of!)?.count ?? uses.get(of!)!)) best.set(of!, { by: by!.value, count });
  }
  return new Map([...best].map(([of, { by }]) => [of, by]));
}

/** Sections of the derivatives of expressions in one input, order by order. @param named what the left side of expression k is called at an order */
export function derivativeSections(roots: readonly Expr[], by: string, orders: number, named: (k: number, order: number) => Written): readonly Section[] {
  const sections: Section[] = [];
  let now = [...roots];
  for (let order = 1; order <= orders; order++) {
    now = derivatives(now, by);
    sections.push({ title: `${ORDINALS[order - 1]!} derivative`, equations: now.map((e, k) => ({ left: named(k, order), e })) });
  }
  return sections;
}

const ORDINALS = ['first', 'second', 'third'];

/** Names of Greek letters that LaTeX has commands of. */
export const GREEK: ReadonlySet<string> = new Set([
  'alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta', 'iota', 'kappa', 'lambda', 'mu', 'nu', 'xi', 'rho', 'sigma', 'tau', 'upsilon', 'phi', 'chi', 'psi', 'omega',
  'Gamma', 'Delta', 'Theta', 'Lambda', 'Xi', 'Sigma', 'Upsilon', 'Phi', 'Psi', 'Omega',
]);

/** A name as it stands in formulas: one letter as it is, numbers behind as an index. */
export function symbol(name: string): Written {
  const [, word, index] = /^([A-Za-z]+)_?(\d*)$/.exec(name.replaceAll(/[^A-Za-z0-9_]/g, '')) ?? [];
  const plain = name.replaceAll(/[^A-Za-z0-9_]/g, '_');
  if (word === undefined) return { text: plain, latex: `\\mathrm{${plain.replaceAll('_', '\\_')}}` };
  const head = word.length === 1 ? word : GREEK.has(word) ? `\\${word}` : `\\mathrm{${word}}`;
  return { text: plain, latex: index === '' ? head : `${head}_{${index!}}` };
}
