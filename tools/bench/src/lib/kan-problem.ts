import { createNetwork, parseOptions } from '@knotwork/network';
import type { RandomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Catalog, type Network, type PluginUse, type Rows, type Variable } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { type Chosen, DATA, penaltiesOf, type Problem, supervised } from '@knotwork/training';

type Interval = readonly [number, number];

/** What a network is made of; the domain is that of every input, or there is one for each. */
export interface KanShape {
  readonly widths: readonly number[];
  readonly edge: PluginUse;
  readonly basis: PluginUse;
  readonly domain: Interval | readonly Interval[];
  /** Center and scale of every output; network units where left out. */
  readonly output?: Omit<Variable, 'name'>;
}

/** A fresh network of small edges, on even knots where its basis has knots. */
export function freshKan(
  { widths, edge, basis, domain, output }: KanShape, stream: RandomStream, catalog: Catalog,
): { network: Network; structure: Structure } {
  const layer = { layer: { kind: 'kan' }, edge, basis, inputMap: 'interval' as const, outside: 'linear' as const };
  const variables = (count: number, name: string): Variable[] =>
    Array.from({ length: count }, (_, i) => ({ name: count === 1 ? name : `${name}${i + 1}`, map: AS_GIVEN }));
  return createNetwork({
    widths, layers: widths.slice(1).map(() => layer), initializers: widths.slice(1).map(() => ({ kind: 'small' })),
    inputs: variables(widths[0]!, 'x'), outputs: variables(widths.at(-1)!, 'y').map((variable) => ({ ...variable, ...output })),
    domains: isInterval(domain) ? Array.from({ length: widths[0]! }, () => domain) : domain,
  }, stream, catalog);
}

const isInterval = (domain: KanShape['domain']): domain is Interval => typeof domain[0] === 'number';

/** Least squares on the native engine, without penalties unless `smoothing` says so. Rows are in network units. */
export async function leastSquaresProblem(
  catalog: Catalog, structure: Structure, rows: { readonly train: Rows; readonly validation: Rows | null }, use: { readonly optimizer: PluginUse; readonly grid: PluginUse; readonly smoothing?: number },
): Promise<Problem> {
  return {
    engine: await catalog.get('engine', 'native').create({}), structure, objective: supervised(catalog.get('loss', 'mean-squared-error'), {}, 1), penalties: penaltiesOf(use.smoothing ?? 0),
    optimizer: chosen(catalog, 'optimizer', use.optimizer), grid: chosen(catalog, 'grid', use.grid),
    trainable: ['coefficients', 'baseWeight', 'basisWeight', 'shape', 'bias'], maxUnknowns: 2000,
    train: { [DATA]: rows.train }, validation: rows.validation === null ? null : { [DATA]: rows.validation },
  };
}

/** A plugin with what is left out of its options filled in. */
function chosen<K extends 'optimizer' | 'grid'>(catalog: Catalog, kind: K, use: PluginUse): Chosen<ReturnType<typeof catalog.get<K>>> {
  const definition = catalog.get(kind, use.kind);
  return { definition, options: parseOptions(definition, use) };
}
