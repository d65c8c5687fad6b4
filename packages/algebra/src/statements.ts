import type { Expr } from './expr.js';
import { topologicalOrder } from './formula.js';
import { type Op, operation, operations } from './operations/operations.js';
import { binding, type Text } from './operations/text.js';

/** How formulas are written in a language: a column beside the table of operations, a text for each of them. */
export type Writing = Readonly<Record<Op, Text>>;

/** How this package writes formulas; other languages change what differs in them. */
export const plainWriting: Writing = Object.freeze(Object.fromEntries(Object.keys(operations).map((op) => [op, operation(op as Op).text])) as Record<Op, Text>);

/** Expressions written as what stands in front of them and what they are then. */
export interface Statements {
  /** A name and what it stands for: what is used more than once, or would make a line too long, before what uses it. */
  readonly definitions: readonly (readonly [name: string, text: string])[];
  /** The text of each expression. */
  readonly results: readonly string[];
}

/**
 * Writes expressions in a language.
 *
 * @param nameOf name of definition number k, counted from 0; it must hold together wherever it stands
 * @param longest what is longer gets a name
 * @throws RangeError for an operation that the language does not have
 */
export function statements(roots: readonly Expr[], writing: Writing, nameOf: (k: number) => string, longest = Infinity): Statements {
  const uses = new Map<Expr, number>();
  const order = topologicalOrder(roots);
  for (const e of [...order.flatMap((node) => node.args), ...roots]) uses.set(e, (uses.get(e) ?? 0) + 1);
  const definitions: [string, string][] = [];
  const written = new Map<Expr, { readonly text: string; readonly binds: number }>();
  const textOf = (e: Expr, least: number): string => {
    const { text, binds } = written.get(e)!;
    return binds < least ? `(${text})` : text;
  };
  for (const e of order) {
    // A row that is missing belongs to an operation of another version of this package.
    const row: Text | undefined = writing[e.op];
    if (row === undefined) throw new RangeError(`There is no way to write the operation "${e.op}".`);
    const text = row.write(e.args.map((arg, k) => textOf(arg, row.places[k]!)), e);
    const isNamed = e.args.length > 0 && (uses.get(e)! > 1 || text.length > longest);
    if (isNamed) definitions.push([nameOf(definitions.length), text]);
    written.set(e, isNamed ? { text: definitions.at(-1)![0], binds: binding.whole } : { text, binds: row.binds });
  }
  return { definitions, results: roots.map((root) => textOf(root, binding.any)) };
}
