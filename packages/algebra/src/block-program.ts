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

/** What a formula becomes before it has arrays: these are numbers, inputs first. */
interface Plan {
  readonly arrays: number;
  readonly constants: readonly { readonly at: number; readonly value: number }[];
  readonly steps: readonly { readonly loop: Loop; readonly to: number; readonly a: number; readonly b: number; readonly c: number; readonly value: number }[];
  readonly lookUps: readonly { readonly step: number; readonly table: string }[];
  readonly outputs: readonly number[];
}

/** Instead of an array: of a table, and of an argument that an operation does not have. */
const NOWHERE = -1;
/** Found once per formula, however many run it. */
const plans = new WeakMap<Formula, Plan>();

/**
 * The interpreter over typed arrays: every operation is one loop over the block. Arrays are reused as soon as their value has
 * been read for the last time, so that a block of a few hundred numbers stays in the cache.
 *
 * `cell` and `knot` are refused: rewrite them for a grid first (`onEvenGrid`, `onOwnGrid`).
 *
 * @param length numbers per block
 */
export function blockProgram(f: Formula, length: number): BlockProgram {
  const plan = plans.get(f) ?? planOf(f);
  plans.set(f, plan);
  // One stretch of memory: arrays of their own would take longer than all the rest.
  const room = new Float64Array(plan.arrays * length);
  const arrays = Array.from({ length: plan.arrays }, (_, k) => room.subarray(k * length, (k + 1) * length));
  const none = new Float64Array(0);
  const at = (k: number): Float64Array => (k < 0 ? none : arrays[k]!);
  for (const { at: k, value } of plan.constants) arrays[k]!.fill(value);
  const code = plan.steps.map(({ loop, to, a, b, c, value }): Instruction => ({ loop, to: at(to), a: at(a), b: at(b), c: at(c), value }));
  const lookUps = plan.lookUps.map(({ step, table }) => ({ step: code[step]!, table }));
  const inputs = f.inputs.map((_, k) => at(k));
  const outputs = plan.outputs.map(at);
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

function planOf(f: Formula): Plan {
  const lastUse = new Map<Expr, number>();
  f.nodes.forEach((node, i) => { for (const a of node.args) lastUse.set(a, i); });
  for (const root of f.roots) lastUse.set(root, Infinity);

  const places = new Map<Expr, number>();
  let arrays = f.inputs.length;
  const free: number[] = [];
  const constants: { at: number; value: number }[] = [];
  const steps: Plan['steps'][number][] = [];
  const lookUps: Plan['lookUps'][number][] = [];
  f.nodes.forEach((node, i) => {
    if (node.op === 'input') { places.set(node, f.inputs.indexOf(node.name)); return; }
    if (node.op === 'constant') { places.set(node, arrays); constants.push({ at: arrays++, value: node.value }); return; }
    if (node.op === 'table') { places.set(node, NOWHERE); return; }
    const loop = operation(node.op).number;
    if (loop === null) throw new RangeError(`A formula with "${node.op}" cannot be run by itself: rewrite it for a grid first.`);
    const [a = NOWHERE, b = NOWHERE, c = NOWHERE] = node.args.map((x) => places.get(x) as number);
    // The result may take the place of an argument: every loop reads index i before it writes index i.
    for (const x of new Set(node.args)) {
      if (lastUse.get(x) === i && x.args.length > 0) free.push(places.get(x) as number);
    }
    const to = free.pop() ?? arrays++;
    places.set(node, to);
    steps.push({ loop, to, a, b, c, value: node.value });
    if (node.args[0]?.op === 'table') lookUps.push({ step: steps.length - 1, table: node.args[0].name });
  });
  return { arrays, constants, steps, lookUps, outputs: f.roots.map((r) => places.get(r) as number) };
}
