import type { EdgeGroup } from '@knotwork/network';
import type { Catalog, InputVariable, Samples, Variable } from '@knotwork/plugin';
import type { Factor, FoundRatio, Term } from '@knotwork/symbolic';
import type { LayersSaid, NetworkShape } from '../config/index.js';
import { AS_FOUND, MULTIPLIES } from './network-of-structure.js';
import { factorText, PowerEdges, powersOf } from './power-edges.js';
import type { TableNetwork } from './table-networks.js';

/**
 * The network of a ratio of two sums of products of inputs, or of its root, that a table shows. All of it are functions, and it begins as what was found.
 *
 * Nodes of the first layer are the products, one or two of the second their sums, and one of the third what is above times one over what is below.
 *
 * @param inputs of the table, their maps affine, rows in the user's units, @param ratio by `findRatio`, @param output of the table
 * @returns none where there is no such ratio, or where a power that it needs is not installed
 */
export function ratioNetworks(inputs: readonly InputVariable[], rows: Samples, ratio: FoundRatio | null, catalog: Catalog, output: Variable): TableNetwork[] {
  const installed = powersOf(catalog);
  if (ratio === null || !powersIn(ratio).every((power) => installed.some((of) => of.power === power))) return [];
  const inUnits: TableNetwork['inUnits'] = (units, of, target) => shapeOf(ratio, new PowerEdges(installed, units, of), target);
  return [{ ...inUnits(inputs, rows, output), structure: textOf(ratio, inputs), isRead: true, beginsAsFound: true, freedom: freedomOf(ratio), inUnits }];
}

/** Coefficients but for the scale that both sums have, and the two of the output. */
const freedomOf = ({ above, below }: FoundRatio): number => Math.max(above.length, 1) + Math.max(below.length, 1);

/** What is above a line, or below it, in a node of its own: its terms, and which power of it is a factor. */
interface Side { readonly terms: readonly Term[]; readonly power: number }

const sidesOf = ({ root, above, below }: FoundRatio): Side[] => [{ terms: above, power: 1 / root }, { terms: below, power: -1 / root }].filter(({ terms }) => terms.length > 0);

const powersIn = (ratio: FoundRatio): number[] => [1, ...[...ratio.above, ...ratio.below].flatMap(({ factors }) => factors.map(({ power }) => power)), ...ratio.factors.map(({ power }) => power), ...sidesOf(ratio).map(({ power }) => power)];

function shapeOf(ratio: FoundRatio, edges: PowerEdges, { map: { center, scale } }: Variable): NetworkShape {
  const sides = sidesOf(ratio);
  const products = productsOf([...sides.flatMap(({ terms }) => terms.map(({ factors }) => factors)), ratio.factors].filter((factors) => factors.length > 0));
  const place = (factors: readonly Factor[]): number => products.findIndex((of) => nameOf(of) === nameOf(factors));
  // Sums are counted node by node.
  const firstSum = products.map((_, k) => products.slice(0, k).reduce((sum, of) => sum + of.length, 0));
  const first = layer(products.map(({ length }) => length), products.flatMap((factors, k) => edges.of(factors, firstSum[k]!)));
  const sums = sides.map(({ terms }) => sumOf(terms, edges));
  // What nodes above are less than what they stand for.
  const size = sides.reduce((product, { power }, k) => product * sums[k]!.size ** power, ratio.scale) / ratio.factors.reduce((product, factor) => product * edges.sizeOf(factor), 1);
  const line = (from: number, to: number, a = 1, b = 0): EdgeGroup => ({ only: [[from, to]], ...edges.functionOf(1, a, b) });
  const sumEdges = (to: number, factor = 1, constant = 0): EdgeGroup[] => sums[to]!.terms.map(({ factors, a, b }, k) => line(place(factors), to, a * factor, b * factor + (k === 0 ? constant : 0)));
  const inner = [edges.width, products.length];
  // A sum alone is the output itself.
  if (sides.length === 1 && sides[0]!.power === 1 && ratio.factors.length === 0) return { widths: [...inner, 1], layers: { 0: first, 1: layer([1], sumEdges(0, size / scale, -center / scale)) } };
  const passed = ratio.factors.length === 0 ? [] : [place(ratio.factors)];
  const parts = sides.length + passed.length;
  const below = layer(new Array<number>(parts).fill(1), [...sides.flatMap((_, k) => sumEdges(k)), ...passed.map((node) => line(node, sides.length))]);
  const above = layer([parts], [...sides.map(({ power }, k): EdgeGroup => ({ only: [[k, k]], ...edges.functionOf(power) })), ...passed.map(() => line(sides.length, sides.length))]);
  return { widths: [...inner, parts, 1, 1], layers: { 0: first, 1: below, 2: above, 3: layer([1], [line(0, 0, size / scale, -center / scale)]) } };
}

/** Products, each once, those of one factor first, as a layer has nodes that add. */
function productsOf(all: readonly (readonly Factor[])[]): (readonly Factor[])[] {
  const each = new Map(all.map((factors) => [nameOf(factors), factors]));
  return [...each.values()].sort((a, b) => Number(a.length > 1) - Number(b.length > 1));
}

const nameOf = (factors: readonly Factor[]): string => factors.map(({ input, power }) => `${input}^${power}`).join(' ');

/** @param arities of its nodes, those that only add first */
function layer(arities: readonly number[], edges: readonly EdgeGroup[]): LayersSaid[string] {
  const products = arities.filter((arity) => arity > 1);
  return { ...(products.length === 0 ? {} : { layer: { kind: MULTIPLIES, products: products.length, arity: products } }), initializer: AS_FOUND, edges };
}

/** Lines a v + b of products as nodes have them, whose sum is that of some terms over its size; the constant is beside the first of them. */
function sumOf(terms: readonly Term[], edges: PowerEdges): { readonly terms: readonly { readonly factors: readonly Factor[]; readonly a: number; readonly b: number }[]; readonly size: number } {
  const all = terms.map(({ factors, coefficient }) => ({ factors, slope: coefficient / factors.reduce((product, factor) => product * edges.sizeOf(factor), 1) }));
  const size = Math.max(...all.map(({ slope }) => Math.abs(slope)));
  const constant = all.find(({ factors }) => factors.length === 0)?.slope ?? 0;
  return { size, terms: all.filter(({ factors }) => factors.length > 0).map(({ factors, slope }, k) => ({ factors, a: slope / size, b: k === 0 ? constant / size : 0 })) };
}

function textOf({ root, factors, above, below }: FoundRatio, inputs: readonly InputVariable[]): string {
  const product = (of: readonly Factor[]): string => (of.length === 0 ? 'a constant' : of.map((factor) => factorText(factor, inputs)).join(' '));
  const sum = (terms: readonly Term[]): string => `a sum of ${terms.map(({ factors: of }) => product(of)).join(', ')}`;
  const ratio = above.length === 0 ? `one over ${sum(below)}` : below.length === 0 ? sum(above) : `${sum(above)} over ${sum(below)}`;
  const rooted = root === 1 ? ratio : `the root of ${ratio}`;
  return factors.length === 0 ? `the target is in proportion to ${rooted}` : `${factors.map((factor) => factorText(factor, inputs)).join(', ')} and ${rooted} multiply`;
}
