import { build } from './build.js';
import type { Expr } from './expr.js';

/**
 * Rebuilds a graph bottom-up. `replace` gets each expression and its already rewritten arguments and returns what stands in its
 * place, or undefined to keep the operation. Shared subexpressions are visited once.
 */
export function rewrite(outputs: readonly Expr[], replace: (e: Expr, args: readonly Expr[]) => Expr | undefined): Expr[] {
  const done = new Map<Expr, Expr>();
  const visit = (e: Expr): Expr => {
    const known = done.get(e);
    if (known !== undefined) return known;
    const args = e.args.map(visit);
    const kept = args.every((a, i) => a === e.args[i]);
    const result = replace(e, args) ?? (kept ? e : build(e.op, args, e.value, e.name));
    done.set(e, result);
    return result;
  };
  return outputs.map(visit);
}

/** Puts expressions in the place of inputs, by name. */
export function substitute(outputs: readonly Expr[], by: Readonly<Record<string, Expr>>): Expr[] {
  return rewrite(outputs, (e) => (e.op === 'input' && Object.hasOwn(by, e.name) ? by[e.name] : undefined));
}
