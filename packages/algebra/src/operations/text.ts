import type { Expr } from '../expr.js';

/** How an operation is written. */
export interface Text {
  /** How tightly it holds together, one of {@link binding}. An argument that holds less than its place asks for stands in parentheses. */
  readonly binds: number;
  /** What the place of each argument asks for. */
  readonly places: readonly number[];
  /** @param args the arguments, in parentheses where they need them, @param e the operation, for names and values */
  readonly write: (args: readonly string[], e: Expr) => string;
}

/** From loose to tight. */
export const binding = { any: 0, comparison: 1, sum: 2, product: 3, sign: 4, whole: 5 } as const;

/** A leaf. */
export const leaf = (write: (e: Expr) => string): Text => ({ binds: binding.whole, places: [], write: (_, e) => write(e) });

/** `name(a, b)` */
export const call = (name: string): Text => (
  { binds: binding.whole, places: [binding.any, binding.any, binding.any], write: (args) => `${name}(${args.join(', ')})` }
);

/** `a sign b`. The right one asks for more, so that what is written is computed in the order in which it is read. */
export const infix = (sign: string, binds: number): Text => ({ binds, places: [binds, binds + 1], write: ([a, b]) => `${a} ${sign} ${b}` });
