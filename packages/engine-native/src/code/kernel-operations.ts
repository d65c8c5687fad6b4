import type { Op } from '@knotwork/algebra';
import type { ElementaryFunctions } from './elementary-functions.js';
import type { Graph, Node } from './graph.js';
import type { InstructionName } from './instructions.js';

/** A node of a formula on its way to instructions. */
export interface Lowering {
  readonly graph: Graph;
  /** The functions that become polynomials. */
  readonly elementary: ElementaryFunctions;
  /** The node of the formula. */
  readonly node: Node;
  /** Its arguments, lowered. */
  readonly a: Node;
  readonly b: Node;
  readonly c: Node;
  /** Whether argument k, as the formula has it, cannot be NaN. */
  isSure(k: number): boolean;
  /** Argument k as a mask: ones where it is not 0. */
  mask(k: number): Node;
  /** Names of inputs that are never NaN. */
  readonly ordinary: ReadonlySet<string>;
}

/** What kernels make of an operation of formulas: a row of the table. */
export interface KernelOperation {
  readonly lower: (at: Lowering) => Node;
  /** Whether it cannot be NaN, whatever happens to the samples; left out where it can. */
  readonly isOrdinary?: (at: Lowering) => boolean;
  /** As a mask, where that is shorter than to compare the number with 0. */
  readonly mask?: (at: Lowering) => Node;
}

/** A vector has an instruction for it. */
const itself = ({ graph, node, a, b, c }: Lowering): Node => graph.node(node.op, [a, b, c].slice(0, node.args.length), node.value, node.name);
const direct: KernelOperation = { lower: itself };
const elementary = (name: keyof ElementaryFunctions): KernelOperation => ({ lower: (at) => at.elementary[name](at.a) });
const ifArgumentsAre = ({ node, isSure }: Lowering): boolean => node.args.every((_, k) => isSure(k));

/**
 * min and max are NaN where either argument is. The short instruction returns its first argument where either is NaN, so it does
 * as soon as the second one cannot be. (Which of -0 and 0 comes out is left open.)
 */
const extremum = (short: InstructionName): KernelOperation => ({
  lower: (at) => (at.isSure(1) ? at.graph.node(short, [at.a, at.b]) : at.isSure(0) ? at.graph.node(short, [at.b, at.a]) : itself(at)),
  isOrdinary: ifArgumentsAre,
});

const onGrid: KernelOperation = {
  lower: ({ node }) => { throw new RangeError(`A formula with "${node.op}" cannot be compiled by itself: rewrite it for a grid first.`); },
};

/** The operations of formulas in kernels, row by row: nothing else in this package knows them one by one. */
export const kernelOperations: Readonly<Record<Op, KernelOperation>> = {
  constant: { lower: itself, isOrdinary: ({ node }) => !Number.isNaN(node.value) },
  input: { lower: itself, isOrdinary: ({ node, ordinary }) => ordinary.has(node.name) },
  table: direct,
  add: direct, sub: direct, mul: direct, reciprocal: direct, sqrt: direct,
  neg: { lower: itself, isOrdinary: ifArgumentsAre },
  abs: { lower: itself, isOrdinary: ifArgumentsAre },
  floor: { lower: itself, isOrdinary: ifArgumentsAre },
  minimum: extremum('pseudoMinimum'),
  maximum: extremum('pseudoMaximum'),
  // As a number, the mask and 1.
  less: { lower: ({ graph, a, b }) => graph.and(graph.isLess(a, b), 1), isOrdinary: () => true, mask: ({ graph, a, b }) => graph.isLess(a, b) },
  where: { lower: ({ graph, b, c, mask }) => graph.select(mask(0), b, c), isOrdinary: ({ isSure }) => isSure(1) && isSure(2) },
  exp: elementary('exp'), log: elementary('log'), sin: elementary('sin'), cos: elementary('cos'), tanh: elementary('tanh'), sigmoid: elementary('sigmoid'),
  asin: elementary('asin'), atan: elementary('atan'), erf: elementary('erf'),
  cell: onGrid, knot: onGrid,
  locate: direct, knotAt: direct,
};
