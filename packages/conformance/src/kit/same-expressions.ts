import type { Expr } from '@knotwork/algebra';

/** Whether two lists of expressions are built of the same operations on the same inputs and numbers. */
export function areSameExpressions(a: readonly Expr[], b: readonly Expr[]): boolean {
  const seen = new Map<Expr, Set<Expr>>();
  const same = (x: Expr, y: Expr): boolean => {
    if (x === y || seen.get(x)?.has(y)) return true;
    const isSame = x.op === y.op && Object.is(x.value, y.value) && x.name === y.name && x.args.length === y.args.length && x.args.every((arg, i) => same(arg, y.args[i]!));
    if (isSame) seen.set(x, (seen.get(x) ?? new Set<Expr>()).add(y));
    return isSame;
  };
  return a.length === b.length && a.every((e, i) => same(e, b[i]!));
}
