import { constant, Expr } from './expr.js';
import { type Op, operation } from './operations/operations.js';

/**
 * @internal One operation on arguments that are in place, folded: how expressions are made, and made anew when a graph is rebuilt.
 *
 * Expressions, the table of operations and the rules by which they fold are about each other, and so are their files; nothing in them is
 * called before all are loaded.
 *
 * @throws RangeError for an operation that is not in the table
 */
export function build(op: Op, args: readonly Expr[], value = 0, name = ''): Expr {
  const { number, fold } = operation(op);
  const [a, b, c] = args as [Expr, Expr, Expr];
  if (number !== null && args.every((e) => e.op === 'constant')) {
    const [to, ...numbers] = [0, a.value, b?.value ?? 0, c?.value ?? 0].map((v) => Float64Array.of(v)) as [Float64Array, Float64Array, Float64Array, Float64Array];
    number(1, to, ...numbers, value);
    return constant(to[0]!);
  }
  return fold?.(a, b, c) ?? new Expr(op, args, value, name);
}
