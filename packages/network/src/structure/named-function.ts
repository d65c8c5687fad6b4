import { type Expr, input } from '@knotwork/algebra';
import { callPlugin, type Catalog, type PluginUse } from '@knotwork/plugin';
import { parseOptions } from './parse-options.js';

/** What a function that is named makes of x. */
export function namedFunction(use: PluginUse, catalog: Catalog): Expr {
  const definition = catalog.get('function', use.kind);
  const options = parseOptions(definition, use);
  return callPlugin(definition, 'apply', () => definition.apply(input('x'), options), ['x']);
}
