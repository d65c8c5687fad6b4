import type { EdgeGroup } from '@knotwork/network';
import type { Catalog, InputVariable, PluginUse, Samples, Variable } from '@knotwork/plugin';
import { findExponents, type FoundExponents } from '@knotwork/symbolic';
import type { NetworkShape } from '../config/index.js';
import { AS_FOUND } from './network-of-structure.js';
import { factorText, functionAs, ladderOf, PowerEdges } from './power-edges.js';
import type { TableNetwork } from './table-networks.js';

/**
 * The network of a product of powers of inputs whose exponents are no functions that are installed: exp of a sum of logarithms. It begins as what was found.
 *
 * @param inputs of the table, their maps affine, rows and targets in the user's units, @param output of the table
 * @returns none where there is one input, where no such product is seen, or where a logarithm or an exponential is not installed
 */
export function exponentNetworks(inputs: readonly InputVariable[], rows: Samples, targets: Float64Array, catalog: Catalog, output: Variable): TableNetwork[] {
  const installed = ladderOf(catalog);
  const exp = functionAs(catalog, Math.exp);
  if (inputs.length === 1 || exp === null || ![0, 1].every((power) => installed.some((of) => of.power === power))) return [];
  const found = findExponents(rows, targets);
  if (found === null) return [];
  const inUnits: TableNetwork['inUnits'] = (units, of, target) => shapeOf(found, new PowerEdges(installed, units, of), exp, target);
  return [{ ...inUnits(inputs, rows, output), structure: textOf(found, inputs), isRead: true, beginsAsFound: true, freedom: found.factors.length + 1, inUnits }];
}

function shapeOf({ factors, scale }: FoundExponents, edges: PowerEdges, exp: PluginUse, { map: { center, scale: unit } }: Variable): NetworkShape {
  const logarithms = factors.map(({ input }) => ({ input, power: 0 }));
  // Nodes are logarithms and constants, which the scale takes back.
  const size = scale * Math.exp(-factors.reduce((sum, { power }, k) => sum + power * edges.shiftOf(logarithms[k]!), 0));
  const begins = { initializer: AS_FOUND };
  return {
    widths: [edges.width, factors.length, 1, 1, 1],
    layers: {
      0: { ...begins, edges: edges.of(logarithms, 0) },
      1: { ...begins, edges: factors.map(({ power }, k): EdgeGroup => ({ only: [[k, 0]], ...edges.functionOf(1, power) })) },
      2: { ...begins, edges: [{ only: [[0, 0]], ...edges.functionOf(1), basis: { kind: 'function', f: exp } }] },
      3: { ...begins, edges: [{ only: [[0, 0]], ...edges.functionOf(1, size / unit, -center / unit) }] },
    },
  };
}

const textOf = ({ factors }: FoundExponents, inputs: readonly InputVariable[]): string =>
  `the target is in proportion to ${factors.map(({ input, power }) => factorText({ input, power: Number(power.toPrecision(3)) }, inputs)).join(' ')}`;
