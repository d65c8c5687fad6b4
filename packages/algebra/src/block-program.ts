import type { Expr } from './expr.js';
import type { Formula } from './formula.js';
import type { Loop } from './operations/operation.js';
import { operation } from './operations/operations.js';

/** A formula made ready to run over blocks of numbers. Fill `inputs`, call `run`, read `outputs`. Owned by one caller at a time. */
export interface BlockProgram {
  /** One array of `length` numbers per input of the formula, to be written before `run`. */
  readonly inputs: readonly Float64Array[];
  /** One array per output, valid after `run` and until the next; may be shared between equal outputs. Do not write. */
  readonly outputs: readonly Float64Array[];
  /** Evaluates the first `count` entries. @param count at most `length`, @param tables the numbers of every table of the formula, by name */
  run(count: number, tables?: Tables): void;
}

/** The numbers of tables by name, as many in each as its formula wants: of `grid.knots` one more than there are intervals. */
export type Tables = Readonly<Record<string, Float64Array>>;

interface Instruction { loop: Loop; to: Float64Array; a: Float64Array; b: Float64Array; c: Float64Array; value: number }

/**
 * The interpreter over typed arrays: every operation is one loop over the block. Arrays are reused as soon as their value has
 * been read for the last time, so that a block of a few hundred numbers stays in the cache.
 *
 * `cell` and `knot` are refused: rewrite them for a grid first (`onEvenGrid`, `onOwnGrid`).
 *
 * @param length numbers per block
 */
export function blockProgram(f: Formula, length: number): BlockProgram {
  const lastUse = new Map<Expr, number>();
  f.nodes.forEach((node, i) => { for (const a of node.args) lastUse.set(a, i); });
  for (const root of f.roots) lastUse.set(root, Infinity);

  const arrays = new Map<Expr, Float64Array>();
  const inputs = f.inputs.map(() => new Float64Array(length));
  const free: Float64Array[] = [];
  const none = new Float64Array(0);
  const code: Instruction[] = [];
  const lookUps: { readonly step: Instruction; readonly table: string }[] = [];
  f.nodes.forEach((node, i) => {
    if (node.op === 'input') { arrays.set(node, inputs[f.inputs.indexOf(node.name)] as Float64Array); return; }
    if (node.op === 'constant') { arrays.set(node, new Float64Array(length).fill(node.value)); return; }
    if (node.op === 'table') { arrays.set(node, none); return; }
    const loop = operation(node.op).number;
    if (loop === null) throw new RangeError(`A formula with "${node.op}" cannot be run by itself: rewrite it for a grid first.`);
    const [a = none, b = none, c = none] = node.args.map((x) => arrays.get(x) as Float64Array);
    // The result may take the place of an argument: every loop reads index i before it writes index i.
    for (const x of new Set(node.args)) {
      if (lastUse.get(x) === i && x.args.length > 0) free.push(arrays.get(x) as Float64Array);
    }
    const to = free.pop() ?? new Float64Array(length);
    arrays.set(node, to);
    const step = { loop, to, a, b, c, value: node.value };
    code.push(step);
    if (node.args[0]?.op === 'table') lookUps.push({ step, table: node.args[0].name });
  });
  const outputs = f.roots.map((r) => arrays.get(r) as Float64Array);
  const run = (count: number, tables: Tables = {}): void => {
    for (const { step, table } of lookUps) {
      const numbers = tables[table];
      if (numbers === undefined) throw new RangeError(`The formula needs numbers for the table "${table}".`);
      step.a = numbers;
    }
    for (const { loop, to, a, b, c, value } of code) loop(count, to, a, b, c, value);
  };
  return { inputs, outputs, run };
}
