import { type Expr, input } from '@knotwork/algebra';
import { callPlugin, type Catalog, type FunctionClaims, type PluginUse, soundClaims } from '@knotwork/plugin';
import { partlyDefined } from '../errors.js';
import { parseOptions } from './parse-options.js';

/** What a function that is named makes of x. */
export function namedFunction(use: PluginUse, catalog: Catalog): Expr {
  const definition = catalog.get('function', use.kind);
  const options = parseOptions(definition, use);
  return callPlugin(definition, 'apply', () => definition.apply(input('x'), options), ['x']);
}

/** The same where what it is given may be anything: as a base function, or of a node. @throws KnotworkError `input` for one that says it is not defined everywhere */
export function functionOfAnything(use: PluginUse, catalog: Catalog): Expr {
  const { domain } = claimsOfFunction(use, catalog);
  if (domain !== undefined) throw partlyDefined(use.kind, domain);
  return namedFunction(use, catalog);
}

/** What a function that is named claims with its options. */
export function claimsOfFunction(use: PluginUse, catalog: Catalog): FunctionClaims {
  const definition = catalog.get('function', use.kind);
  const { claims } = definition;
  return claims === undefined ? {} : soundClaims(definition.name, callPlugin(definition, 'claims', () => claims(parseOptions(definition, use))));
}
