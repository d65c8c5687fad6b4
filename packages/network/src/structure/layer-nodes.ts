import { type Expr, type Formula, formula, input, substitute } from '@knotwork/algebra';
import { callPlugin, type Catalog, type LayerSpec, type NodesOfLayer } from '@knotwork/plugin';
import type { NodeGroup } from '@knotwork/plugin/engine';
import { brokenLayer } from '../errors.js';
import { functionOfAnything } from './named-function.js';
import { parseOptions } from './parse-options.js';

/** Name under which a node formula reads one of its sums. */
export const sumInput = (k: number): string => `z${k}`;

/**
 * The nodes of a layer: what its core says, with the activation after it.
 *
 * @throws KnotworkError `plugin` for a core whose groups are not as many nodes as there are outputs
 */
export function layerNodes({ layer, inputs, outputs }: Pick<LayerSpec, 'layer' | 'inputs' | 'outputs'>, catalog: Catalog): readonly NodeGroup[] {
  const core = catalog.get('layer', layer.kind);
  const options = parseOptions(core, layer);
  const groups = callPlugin(core, 'nodes', () => core.nodes?.(options, { inputs, outputs }) ?? [{ count: outputs, arity: 1 }]);
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  if (total !== outputs) throw brokenLayer(core.name, `its groups of nodes are ${total} nodes, and the layer has ${outputs}`);
  const use = callPlugin(core, 'activation', () => core.activation?.(options) ?? null);
  const activation = use === null ? null : functionOfAnything(use, catalog);
  let [first, firstSum] = [0, 0];
  return Object.freeze(groups.filter(({ count }) => count > 0).map((group): NodeGroup => {
    const { count, arity } = group;
    const made = Object.freeze({ first, firstSum, count, arity, formula: nodeFormula(group, core, activation) });
    first += count;
    firstSum += count * arity;
    return made;
  }));
}

/** Sums that nodes are made of. */
export const sumsOf = (nodes: readonly NodeGroup[]): number => nodes.reduce((sum, { count, arity }) => sum + count * arity, 0);

/** Node that a sum belongs to. */
export function nodeOf(nodes: readonly NodeGroup[], sum: number): number {
  const { first, firstSum, arity } = nodes.findLast((group) => group.firstSum <= sum)!;
  return first + Math.floor((sum - firstSum) / arity);
}

/** First of the sums that a node has, and how many it has. */
export function sumsOfNode(nodes: readonly NodeGroup[], node: number): { readonly firstSum: number; readonly arity: number } {
  const { first, firstSum, arity } = nodes.findLast((group) => group.first <= node)!;
  return { firstSum: firstSum + (node - first) * arity, arity };
}

/** y of the sums of a node; null for the identity. */
function nodeFormula(group: NodesOfLayer, core: Parameters<typeof callPlugin>[0], activation: Expr | null): Formula | null {
  const { arity } = group;
  const inputs = Array.from({ length: arity }, (_, k) => sumInput(k));
  if (group.formula === undefined && arity !== 1) throw brokenLayer(core.name, `it makes nodes of ${arity} sums and says no formula of them`);
  const y = group.formula === undefined ? input(sumInput(0)) : callPlugin(core, 'formula', () => group.formula!(inputs.map(input)), inputs);
  const f = formula(inputs, { y: activation === null ? y : substitute([activation], { x: y })[0]! });
  return arity === 1 && f.roots[0]!.op === 'input' ? null : f;
}
