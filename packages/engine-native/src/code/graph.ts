import type { Expr, Op } from '@knotwork/algebra';
import { instruction, type InstructionName } from './instructions.js';

/** Operations of a node: those of formulas, and the instructions that they become. */
export type NodeOp = Op | InstructionName;

/** An operation on other nodes. Equal nodes of one graph are one object. */
export interface Node {
  /** Number within its graph; arguments have lower ones. */
  readonly id: number;
  readonly op: NodeOp;
  readonly args: readonly Node[];
  /** Value of a constant, offset of a `knotAt`, bits to shift by; 0 otherwise. */
  readonly value: number;
  /** Name of an input or table, pattern of `bits`; empty otherwise. */
  readonly name: string;
}

/** What building accepts: a node, or a number that becomes a constant. */
export type NodeLike = Node | number;

/** Hash-consed nodes: what two formulas of one graph have in common is computed once. */
export class Graph {
  private readonly pool = new Map<string, Node>();
  private readonly known = new Map<Expr, Node>();

  /** The node of a formula's expression, not yet lowered. */
  from(e: Expr): Node {
    let node = this.known.get(e);
    if (node === undefined) {
      node = this.node(e.op, e.args.map((a) => this.from(a)), e.value, e.name);
      this.known.set(e, node);
    }
    return node;
  }

  /** One operation; sums, differences, products and quotients of constants are constants. */
  node(op: NodeOp, args: readonly NodeLike[], value = 0, name = ''): Node {
    let nodes = args.map((a) => (typeof a === 'number' ? this.constant(a) : a));
    const [a, b] = nodes as [Node, Node];
    const { fold, commutes } = instruction(op) ?? {};
    if (fold !== undefined && a.op === 'constant' && b.op === 'constant') return this.constant(fold(a.value, b.value));
    if (commutes === true && a.id > b.id) nodes = [b, a];
    const key = `${op}:${nodes.map((n) => n.id).join()}:${Object.is(value, -0) ? '-0' : value}:${name}`;
    let node = this.pool.get(key);
    if (node === undefined) {
      node = { id: this.pool.size, op, args: nodes, value, name };
      this.pool.set(key, node);
    }
    return node;
  }

  constant(value: number): Node { return this.node('constant', [], value); }
  /** The same pattern in every number of a vector. */
  bits(pattern: bigint): Node { return this.node('bits', [], 0, String(pattern)); }

  add(a: NodeLike, b: NodeLike): Node { return this.node('add', [a, b]); }
  sub(a: NodeLike, b: NodeLike): Node { return this.node('sub', [a, b]); }
  mul(a: NodeLike, b: NodeLike): Node { return this.node('mul', [a, b]); }
  div(a: NodeLike, b: NodeLike): Node { return this.node('div', [a, b]); }
  sqrt(a: Node): Node { return this.node('sqrt', [a]); }
  abs(a: Node): Node { return this.node('abs', [a]); }
  isLess(a: NodeLike, b: NodeLike): Node { return this.node('isLess', [a, b]); }
  and(a: NodeLike, b: NodeLike): Node { return this.node('and', [a, b]); }
  or(a: NodeLike, b: NodeLike): Node { return this.node('or', [a, b]); }
  xor(a: NodeLike, b: NodeLike): Node { return this.node('xor', [a, b]); }
  shiftLeft(a: Node, bits: number): Node { return this.node('shiftLeft', [a], bits); }
  shiftRight(a: Node, bits: number): Node { return this.node('shiftRight', [a], bits); }
  addBits(a: Node, b: Node): Node { return this.node('addBits', [a, b]); }
  subBits(a: Node, b: Node): Node { return this.node('subBits', [a, b]); }

  /** min(max(a, low), high); NaN stays NaN. */
  clamp(a: Node, low: number, high: number): Node {
    return this.node('pseudoMinimum', [this.node('pseudoMaximum', [a, low]), high]);
  }

  /** `a` where the mask has ones, else `b`. A choice between something and zero is one instruction, between two things three. */
  select(mask: Node, a: NodeLike, b: NodeLike): Node {
    if (isZero(b)) return this.and(mask, a);
    if (!isZero(a)) return this.node('select', [mask, a, b]);
    // mask ? 0 : (inner ? 0 : e) = e and not (mask or inner): planes that are zero in the same places share the union.
    const e = typeof b === 'number' ? this.constant(b) : b;
    const [kept, inner] = e.args as [Node, Node];
    return e.op === 'andNot' ? this.node('andNot', [kept, this.or(inner, mask)]) : this.node('andNot', [e, mask]);
  }
}

function isZero(a: NodeLike): boolean {
  return Object.is(typeof a === 'number' || a.op !== 'constant' ? a : a.value, 0);
}
