import type { Code, Lanes } from './emitter.js';
import type { Node } from './graph.js';

/** Where code is made of a node: the codes of its arguments, and what the loop around it knows. */
export interface Site {
  readonly node: Node;
  readonly a: Code;
  readonly b: Code;
  readonly c: Code;
  readonly v: Lanes;
  /** Code of an input. */
  input(name: string): Code;
  /** Searches the table of knots for a position. */
  locate(node: Node, position: Code): Code;
  /** Reads the knot of any number. */
  knotAt(index: Code): Code;
}

/** What a vector can do with a node: a row of the table of instructions. */
export interface Instruction {
  readonly code: (at: Site) => Code;
  /** Whether its two arguments may change places, bit by bit. */
  readonly commutes?: true;
  /** What it is of two constants; left out where the node stays. */
  readonly fold?: (a: number, b: number) => number;
}

const one = (name: 'neg' | 'abs' | 'floor' | 'sqrt'): Instruction => ({ code: ({ v, a }) => v[name](a) });
type OfTwo = 'add' | 'sub' | 'mul' | 'div' | 'minimum' | 'maximum' | 'pseudoMinimum' | 'pseudoMaximum' | 'and' | 'or' | 'xor' | 'andNot' | 'addBits' | 'subBits';
const two = (name: OfTwo): Instruction => ({ code: ({ v, a, b }) => v[name](a, b) });

/**
 * The instructions of lowered nodes: those of formulas that a vector has, and what only machines know.
 *
 * - `div`, `pseudoMinimum` (b < a ? b : a) and `pseudoMaximum` (a < b ? b : a) are single instructions.
 * - Masks are all ones or all zeros, bit by bit: `isLess` (a < b), `isDifferent` (a != b, true where either is NaN). `select` takes one.
 * - `bits` is a pattern; `and`, `or`, `xor`, `andNot`, shifts and sums of bits see numbers as patterns.
 */
export const instructions = {
  constant: { code: ({ v, node }) => v.constant(node.value) },
  bits: { code: ({ v, node }) => v.bits(BigInt(node.name)) },
  input: { code: ({ node, input }) => input(node.name) },
  table: { code: () => [] }, // read by those that look something up in it

  add: { ...two('add'), commutes: true, fold: (a, b) => a + b },
  sub: { ...two('sub'), fold: (a, b) => a - b },
  mul: { ...two('mul'), commutes: true, fold: (a, b) => a * b },
  div: { ...two('div'), fold: (a, b) => a / b },
  reciprocal: { code: ({ v, a }) => v.div(v.constant(1), a) },
  neg: one('neg'), abs: one('abs'), floor: one('floor'), sqrt: one('sqrt'),
  // NaN where either is; which of -0 and 0 comes out depends on their places.
  minimum: two('minimum'), maximum: two('maximum'),
  pseudoMinimum: two('pseudoMinimum'), pseudoMaximum: two('pseudoMaximum'),

  isLess: { code: ({ v, a, b }) => v.less(a, b) },
  isDifferent: { code: ({ v, a, b }) => v.notEqual(a, b), commutes: true },
  select: { code: ({ v, a, b, c }) => v.select(a, b, c) },
  and: { ...two('and'), commutes: true }, or: { ...two('or'), commutes: true }, xor: { ...two('xor'), commutes: true }, andNot: two('andNot'),
  shiftLeft: { code: ({ v, a, node }) => v.shiftLeft(a, node.value) },
  shiftRight: { code: ({ v, a, node }) => v.shiftRight(a, node.value) },
  addBits: { ...two('addBits'), commutes: true }, subBits: two('subBits'),

  locate: { code: ({ node, b, locate }) => locate(node, b) },
  knotAt: { code: ({ v, node, b, knotAt }) => knotAt(node.value === 0 ? b : v.add(b, v.constant(node.value))) },
} satisfies Readonly<Record<string, Instruction>>;

export type InstructionName = keyof typeof instructions;

/** The row of an operation; undefined for those of formulas that must be lowered first. */
export function instruction(op: string): Instruction | undefined {
  return Object.hasOwn(instructions, op) ? instructions[op as InstructionName] : undefined;
}
