import { evaluate, trace } from '@knotwork/algebra';
import { standardDeviation } from '@knotwork/numerics';
import type { EdgeGroup } from '@knotwork/network';
import type { Catalog, InputVariable, PluginUse, Samples } from '@knotwork/plugin';
import { type Factor, findPowerGroups, findPowers, type FoundGroup, type FoundPowers, groupCurve, type Library, suggest } from '@knotwork/symbolic';
import type { FreshExperiment, LayersSaid, NetworkShape } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import { FunctionLibrary } from '../symbolify/function-library.js';
import { INITIALIZER, LINE, MULTIPLIES } from './network-of-structure.js';
import { forPowers, withoutSearch, withoutShapes } from './surrogate.js';

/** A network that a table itself shows, and how it is made for rows whose inputs are in other units: exponents hold for the user's. */
export interface TableNetwork extends NetworkShape {
  /** In words. */
  readonly structure: string;
  /** Whether every edge is a function: what makes edges few and readable has nothing to do. */
  readonly isRead: boolean;
  inUnits(inputs: readonly InputVariable[], rows: Samples): NetworkShape;
}

/** A power that is installed: f(x) = x^power where x > 0. */
interface Power { readonly power: number; readonly use: PluginUse }

/** An edge that is c x + d. */
const CONSTANT_AND_LINE: Omit<EdgeGroup, 'only'> = { basis: { kind: 'chebyshev', degree: 1 }, edge: { kind: 'plain' }, outside: 'linear' };
/** Columns at most that are looked at. */
const MOST_INPUTS = 10;
/** Numbers that f is tried on, and how near it must be to a power. */
const TRIED = [0.3, 1.7, 5];
const ROUNDING = 1e-12;

/** Exponents of a group are in proportion: its function may be simpler to read of these powers of it. */
const SCALES = [1, -1, 2, -2];
/** Groups, by what their functions are most likely, that networks are made of. */
const MOST_GROUPS = 2;

/** Networks that rows show by themselves, with recipes for them: of one target that is a number. */
export function tableNetworks({ inputs, outputs, original: { task, train } }: PreparedData, experiment: FreshExperiment, catalog: Catalog): TableNetwork[] {
  if (task !== 'regression' || outputs.length !== 1) return [];
  const searched = withoutSearch(experiment, catalog);
  return powerNetworks(inputs, train.inputs, Float64Array.from(train.targets.values), catalog).map((network) => ({ ...network, stages: network.isRead ? withoutShapes(experiment, catalog) : forPowers(searched, catalog) }));
}

/**
 * Networks in which powers of inputs multiply: all there is, or with one more factor of the other inputs, which is a sum of curves, a function of such a sum, or a function of another product of powers. Powers are
 * functions from the beginning: nothing of them is learned, over however many decades an input goes.
 *
 * @param inputs of the table, rows and targets in the user's units
 * @returns none where no input is a factor that is a power
 */
export function powerNetworks(inputs: readonly InputVariable[], rows: Samples, targets: Float64Array, catalog: Catalog): TableNetwork[] {
  if (rows.width > MOST_INPUTS || inputs.some(({ map }) => map.kind !== 'affine')) return [];
  const installed = powersOf(catalog);
  const powers = installed.map(({ power }) => power);
  const found = findPowers(rows, targets, powers);
  const groups = found.rest.length === 0 ? [] : likeliest(findPowerGroups(rows, targets, powers), rows, targets, powers, catalog);
  const ways: readonly (FoundPowers & { readonly group?: readonly Factor[]; readonly isInside?: boolean })[] = [
    ...groups.map((group) => ({ ...group, rest: [] })), ...found.factors.length === 0 ? [] : found.rest.length < 2 ? [found] : [found, { ...found, isInside: true }],
  ];
  return ways.map((way) => {
    const inUnits = (units: readonly InputVariable[], of: Samples): NetworkShape => shapeOf(way, new Edges(installed, units, of));
    return { ...inUnits(inputs, rows), structure: textOf(way, inputs), isRead: way.rest.length === 0 && way.group === undefined, inUnits };
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

/** Powers among the functions that are installed, by their values: of several of one exponent the least far-fetched. */
function powersOf(catalog: Catalog): Power[] {
  const byPower = new Map<number, Power & { readonly complexity: number }>();
  for (const { definition } of catalog.list('function')) {
    const options = definition.options.safeParse({});
    const claims = options.success ? definition.claims?.(options.data) : undefined;
    if (claims?.scaling !== true) continue;
    const f = trace(['x'], (x) => ({ y: definition.apply(x!, options.data!) }));
    const at = (x: number): number => evaluate(f, { x })['y']!;
    const power = Math.round(Math.log2(at(2)) * 12) / 12;
    const isPower = power !== 0 && TRIED.every((x) => Math.abs(at(x) / x ** power - 1) < ROUNDING) && Math.abs(at(-1)) !== 0;
    const { complexity = 2 } = claims;
    if (isPower && complexity < (byPower.get(power)?.complexity ?? Infinity)) byPower.set(power, { power, use: { kind: definition.name }, complexity });
  }
  return [...byPower.values()].map(({ power, use }) => ({ power, use }));
}

/** Edges that are powers, as rows of some units have them. */
class Edges {
  constructor(private readonly installed: readonly Power[], private readonly inputs: readonly InputVariable[], private readonly rows: Samples) {}

  get width(): number { return this.rows.width; }

  /** One for each factor, to sums from a first one on. */
  of(factors: readonly Factor[], first: number): EdgeGroup[] { return factors.map((factor, k) => ({ only: [[factor.input, first + k]], ...this.edgeOf(factor) })); }

  /** A power of an input in the user's units, of a root mean square of 1 over the rows: a z + b is in proportion to the input. */
  private edgeOf({ input, power }: Factor): Omit<EdgeGroup, 'only'> {
    const { count, width, values } = this.rows;
    const { center, scale } = this.inputs[input]!.map as Extract<InputVariable['map'], { kind: 'affine' }>;
    let squares = 0;
    for (let n = 0; n < count; n++) squares += Math.abs(values[n * width + input]! / scale) ** (2 * power) / count;
    const a = squares > 0 && Number.isFinite(squares) ? squares ** (-0.5 / power) : 1;
    return { basis: { kind: 'function', f: this.installed.find((of) => of.power === power)!.use, a, b: (a * center) / scale }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'free' };
  }
}

function shapeOf({ factors, rest, group, isInside }: FoundPowers & { readonly group?: readonly Factor[]; readonly isInside?: boolean }, edges: Edges): NetworkShape {
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
  const textOfFactor = ({ input, power }: Factor): string => (power === 1 ? name(input) : `${name(input)}^${power}`);
  const beside = group !== undefined ? [`a function of ${group.map(textOfFactor).join(' ')}`] : rest.length === 0 ? [] : [`${isInside ? 'a function of a sum' : rest.length > 1 ? 'a sum' : 'a function'} of ${rest.map(name).join(', ')}`];
  const words = [...factors.map(textOfFactor), ...beside];
  return words.length === 1 ? `the target is ${group === undefined ? 'in proportion to ' : ''}${words[0]!}` : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!} multiply`;
}
