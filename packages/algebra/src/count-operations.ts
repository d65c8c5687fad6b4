import type { Op } from './expr.js';
import type { Formula } from './formula.js';

/** How many operations of each sort one evaluation takes; shared subexpressions count once. */
export interface OperationCount {
  /** add, sub, neg, minimum, maximum, abs, less, where, floor */
  readonly simple: number;
  readonly multiply: number;
  /** reciprocal, sqrt */
  readonly divide: number;
  /** exp, log, sin, cos, tanh, sigmoid, asin, atan */
  readonly transcendental: number;
  /** cell, knot, locate, knotAt: a look-up in the grid or a table */
  readonly lookup: number;
}

const sorts: Readonly<Record<Op, keyof OperationCount | null>> = {
  constant: null, input: null, table: null, add: 'simple', sub: 'simple', neg: 'simple', minimum: 'simple', maximum: 'simple', abs: 'simple', floor: 'simple',
  less: 'simple', where: 'simple', mul: 'multiply', reciprocal: 'divide', sqrt: 'divide', exp: 'transcendental', log: 'transcendental',
  sin: 'transcendental', cos: 'transcendental', tanh: 'transcendental', sigmoid: 'transcendental', asin: 'transcendental', atan: 'transcendental',
  cell: 'lookup', knot: 'lookup', locate: 'lookup', knotAt: 'lookup',
};

/** Counts the operations of a formula. Nobody declares costs: they are read off the graph. */
export function countOperations(f: Formula): OperationCount {
  const count = { simple: 0, multiply: 0, divide: 0, transcendental: 0, lookup: 0 };
  for (const node of f.nodes) {
    const sort = sorts[node.op];
    if (sort !== null) count[sort]++;
  }
  return count;
}
