import { type Expr, type Formula, substitute, trace } from '@knotwork/algebra';
import { callPlugin, type Catalog, type PluginUse } from '@knotwork/plugin';
import { namedFunction } from './named-function.js';
import { parseOptions } from './parse-options.js';

/** y of z at the nodes of a layer of some core, or null for the identity. */
export function nodeFormula(layer: PluginUse, fanIn: number, catalog: Catalog): Formula | null {
  const core = catalog.get('layer', layer.kind);
  const options = parseOptions(core, layer);
  const activation = callPlugin(core, 'activation', () => core.activation?.(options) ?? null);
  const f = activation === null ? null : namedFunction(activation, catalog);
  const node = callPlugin(core, 'node', () => trace(['z'], (z) => {
    const y = core.node?.(z, options, fanIn) ?? z;
    return { y: f === null ? y : substitute([f], { x: y })[0] as Expr };
  }));
  return node.roots[0]!.op === 'input' ? null : node;
}
