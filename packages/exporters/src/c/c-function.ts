import { type Formula, statements } from '@knotwork/algebra';
import { indented } from '../scalar/scalar-program.js';
import { withNames } from '../text/named-leaves.js';
import { LINE } from '../text/wrapped.js';
import { cHelpers } from './c-helpers.js';
import { cWriting } from './c-writing.js';

/**
 * A formula as a function of C99, in double precision: its inputs are arguments, and its outputs go to an array, in their order: `y`, or `out` where an input is called so.
 *
 * @param name of the function, @param names of inputs in C; the others keep their own
 * @throws RangeError for a formula that reads tables
 */
export function cFunction(name: string, formula: Formula, names: Readonly<Record<string, string>> = {}): string {
  if (formula.tables.length > 0) throw new RangeError(`A function of numbers reads no tables; this one reads ${formula.tables.join(', ')}.`);
  const { definitions, results } = statements(formula.roots, withNames(cWriting(false), names), (k) => `v${k + 1}`, LINE - 20);
  const used = new Set(formula.nodes.filter(({ op }) => op === 'input').map(({ name: of }) => of));
  const taken = formula.inputs.filter((of) => used.has(of)).map((of) => names[of] ?? of);
  const array = taken.includes('y') ? 'out' : 'y';
  const body = [...definitions.map(([of, text]) => `const double ${of} = ${text};`), ...results.map((text, k) => `${array}[${k}] = ${text};`)];
  return ['#include <math.h>', '', ...cHelpers(body.join('\n'), false), `/* ${array}: ${formula.outputs.join(', ')} */`, `void ${name}(${[...taken.map((of) => `double ${of}`), `double *${array}`].join(', ')})`, '{', ...indented(body), '}', ''].join('\n');
}
