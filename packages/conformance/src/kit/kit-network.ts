import { createNetwork } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Catalog, type Definition, type InputMap, type Outside, type PluginUse, type Variable } from '@knotwork/plugin';
import { drawRows, type EngineCase } from '../subjects/engine-case.js';
import { kitCatalog } from './kit-catalog.js';
import type { Subject } from './plugin-check.js';

/** What a network for checks is made of, where it is not the kit's own plugins. */
export interface NetworkParts {
  readonly basis?: PluginUse;
  readonly edge?: PluginUse;
  readonly layer?: PluginUse;
  readonly initializer?: PluginUse;
  readonly outside?: Outside;
  readonly inputMap?: InputMap;
}

/** A network with rows, and the catalog that it was made of. */
export interface NetworkCase extends EngineCase { readonly catalog: Catalog }

/** Domains of network inputs in checks. */
const DOMAIN = [-1, 1.3] as const;
const ROWS = 37;

/** A network of a plugin under check and, for the rest, plugins of the kit. Rows reach beyond the domain. Same seed, same numbers. */
export function kitNetwork(subject: Subject, widths: readonly number[], parts: NetworkParts, seed = 1): NetworkCase {
  const catalog = kitCatalog(subject);
  const stream = randomStream(seed, 'kit-network');
  const { initializer = { kind: 'reference-random' }, ...own } = parts;
  const layers = widths.slice(1).map(() => ({
    layer: { kind: 'reference-layer' }, edge: { kind: 'reference-residual' }, basis: { kind: 'reference-spline' }, inputMap: 'interval' as const, outside: 'linear' as const, ...own,
  }));
  const variables = (count: number, letter: string): Variable[] =>
    Array.from({ length: count }, (_, i) => ({ name: `${letter}${i}`, map: AS_GIVEN }));
  const { network, structure } = createNetwork({
    widths, layers, initializers: layers.map(() => initializer), inputs: variables(widths[0]!, 'x'), outputs: variables(widths.at(-1)!, 'y'),
    domains: Array.from({ length: widths[0]! }, () => DOMAIN),
  }, stream, catalog);
  return { name: `${subject.definition.name} on [${widths.join(', ')}]`, catalog, widths, network, structure, rows: drawRows(widths, ROWS, stream.fork('rows')) };
}

/** Names a plugin with its options, as a network's specification does. */
export const useOf = ({ name }: Definition, options: Readonly<Record<string, unknown>>): PluginUse => ({ ...options, kind: name });
