import { randomStream } from '@knotwork/numerics';
import { type Form, keyOf } from './form.js';
import { callOf, normalForm, productOf, sumOf } from './normal-form.js';
import type { Half, Problem } from './problems.js';

type Drawable = Pick<Problem, 'id' | 'set' | 'formula' | 'inputs' | 'known'>;

/**
 * Draws the half of every problem.
 *
 * Problems of one shape (the same formula but for names and numbers), and the two columns of one Feynman equation, are in one half: what was tuned on one is no test on
 * the other. Such groups come in an order drawn by the seed, set after set; each goes to the half that has fewer problems of the set of its first member, and
 * where both have as many to one drawn. At last groups with an example that is known go to the tuning half; no other problem moves.
 *
 * @returns half by id
 */
export function drawHalves(problems: readonly Drawable[], seed: number): Map<string, Half> {
  const halves = new Map<string, Half>();
  const groups = groupsOf(problems);
  const stream = randomStream(seed, 'equations/halves');
  for (const set of new Set(problems.map((problem) => problem.set))) {
    const mine = groups.filter(([first]) => first!.set === set);
    const order = stream.permutation(mine.length);
    for (const at of order) {
      const inHalf = (half: Half): number => problems.filter((problem) => problem.set === set && halves.get(problem.id) === half).length;
      const [tuning, held] = [inHalf('tuning'), inHalf('held')];
      const drawn: Half = stream.next() < 0.5 ? 'tuning' : 'held';
      const half = tuning < held ? 'tuning' : held < tuning ? 'held' : drawn;
      for (const { id } of mine[at]!) halves.set(id, half);
    }
  }
  for (const group of groups.filter((members) => members.some(({ known }) => known))) for (const { id } of group) halves.set(id, 'tuning');
  return halves;
}

/** Problems that belong together, in order of first appearance. */
function groupsOf(problems: readonly Drawable[]): Drawable[][] {
  const groups: { readonly keys: Set<string>; readonly members: Drawable[] }[] = [];
  for (const problem of problems) {
    const keys = [shapeOf(problem), twinName(problem.id)];
    const joined = groups.filter((group) => keys.some((key) => group.keys.has(key)));
    const [first, ...more] = joined;
    if (first === undefined) { groups.push({ keys: new Set(keys), members: [problem] }); continue; }
    for (const other of more) {
      other.keys.forEach((key) => first.keys.add(key));
      first.members.push(...other.members);
      groups.splice(groups.indexOf(other), 1);
    }
    keys.forEach((key) => first.keys.add(key));
    first.members.push(problem);
  }
  return groups.map(({ members }) => members);
}

/** The name that the columns of one equation share. */
const twinName = (id: string): string => id.replace(/^srsd-/, 'feynman-');

/** The same text for formulas that differ in the names of their inputs and in numbers alone: the least over all orders of names. */
export function shapeOf({ formula, inputs }: Pick<Problem, 'formula' | 'inputs'>): string {
  const form = normalForm(formula);
  const names = inputs.map(({ name }) => name);
  return orders(names.length).map((order) => keyOf(renamed(form, new Map(names.map((name, k) => [name, `x${order[k]}`]))))).reduce((least, key) => (key < least ? key : least));
}

/** With other names of inputs, and no numbers but exponents: coefficients are 1, constants of sums 1 where they are not 0. */
function renamed(form: Form, names: ReadonlyMap<string, string>): Form {
  const walk = (part: Form): Form => {
    switch (part.kind) {
      case 'number': return { ...part, value: 1 };
      case 'input': return { ...part, name: names.get(part.name)! };
      case 'call': return callOf(part.op, part.args.map(walk));
      case 'product': return productOf(part.factors.map(({ base, exponent }) => ({ base: walk(base), exponent })));
      case 'sum': return sumOf(part.terms.map(({ form: term }) => [1, walk(term)]), part.constant === 0 ? 0 : 1);
    }
  };
  return walk(form);
}

/** All orders of the numbers 0 to n - 1. */
function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((order) => Array.from({ length: n }, (_, at) => [...order.slice(0, at), n - 1, ...order.slice(at)]));
}
