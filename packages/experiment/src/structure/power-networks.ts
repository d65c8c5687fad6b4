import { standardDeviation } from '@knotwork/numerics';
import type { EdgeGroup } from '@knotwork/network';
import type { Catalog, InputVariable, Samples } from '@knotwork/plugin';
import { type Factor, findPowerGroups, type FoundGroup, type FoundPowers, groupCurve, type Library, suggest } from '@knotwork/symbolic';
import type { LayersSaid, NetworkShape } from '../config/index.js';
import { FunctionLibrary } from '../symbolify/function-library.js';
import { INITIALIZER, LINE, MULTIPLIES } from './network-of-structure.js';
import { factorText, PowerEdges, powersOf } from './power-edges.js';
import type { TableNetwork } from './table-networks.js';

/** An edge that is c x + d. */
const CONSTANT_AND_LINE: Omit<EdgeGroup, 'only'> = { basis: { kind: 'chebyshev', degree: 1 }, edge: { kind: 'plain' }, outside: 'linear' };
/** What is fitted of a product of powers alone. */
const SCALE_AND_CONSTANT = 2;

/** Exponents of a group are in proportion: its function may be simpler to read of these powers of it. */
const SCALES = [1, -1, 2, -2];
/** Groups, by what their functions are most likely, that networks are made of. */
const MOST_GROUPS = 2;

/**
 * Networks in which powers of inputs multiply: all there is, or with one more factor of the other inputs, which is a sum of curves, a function of such a sum, or a function of another product of powers. Powers are
 * functions from the beginning: nothing of them is learned, over however many decades an input goes.
 *
 * @param inputs of the table, their maps affine, rows and targets in the user's units, @param found by `findPowers`, @param isMet whether nothing but noise is left of these
 * @returns none where no input is a factor that is a power
 */
export function powerNetworks(inputs: readonly InputVariable[], rows: Samples, targets: Float64Array, catalog: Catalog, found: FoundPowers, isMet = found.rest.length === 0): TableNetwork[] {
  const installed = powersOf(catalog);
  const powers = installed.map(({ power }) => power);
  const groups = isMet ? [] : likeliest(findPowerGroups(rows, targets, powers), rows, targets, powers, catalog);
  const ways: readonly (FoundPowers & { readonly group?: readonly Factor[]; readonly isInside?: boolean })[] = [
    ...groups.map((group) => ({ ...group, rest: [] })), ...found.factors.length === 0 ? [] : found.rest.length < 2 ? [found] : [found, { ...found, isInside: true }],
  ];
  return ways.map((way) => {
    const inUnits = (units: readonly InputVariable[], of: Samples): NetworkShape => shapeOf(way, new PowerEdges(installed, units, of));
    return { ...inUnits(inputs, rows), structure: textOf(way, inputs), ...(way.rest.length === 0 && way.group === undefined ? { isRead: true, freedom: SCALE_AND_CONSTANT } : { isRead: false }), inUnits };
  });
}

/** Of some ways to say the same, and of powers of their groups, those whose function of the group is most likely one that is known. */
function likeliest(found: readonly FoundGroup[], rows: Samples, targets: Float64Array, powers: readonly number[], catalog: Catalog): FoundGroup[] {
  if (found.length === 0) return [];
  const library = new FunctionLibrary(catalog, 'installed').all;
  const all = found.flatMap(({ factors, group }) => SCALES.map((scale): FoundGroup => ({ factors, group: group.map(({ input, power }) => ({ input, power: power * scale })) })));
  return all.filter(({ group }) => group.every(({ power }) => powers.includes(power))).map((of) => ({ of, length: lengthOf(of, rows, targets, library) }))
    .sort((a, b) => a.length - b.length).slice(0, MOST_GROUPS).map(({ of }) => of);
}

/** How long the description of the function of a group is, in nats, up to a constant: of the best one that is no polynomial. */
function lengthOf(of: FoundGroup, rows: Samples, targets: Float64Array, library: Library): number {
  const curve = groupCurve(rows, targets, of);
  if (curve === null) return Infinity;
  const spread = standardDeviation(Float64Array.from(curve.points.y));
  const { candidates } = suggest(library, curve.points, curve.error);
  const lengths = candidates.filter(({ name }) => name !== 'polynomial').map(({ rmse, complexity }) => (curve.error.observations ?? 1) * Math.log(Math.max(rmse, curve.error.size) / spread) + complexity);
  return Math.min(Infinity, ...lengths);
}

function shapeOf({ factors, rest, group, isInside }: FoundPowers & { readonly group?: readonly Factor[]; readonly isInside?: boolean }, edges: PowerEdges): NetworkShape {
  const last = factors.length;
  const powers = edges.of(factors, 0);
  const multiply = (arity: number): LayersSaid[string] => ({ layer: { kind: MULTIPLIES, products: 1, arity }, initializer: INITIALIZER });
  // The one constant there is: of sums, constants would be shifts of powers, and hide what the curve beside them is.
  const output: LayersSaid[string] = { edges: [{ only: [[0, 0]], ...(rest.length === 0 && group === undefined ? LINE : CONSTANT_AND_LINE) }] };
  /** Factors are passed on, and what comes beside them is bent. */
  const above: LayersSaid[string] = { ...multiply(last + 1), edges: [{ only: factors.map((_, k) => [k, k] as const), ...LINE }, { only: [[last, last]] }] };
  if (group !== undefined) {
    const below: LayersSaid[string] = { ...multiply(group.length), edges: [...powers, ...edges.of(group, last)] };
    return last === 0 ? { widths: [edges.width, 1, 1], layers: { 0: below, 1: { edges: [{ only: [[0, 0]] }] } } } : { widths: [edges.width, last + 1, 1, 1], layers: { 0: below, 1: above, 2: output } };
  }
  const curves: EdgeGroup[] = rest.length === 0 ? [] : [{ only: rest.map((input) => [input, last] as const) }];
  // One factor alone needs no node.
  if (last + curves.length === 1) return { widths: [edges.width, 1], layers: { 0: { edges: powers } } };
  if (isInside !== true) return { widths: [edges.width, 1, 1], layers: { 0: { ...multiply(last + curves.length), edges: [...powers, ...curves] }, 1: output } };
  return { widths: [edges.width, last + 1, 1, 1], layers: { 0: { edges: [...powers, ...curves] }, 1: above, 2: output } };
}

function textOf({ factors, rest, group, isInside }: FoundPowers & { readonly group?: readonly Factor[]; readonly isInside?: boolean }, inputs: readonly InputVariable[]): string {
  const name = (input: number): string => inputs[input]!.name;
  const textOfFactor = (factor: Factor): string => factorText(factor, inputs);
  const beside = group !== undefined ? [`a function of ${group.map(textOfFactor).join(' ')}`] : rest.length === 0 ? [] : [`${isInside ? 'a function of a sum' : rest.length > 1 ? 'a sum' : 'a function'} of ${rest.map(name).join(', ')}`];
  const words = [...factors.map(textOfFactor), ...beside];
  return words.length === 1 ? `the target is ${group === undefined ? 'in proportion to ' : ''}${words[0]!}` : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!} multiply`;
}
