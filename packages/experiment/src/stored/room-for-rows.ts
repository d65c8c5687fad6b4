import { adaptGrid, gridOf, type GridMove, toUser } from '@knotwork/network';
import { callPlugin, type Catalog, type GridStrategyDefinition, type Network, type PluginUse } from '@knotwork/plugin';
import type { StoredStart } from './start-from.js';
import type { PreparedData } from '../data/prepare-data.js';

/** Of the width of a grid, how far rows go beyond it at least, and of the training rows, how many do: to move a grid refits its curves, which a few rows at an end are not worth. */
const BEYOND = 0.05;
const MANY = 0.01;

/** What becomes of a saved network that is gone on from with rows beyond its grids. */
export interface RoomForRows {
  /** On grids that span the rows, too; as it was, where grids stay. */
  readonly network: Network;
  readonly note: string;
}

/**
 * Stretches grids of inputs over the rows that a saved network is to learn from. Strategies leave grids of inputs where they are, since those of a fresh network span its rows.
 *
 * @param grid strategy of the stage that begins, null where it has none: grids that it never moves stay
 * @returns null where grids span the rows
 */
export function roomForRows({ loaded: { structure, network } }: StoredStart, { domains, train }: Pick<PreparedData, 'domains' | 'train'>, grid: GridStrategyDefinition | null): RoomForRows | null {
  const [layer] = structure.layers as [(typeof structure.layers)[number]];
  const moves: GridMove[] = [];
  const words: string[] = [];
  domains.forEach(([low, high], input) => {
    const term = layer.terms.find((t) => t.onDomainMove !== 'none' && t.edges.inputAt[input]! >= 0);
    if (term === undefined) return;
    const [a, b] = gridOf(term, network.parameters, input).domain;
    const room = BEYOND * (b - a);
    if (shareOutside(train.inputs, input, [a - room, b + room]) < MANY) return;
    moves.push({ layer: 0, input, domain: [Math.min(a, low), Math.max(b, high)] });
    const { name, map } = structure.spec.inputs[input]!;
    const between = (from: number, to: number): string => [from, to].map((v) => String(Number(toUser(map, v).toPrecision(4)))).join(' to ');
    words.push(`"${name}" (rows ${between(low, high)}, grid ${between(a, b)})`);
  });
  if (moves.length === 0) return null;
  const where = `rows to learn from go beyond grids of the network that is gone on from, in ${words.slice(0, 5).join(', ')}${words.length > 5 ? ' and others' : ''}`;
  if (grid === null || grid.capabilities.knots === 'none') {
    return { network, note: `${where}: grids stay in the first stage, and curves have nothing to learn with there. A first stage fit with grid: moving stretches them over the rows; a network that begins anew has grids over all of its rows` };
  }
  return { network: { ...network, parameters: adaptGrid(structure, network.parameters, moves).parameters }, note: `${where}: they are stretched over the rows, with as many intervals as before. A stage extend-grid makes them finer` };
}

/** The grid strategy that a stage trains curves with; null where it has none, and where it trains none. */
export function gridOfStage({ kind, ...options }: PluginUse, catalog: Catalog): GridStrategyDefinition | null {
  const definition = catalog.get('stage', kind);
  const use = callPlugin(definition, 'grid', () => definition.grid?.(options) ?? null);
  return use === null ? null : catalog.get('grid', use.kind);
}

function shareOutside({ count, width, values }: PreparedData['train']['inputs'], input: number, [a, b]: readonly [number, number]): number {
  let outside = 0;
  for (let n = 0; n < count; n++) if (values[n * width + input]! < a || values[n * width + input]! > b) outside++;
  return count === 0 ? 0 : outside / count;
}
