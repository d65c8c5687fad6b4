import { constant, erfInParts, type Expr, type Op } from '@knotwork/algebra';
import type { OnnxGraph } from './onnx-graph.js';

/** A table of numbers, as many for every place. */
export interface PlacedTable {
  readonly places: number;
  readonly length: number;
  /** `[places][length]` */
  readonly values: Float64Array;
}

/** An operation of a formula on its way to operators: all arguments are arrays `[rows][places]`, or what broadcasts to them. */
export interface OnnxLowering {
  readonly graph: OnnxGraph;
  readonly e: Expr;
  /** Name of argument k as numbers. */
  readonly arg: (k: number) => string;
  /** Name of argument k as truth values: whether it is not 0. */
  readonly mask: (k: number) => string;
  /** Name of an input of the formula. */
  readonly input: (name: string) => string;
  readonly table: (name: string) => PlacedTable;
}

/** What an operation becomes: a row of the table. */
export interface OnnxOperation {
  /** Name of its numbers; null where runtimes have no kernel, and there are no others to put it together of. */
  readonly lower: ((at: OnnxLowering) => string) | null;
  /** As truth values, where it is made of them. */
  readonly mask?: (at: OnnxLowering) => string;
  /** The operation written with others, for which runtimes have kernels. */
  readonly inParts?: (a: Expr) => Expr;
}

const direct = (operator: string): OnnxOperation => ({ lower: ({ graph, e, arg }) => graph.node(operator, e.args.map((_, k) => arg(k))) });
const onGrid: OnnxOperation = { lower: ({ e }) => { throw new RangeError(`A formula with "${e.op}" cannot be exported: it is rewritten for a grid first.`); } };
const isLess = ({ graph, arg }: OnnxLowering): string => graph.node('Less', [arg(0), arg(1)]);
/** Numbers of the format for types of elements. */
export const CAST_TO = { float: 1, int64: 7, double: 11 } as const;

/** Formulas as standard operators, operation by operation. Of some, runtimes have kernels for float alone. */
export function onnxOperations(real: 'float' | 'double'): Readonly<Record<Op, OnnxOperation>> {
  const onlyFloat = (operator: string, inParts?: (a: Expr) => Expr): OnnxOperation =>
    (real === 'float' ? direct(operator) : { lower: null, ...(inParts === undefined ? {} : { inParts }) });
  return {
    constant: { lower: ({ graph, e }) => graph.scalar(e.value) },
    input: { lower: ({ e, input }) => input(e.name) },
    table: onGrid,
    add: direct('Add'), sub: direct('Sub'), mul: direct('Mul'), reciprocal: direct('Reciprocal'), neg: direct('Neg'), minimum: direct('Min'), maximum: direct('Max'), abs: direct('Abs'),
    floor: direct('Floor'), sqrt: direct('Sqrt'), exp: direct('Exp'), log: direct('Log'), sin: direct('Sin'), tanh: direct('Tanh'), sigmoid: direct('Sigmoid'),
    // cos a = 1 - 2 sin^2(a / 2)
    cos: onlyFloat('Cos', (a) => constant(1).sub(a.mul(0.5).sin().square().mul(2))),
    erf: onlyFloat('Erf', erfInParts), asin: onlyFloat('Asin'), atan: onlyFloat('Atan'),
    less: { lower: (at) => at.graph.node('Cast', [isLess(at)], { to: CAST_TO[real] }), mask: isLess },
    where: { lower: ({ graph, arg, mask }) => graph.node('Where', [mask(0), arg(1), arg(2)]) },
    cell: onGrid, knot: onGrid, locate: { lower: locate }, knotAt: { lower: entry },
  };
}

/** How many of the inner entries are not above the position. */
function locate({ graph, e, arg, table }: OnnxLowering): string {
  const { places, length, values } = table(e.args[0]!.name);
  if (length === 2) return graph.node('Mul', [graph.scalar(0), graph.node('Sub', [arg(1), arg(1)])]);
  const inner = values.filter((_, k) => k % length > 0 && k % length < length - 1);
  const passed = graph.node('GreaterOrEqual', [graph.node('Unsqueeze', [arg(1), graph.whole(2)]), graph.constant(inner, [places, length - 2])]);
  return graph.node('ReduceSum', [graph.node('Cast', [passed], { to: CAST_TO[graph.real] }), graph.whole(2)], { keepdims: 0 });
}

/** Entry number index + offset; beyond the ends the last spacing goes on. */
function entry({ graph, e, arg, table }: OnnxLowering): string {
  const { places, length, values } = table(e.args[0]!.name);
  const last = length - 1;
  const at = e.value === 0 ? arg(1) : graph.node('Add', [arg(1), graph.scalar(e.value)]);
  // NaN is not above 0, and an index all the same.
  const inside = graph.node('Where', [graph.node('Less', [graph.scalar(0), at]), graph.node('Min', [at, graph.scalar(last)]), graph.scalar(0)]);
  const firsts = graph.constant(Array.from({ length: places }, (_, k) => k * length), [places], 'int64');
  const read = graph.node('Gather', [graph.constant(values, [places * length]), graph.node('Add', [graph.node('Cast', [inside], { to: CAST_TO.int64 }), firsts])], { axis: 0 });
  // What `locate` finds has a neighbor.
  if (e.args[1]!.op === 'locate' && (e.value === 0 || e.value === 1)) return read;
  const gap = (upper: number): string => graph.constant(Array.from({ length: places }, (_, k) => values[k * length + upper]! - values[k * length + upper - 1]!), [places]);
  const below = graph.node('Mul', [graph.node('Min', [at, graph.scalar(0)]), gap(1)]);
  const above = graph.node('Mul', [graph.node('Max', [graph.node('Sub', [at, graph.scalar(last)]), graph.scalar(0)]), gap(last)]);
  return graph.node('Add', [read, graph.node('Add', [below, above])]);
}
