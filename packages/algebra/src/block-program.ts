import type { Expr, Op } from './expr.js';
import type { Formula } from './formula.js';
import { knotAt, locate } from './grid.js';

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

interface Instruction { op: Op; to: Float64Array; a: Float64Array; b: Float64Array; c: Float64Array; value: number }

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
    if (node.op === 'cell' || node.op === 'knot') throw new RangeError(`A formula with "${node.op}" cannot be run by itself: rewrite it for a grid first.`);
    if (node.op === 'input') { arrays.set(node, inputs[f.inputs.indexOf(node.name)] as Float64Array); return; }
    if (node.op === 'constant') { arrays.set(node, new Float64Array(length).fill(node.value)); return; }
    if (node.op === 'table') { arrays.set(node, none); return; }
    const [a = none, b = none, c = none] = node.args.map((x) => arrays.get(x) as Float64Array);
    // The result may take the place of an argument: every loop reads index i before it writes index i.
    for (const x of new Set(node.args)) {
      if (lastUse.get(x) === i && x.args.length > 0) free.push(arrays.get(x) as Float64Array);
    }
    const to = free.pop() ?? new Float64Array(length);
    arrays.set(node, to);
    const step = { op: node.op, to, a, b, c, value: node.value };
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
    for (const step of code) execute(step, count);
  };
  return { inputs, outputs, run };
}

function execute({ op, to, a, b, c, value }: Instruction, n: number): void {
  switch (op) {
    case 'add': for (let i = 0; i < n; i++) to[i] = a[i]! + b[i]!; break;
    case 'sub': for (let i = 0; i < n; i++) to[i] = a[i]! - b[i]!; break;
    case 'mul': for (let i = 0; i < n; i++) to[i] = a[i]! * b[i]!; break;
    case 'neg': for (let i = 0; i < n; i++) to[i] = -a[i]!; break;
    case 'reciprocal': for (let i = 0; i < n; i++) to[i] = 1 / a[i]!; break;
    case 'minimum': for (let i = 0; i < n; i++) to[i] = Math.min(a[i]!, b[i]!); break;
    case 'maximum': for (let i = 0; i < n; i++) to[i] = Math.max(a[i]!, b[i]!); break;
    case 'abs': for (let i = 0; i < n; i++) to[i] = Math.abs(a[i]!); break;
    case 'floor': for (let i = 0; i < n; i++) to[i] = Math.floor(a[i]!); break;
    case 'sqrt': for (let i = 0; i < n; i++) to[i] = Math.sqrt(a[i]!); break;
    case 'exp': for (let i = 0; i < n; i++) to[i] = Math.exp(a[i]!); break;
    case 'log': for (let i = 0; i < n; i++) to[i] = Math.log(a[i]!); break;
    case 'sin': for (let i = 0; i < n; i++) to[i] = Math.sin(a[i]!); break;
    case 'cos': for (let i = 0; i < n; i++) to[i] = Math.cos(a[i]!); break;
    case 'tanh': for (let i = 0; i < n; i++) to[i] = Math.tanh(a[i]!); break;
    case 'sigmoid': for (let i = 0; i < n; i++) to[i] = 1 / (1 + Math.exp(-a[i]!)); break;
    case 'asin': for (let i = 0; i < n; i++) to[i] = Math.asin(a[i]!); break;
    case 'atan': for (let i = 0; i < n; i++) to[i] = Math.atan(a[i]!); break;
    case 'less': for (let i = 0; i < n; i++) to[i] = a[i]! < b[i]! ? 1 : 0; break;
    case 'where': for (let i = 0; i < n; i++) to[i] = a[i]! !== 0 ? b[i]! : c[i]!; break;
    case 'locate': for (let i = 0; i < n; i++) to[i] = locate(a, b[i]!); break;
    case 'knotAt': for (let i = 0; i < n; i++) to[i] = knotAt(a, b[i]! + value); break;
    default: throw new RangeError(`The interpreter has no operation "${op}".`);
  }
}
