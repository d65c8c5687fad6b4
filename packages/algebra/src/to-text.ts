import type { Expr } from './expr.js';
import { type Formula, topologicalOrder } from './formula.js';
import { operation } from './operations/operations.js';
import { binding } from './operations/text.js';

/**
 * A formula or an expression as text, for messages and for looking at: `1 + 2 * sin(x)`. What is used more than once is written once,
 * as `#1 = ...`, before what uses it. An expression is one line, a formula a line for what it reads and for each output.
 *
 * @example
 * toText(trace(['x'], (x) => ({ y: x.mul(x.sigmoid()) }))); // '(x)\ny = x * sigmoid(x)'
 */
export function toText(of: Expr | Formula): string {
  if (!('roots' in of)) return [...definitions([of])].map(([name, text]) => (name === '' ? text : `${name} = ${text}`)).join('; ');
  const reads = [of.inputs.join(', '), ...(of.tables.length === 0 ? [] : [of.tables.join(', ')])].join('; ');
  return [`(${reads})`, ...definitions(of.roots, of.outputs).map(([name, text]) => `${name} = ${text}`)].join('\n');
}

/** Names and texts: of what is shared, in the order of evaluation, then of the roots. */
function definitions(roots: readonly Expr[], outputs: readonly string[] = ['']): [string, string][] {
  const uses = new Map<Expr, number>();
  const order = topologicalOrder(roots);
  for (const e of [...order.flatMap((node) => node.args), ...roots]) uses.set(e, (uses.get(e) ?? 0) + 1);
  const names = new Map(order.filter((e) => e.args.length > 0 && uses.get(e)! > 1).map((e, k) => [e, `#${k + 1}`]));
  const written = (e: Expr, least: number): string => names.get(e) ?? ownText(e, least);
  const ownText = (e: Expr, least: number): string => {
    const { binds, places, write } = operation(e.op).text;
    const text = write(e.args.map((arg, k) => written(arg, places[k]!)), e);
    return binds < least ? `(${text})` : text;
  };
  return [
    ...[...names].map(([e, name]): [string, string] => [name, ownText(e, binding.any)]),
    ...roots.map((root, k): [string, string] => [outputs[k]!, written(root, binding.any)]),
  ];
}
