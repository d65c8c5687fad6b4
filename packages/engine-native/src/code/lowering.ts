import { type Op, topologicalOrder } from '@knotwork/algebra';
import type { Precision } from '@knotwork/plugin/engine';
import { elementaryFunctions } from './elementary-functions.js';
import type { Graph, Node } from './graph.js';
import { kernelOperations, type Lowering } from './kernel-operations.js';

/**
 * Rewrites nodes of formulas until only those are left for which a vector has instructions ({@link kernelOperations}).
 *
 * Elementary functions become polynomials. Comparisons become masks: `where` takes the mask of a `less` directly and of anything else
 * whether it differs from 0.
 *
 * @param ordinary names of inputs that are never NaN, whatever happens to the samples
 */
export function lower(graph: Graph, roots: readonly Node[], precision: Precision, ordinary: ReadonlySet<string>): Node[] {
  const elementary = elementaryFunctions(graph, precision);
  const lowered = new Map<Node, Node>();
  /** Nodes of the original formulas that cannot be NaN. */
  const sure = new Set<Node>();
  const row = (node: Node) => kernelOperations[node.op as Op];
  const at = (node: Node): Lowering => {
    const [a, b, c] = node.args.map((arg) => lowered.get(arg)!) as [Node, Node, Node];
    return { graph, elementary, node, a, b, c, isSure: (k) => sure.has(node.args[k]!), mask: (k) => mask(node.args[k]!), ordinary };
  };
  const mask = (condition: Node): Node => row(condition).mask?.(at(condition)) ?? graph.node('isDifferent', [lowered.get(condition)!, 0]);

  for (const node of topologicalOrder(roots)) {
    const { lower: make, isOrdinary } = row(node);
    const site = at(node);
    lowered.set(node, make(site));
    if (isOrdinary?.(site) === true) sure.add(node);
  }
  return roots.map((root) => lowered.get(root)!);
}
