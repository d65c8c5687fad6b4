import type { EdgeGroup } from '@knotwork/network';
import { rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import type { Catalog, InputVariable, PluginUse, Samples, Variable } from '@knotwork/plugin';
import { findExponents, type FoundExponents } from '@knotwork/symbolic';
import type { NetworkShape } from '../config/index.js';
import { AS_FOUND } from './network-of-structure.js';
import { factorText, functionAs, functionEdge, ladderOf, PowerEdges } from './power-edges.js';
import type { TableNetwork } from './table-networks.js';

/** Of Tukey's ladder, what exponentials are of. */
const STEPS = [1, -1];
/** Of the noise in proportion that is expected, what may be left: a few large rows have nearly all of its squares. */
const NOISE = 2;

/**
 * The network of a product of powers of inputs whose exponents are no functions that are installed, and of exponentials in place of far-fetched ones: exp of a sum of logarithms, inputs and reciprocals. It begins as what was found.
 *
 * @param inputs of the table, their maps affine, rows and targets in the user's units, @param output of the table
 * @returns none where there is one input, where no such product is seen, or where a logarithm or an exponential is not installed
 */
export function exponentNetworks(inputs: readonly InputVariable[], rows: Samples, targets: Float64Array, catalog: Catalog, output: Variable): TableNetwork[] {
  const installed = ladderOf(catalog);
  const exp = functionAs(catalog, Math.exp);
  if (inputs.length === 1 || exp === null || ![0, 1].every((power) => installed.some((of) => of.power === power))) return [];
  const found = findExponents(rows, targets, STEPS.filter((step) => installed.some(({ power }) => power === step)));
  if (found === null) return [];
  const inUnits: TableNetwork['inUnits'] = (units, of, target) => shapeOf(found, new PowerEdges(installed, units, of), exp, target);
  return [{ ...inUnits(inputs, rows, output), structure: textOf(found, inputs), isRead: true, beginsAsFound: true, freedom: found.factors.length + 1, ...(found.share === null ? {} : { isLaw: true, isOfAllSizes: true, noise: NOISE * (found.share * rootMeanSquare(targets) / standardDeviation(targets)) ** 2 }), inUnits }];
}

function shapeOf({ factors, scale }: FoundExponents, edges: PowerEdges, exp: PluginUse, { map: { center, scale: unit } }: Variable): NetworkShape {
  const steps = factors.map(({ input, step }) => ({ input, power: step }));
  const slopes = factors.map(({ rate }, k) => edges.ofNode(steps[k]!, rate, 0));
  // What nodes have beside logarithms the scale takes back, and what is a factor of it is a shift: scales of exponentials may be large.
  const shift = Math.log(Math.abs(scale) / unit) + slopes.reduce((sum, { b }) => sum + b, 0);
  const begins = { initializer: AS_FOUND };
  return {
    widths: [edges.width, factors.length, 1, 1, 1],
    layers: {
      0: { ...begins, edges: steps.flatMap((step, k) => edges.of([step], k)) },
      1: { ...begins, edges: slopes.map(({ a }, k): EdgeGroup => ({ only: [[k, 0]], ...edges.functionOf(1, a) })) },
      2: { ...begins, edges: [{ only: [[0, 0]], ...functionEdge(exp, 1, shift) }] },
      3: { ...begins, edges: [{ only: [[0, 0]], ...edges.functionOf(1, Math.sign(scale), -center / unit) }] },
    },
  };
}

const textOf = ({ factors }: FoundExponents, inputs: readonly InputVariable[]): string =>
  `the target is in proportion to ${factors.map(({ input, step, rate }) => (step === 0 ? factorText({ input, power: Number(rate.toPrecision(3)) }, inputs) : `exp of ${factorText({ input, power: step }, inputs)}`)).join(' ')}`;
