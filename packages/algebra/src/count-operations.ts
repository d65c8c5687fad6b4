import type { Formula } from './formula.js';
import type { Sort } from './operations/operation.js';
import { operation } from './operations/operations.js';

/** How many operations of each sort one evaluation takes; shared subexpressions count once. */
export type OperationCount = Readonly<Record<Sort, number>>;

/** Counts the operations of a formula. Nobody declares costs: they are read off the graph. */
export function countOperations(f: Formula): OperationCount {
  const count = { simple: 0, multiply: 0, divide: 0, transcendental: 0, lookup: 0 };
  for (const node of f.nodes) {
    const sort = operation(node.op).cost;
    if (sort !== null) count[sort]++;
  }
  return count;
}
