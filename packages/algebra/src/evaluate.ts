import { type BlockProgram, blockProgram, type Tables } from './block-program.js';
import type { Formula } from './formula.js';

/** Programs of formulas that were evaluated: one point follows another. */
const programs = new WeakMap<Formula, BlockProgram>();

/**
 * Value of a formula at one point. Slow and plain: for single points and tests; `blockProgram` is for many.
 *
 * @param at value of every input by name
 * @param tables numbers of every table by name
 * @returns value of every output by name
 * @throws RangeError when an input or a table has no value
 */
export function evaluate(f: Formula, at: Readonly<Record<string, number>>, tables: Tables = {}): Record<string, number> {
  const program = programs.get(f) ?? blockProgram(f, 1);
  programs.set(f, program);
  f.inputs.forEach((name, i) => {
    const value = at[name];
    if (value === undefined) throw new RangeError(`The formula needs a value for "${name}".`);
    program.inputs[i]![0] = value;
  });
  program.run(1, tables);
  return Object.fromEntries(f.outputs.map((name, i) => [name, program.outputs[i]![0] as number]));
}
