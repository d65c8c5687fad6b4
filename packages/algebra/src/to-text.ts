import type { Expr } from './expr.js';
import type { Formula } from './formula.js';
import { plainWriting, statements } from './statements.js';

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
function definitions(roots: readonly Expr[], outputs: readonly string[] = ['']): (readonly [string, string])[] {
  const { definitions: shared, results } = statements(roots, plainWriting, (k) => `#${k + 1}`);
  return [...shared, ...results.map((text, k) => [outputs[k]!, text] as const)];
}
