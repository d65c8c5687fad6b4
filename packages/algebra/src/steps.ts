import { build } from './build.js';
import { constant, type Expr } from './expr.js';
import { topologicalOrder } from './formula.js';
import { type Op, operation, operations } from './operations/operations.js';

/**
 * A step of a formula that is plain data: the name of an operation, and numbers of the steps before it that it takes, from 0. `['input', i]` is input number i, `['constant', v]` the number v.
 */
export type FormulaStep = readonly [op: string, ...of: readonly number[]];

/** A formula of numbered inputs as plain data, for files: steps one after the other, the last of which is its value. At least one. */
export type FormulaSteps = readonly FormulaStep[];

/** How deep a formula of steps may be nested: whoever differentiates goes down by recursion. Texts are nested a thousand deep at most. */
const DEEPEST = 1_100;

/** Whether steps may have an operation: one that is a number of numbers. What looks something up in a grid or a table is none. */
const isPlain = (op: string): boolean => Object.hasOwn(operations, op) && operation(op as Op).number !== null && operation(op as Op).looksUp !== true;

/**
 * An expression as steps.
 *
 * @param inputs names of the inputs, in the order of their numbers
 * @throws RangeError for other inputs, for what reads a grid or a table, and for constants that are not finite
 */
export function stepsOf(e: Expr, inputs: readonly string[]): FormulaSteps {
  const numbers = new Map<Expr, number>();
  return topologicalOrder([e]).map((node, k): FormulaStep => {
    numbers.set(node, k);
    if (node.op === 'constant' && Number.isFinite(node.value)) return ['constant', node.value];
    if (node.op === 'input' && inputs.includes(node.name)) return ['input', inputs.indexOf(node.name)];
    if (!isPlain(node.op)) throw new RangeError(`Steps of a formula of ${inputs.join(', ')} cannot have "${node.op}" ${node.name || node.value}.`);
    return [node.op, ...node.args.map((arg) => numbers.get(arg)!)];
  });
}

/**
 * The expression that steps say.
 *
 * @param inputs by number
 * @throws RangeError for steps that are none: unknown operations, other counts of arguments, numbers of later steps or of inputs that there are not, constants that are not finite; and for formulas that are nested too deep
 */
export function exprOfSteps(steps: FormulaSteps, inputs: readonly Expr[]): Expr {
  const made: Expr[] = [];
  const depths: number[] = [];
  for (const [k, [op, ...of]] of steps.entries()) {
    const wrong = (what: string): RangeError => new RangeError(`step ${k}, "${op}", ${what}`);
    if (op === 'constant' || op === 'input') {
      const [value] = of as [number];
      if (of.length !== 1 || !Number.isFinite(value)) throw wrong('must have one finite number');
      if (op === 'input' && inputs[value] === undefined) throw wrong(`must be one of ${inputs.length} inputs; got ${value}`);
      made.push(op === 'constant' ? constant(value) : inputs[value]!);
      depths.push(0);
      continue;
    }
    if (!isPlain(op)) throw wrong('is no operation that steps may have');
    const { arity } = operation(op as Op);
    if (of.length !== arity) throw wrong(`takes ${arity} steps; got ${of.length}`);
    const args = of.map((at) => (Number.isInteger(at) && at >= 0 && at < k ? made[at]! : undefined));
    if (args.includes(undefined)) throw wrong('must take steps before it');
    depths.push(1 + Math.max(...of.map((at) => depths[at]!)));
    if (depths[k]! > DEEPEST) throw wrong(`is nested more than ${DEEPEST} deep`);
    made.push(build(op as Op, args as Expr[]));
  }
  const last = made.at(-1);
  if (last === undefined) throw new RangeError('a formula must have a step');
  return last;
}
