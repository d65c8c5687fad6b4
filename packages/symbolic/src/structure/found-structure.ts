/** How a function is made of its inputs, as far as its values tell: `of` are functions of different inputs each. */
export type Part =
  /** One input. */
  | { readonly kind: 'input'; readonly input: number }
  /** g_1 + g_2 + ... */
  | { readonly kind: 'sum'; readonly of: readonly Part[] }
  /** g_1 g_2 ... + constant */
  | { readonly kind: 'product'; readonly of: readonly Part[]; readonly constant: number }
  /** F(g_1 + g_2 + ...); where `mayMultiply`, F(g_1 g_2 ...) is as likely: a sum of logarithms is a product, but for its signs. */
  | { readonly kind: 'function'; readonly of: readonly Part[]; readonly mayMultiply: boolean }
  /** F(g_1, g_2, ...) of which nothing else is known. */
  | { readonly kind: 'joint'; readonly of: readonly Part[] };

/** What is known of how a function is made. */
export interface FoundStructure {
  /** Null where no input makes a difference. */
  readonly root: Part | null;
  /** Inputs that make no difference. */
  readonly unused: readonly number[];
  /** Whether anything is known that a function of all these inputs does not have anyway. */
  readonly isTelling: boolean;
}

/** Inputs of a part, in order. */
export function inputsOf(part: Part): number[] {
  return part.kind === 'input' ? [part.input] : part.of.flatMap(inputsOf).sort((a, b) => a - b);
}

/** Whether a part is more than a function of several inputs of which nothing is known. */
export function tells(part: Part): boolean {
  return part.kind === 'joint' ? part.of.some((of) => of.kind !== 'input') : part.kind !== 'input';
}

/**
 * A structure in a sentence, such as "x1 and x2 multiply, x3 and x4 multiply; the two add up".
 *
 * @param names of the inputs
 */
export function structureText({ root, unused }: FoundStructure, names: readonly string[]): string {
  const none = unused.length === 0 ? '' : `${list(unused.map((i) => names[i]!))} ${unused.length === 1 ? 'makes' : 'make'} no difference`;
  const all = root === null ? [] : clauses(root, names);
  const said = root === null ? 'no input makes a difference' : all.length === 0 ? `nothing is known but that ${list(inputsOf(root).map((i) => names[i]!))} ${inputsOf(root).length === 1 ? 'counts' : 'count'}` : all.join('; ');
  return root === null || none === '' ? said : `${said}; ${none}`;
}

const list = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`);

/** What is to be said, from the inside. */
function clauses(part: Part, names: readonly string[]): string[] {
  if (part.kind === 'input') return [];
  const inner = part.of.flatMap((of) => clauses(of, names));
  const parts = list(part.of.map((of) => nameOf(of, names)));
  switch (part.kind) {
    case 'sum': return [...inner, `${parts} add up`];
    case 'product': return [...inner, `${parts} multiply`];
    case 'function': return [...inner, `${parts} ${part.mayMultiply ? 'add up or multiply' : 'add up'} inside of a function`];
    case 'joint': return part.of.every((of) => of.kind === 'input') && part.of.length === inputsOf(part).length && inner.length === 0 ? [`${parts} act together`] : [...inner, `${parts} act together`];
  }
}

/** What a part is called by those who use it: its function of its inputs. */
const nameOf = (part: Part, names: readonly string[]): string => (part.kind === 'input' ? names[part.input]! : `f(${inputsOf(part).map((i) => names[i]!).join(', ')})`);
