import { type Expr, formula, GRID_KNOTS } from '@knotwork/algebra';

/**
 * A text that is the same for equal graphs and different for different ones: the key of their kernels.
 *
 * @param inputs names they may read, besides the table of knots
 */
export function formulaKey(inputs: readonly string[], roots: readonly Expr[]): string {
  const shared = formula(inputs, Object.fromEntries(roots.map((e, k) => [`e${k}`, e])), [GRID_KNOTS]);
  const numbers = new Map(shared.nodes.map((node, k) => [node, k]));
  const value = (v: number): string => (v === 0 ? (Object.is(v, -0) ? '-0' : '') : String(v));
  return [
    JSON.stringify(inputs), ...shared.nodes.map(({ op, args, value: v, name }) => `${op}(${args.map((a) => numbers.get(a)).join()})${value(v)}${name}`),
    shared.roots.map((r) => numbers.get(r)).join(),
  ].join(';');
}
