import { topologicalOrder } from '@knotwork/algebra';
import type { Precision } from '@knotwork/plugin';
import { elementaryFunctions } from './elementary-functions.js';
import type { Graph, Node } from './graph.js';

/**
 * Rewrites nodes until only those are left for which a vector has instructions, and `locate` and `knotAt`.
 *
 * Elementary functions become polynomials ({@link elementaryFunctions}). Comparisons become masks: `less` as a number is the mask
 * and 1; `where` takes the mask of a `less` directly and of anything else whether it differs from 0.
 *
 * @param ordinary names of inputs that are never NaN, whatever happens to the samples
 */
export function lower(graph: Graph, roots: readonly Node[], precision: Precision, ordinary: ReadonlySet<string>): Node[] {
  const elementary = elementaryFunctions(graph, precision);
  const lowered = new Map<Node, Node>();
  /** Nodes of the original formulas that cannot be NaN. */
  const sure = new Set<Node>();

  /**
   * min and max are NaN where either argument is. The short instruction returns its first argument where either is NaN, so it does
   * as soon as the second one cannot be. (Which of -0 and 0 comes out is left open.)
   */
  const extremum = (node: Node, a: Node, b: Node): Node => {
    const short = node.op === 'minimum' ? 'pseudoMinimum' : 'pseudoMaximum';
    if (sure.has(node.args[1]!)) return graph.node(short, [a, b]);
    return sure.has(node.args[0]!) ? graph.node(short, [b, a]) : graph.node(node.op, [a, b]);
  };

  const mask = (condition: Node): Node => {
    const [a, b] = condition.args.map((x) => lowered.get(x)!) as [Node, Node];
    return condition.op === 'less' ? graph.isLess(a, b) : graph.node('isDifferent', [lowered.get(condition)!, 0]);
  };

  for (const node of topologicalOrder(roots)) {
    const args = node.args.map((a) => lowered.get(a)!);
    const [a, b, c] = args as [Node, Node, Node];
    const rewritten = (): Node => {
      switch (node.op) {
        case 'exp': case 'log': case 'sin': case 'cos': case 'tanh': case 'sigmoid': case 'asin': case 'atan': return elementary[node.op](a);
        case 'minimum': case 'maximum': return extremum(node, a, b);
        case 'less': return graph.and(graph.isLess(a, b), 1);
        case 'where': return graph.select(mask(node.args[0]!), b, c);
        default: return graph.node(node.op, args, node.value, node.name);
      }
    };
    lowered.set(node, rewritten());
    if (isOrdinary(node, ordinary, sure)) sure.add(node);
  }
  return roots.map((root) => lowered.get(root)!);
}

/** Whether a node cannot be NaN, given which of its arguments cannot. */
function isOrdinary(node: Node, ordinary: ReadonlySet<string>, sure: ReadonlySet<Node>): boolean {
  switch (node.op) {
    case 'constant': return !Number.isNaN(node.value);
    case 'input': return ordinary.has(node.name);
    case 'less': return true;
    case 'minimum': case 'maximum': case 'abs': case 'neg': case 'floor': return node.args.every((a) => sure.has(a));
    case 'where': return sure.has(node.args[1]!) && sure.has(node.args[2]!);
    default: return false;
  }
}
